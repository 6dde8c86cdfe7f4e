"""What a web page declares about its article: JSON-LD, meta elements, links, headings.

Only declarations count. Libraries that also search the visible page for a date give copyright
years and dates of other articles; what a page does not declare is unknown.
"""

import json
import re
from collections import defaultdict
from collections.abc import Iterator
from dataclasses import dataclass
from html import unescape
from typing import Any
from urllib.parse import urlsplit

from index.dates import PublicationDate, read_date
from index.language import language_code
from index.readers.headers import author_name, web_address
from index.readers.hygiene import one_line

# In the order of trust. Names of Open Graph (ogp.me), schema.org, Dublin Core (dublincore.org),
# Twitter cards, and of the systems that newspapers run (Parse.ly, Sailthru, CXense).
_TITLES = (
    "dc.title dcterms.title dc:title dcterm:title og:title twitter:title weibo:article:title "
    "weibo:webpage:title title parsely-title headline"
)
_DATES = (
    "article:published_time og:article:published_time og:published_time og:pubdate datepublished "
    "dc.date.issued dcterms.issued dc.date.published dcterms.created dc.date.created dc.date "
    "dcterms.date parsely-pub-date sailthru.date cxenseparse:recs:publishtime "
    "publication_date publish-date publishdate pubdate published_time published-date "
    "article.published article:published rnews:datepublished bt:pubdate ptime date"
)
_SITES = "og:site_name rnews:sourceorganization application-name dc.publisher"
_AUTHORS = (
    "author article:author og:article:author dc.creator dcterms.creator parsely-author "
    "sailthru.author cxenseparse:author byl"
)
_ARTICLE_TYPES = re.compile(r"(?:Article|Posting|Report|Blog|LiveBlogPosting)$")
_LAST_PART = re.compile(r"(?P<first>.+\S)\s+(?P<bar>[|»–—·-])\s+(?P<last>\S.*)")
_CDATA = re.compile(r"^\s*(?:/[/*]\s*)?<!\[CDATA\[(?:\s*\*/)?|(?:/[/*]\s*)?\]\]>(?:\s*\*/)?\s*$")


@dataclass(frozen=True)
class PageFacts:
    """What the page declares; None where it declares nothing that can be read."""

    title: str | None
    published: PublicationDate | None
    author: str | None
    source: str | None
    url: str | None
    language: str | None
    """ISO 639-1 of the `lang` attribute, which templates often leave wrong: check with the text."""


def page_facts(tree: Any) -> PageFacts:
    """Return what the lxml tree of a page declares about its article."""
    declared = _meta(tree)
    article = _json_ld_article(tree)
    language = _language(tree, declared)
    source = _publisher(article) or _first(declared, _SITES)
    url = _url(tree, declared)
    host = (urlsplit(url).hostname or "").removeprefix("www.") if url else ""
    return PageFacts(
        title=_title(tree, declared, article, [name for name in (source, host) if name]),
        published=_published(tree, declared, article, language),
        author=_author(declared, article),
        source=source,
        url=url,
        language=language,
    )


def _meta(tree: Any) -> dict[str, list[str]]:
    """The contents of the meta elements by lower-case name; one element can have several names."""
    found: dict[str, list[str]] = defaultdict(list)
    elements = list(tree.iter("meta"))
    for attribute in ("property", "name", "itemprop", "http-equiv"):
        for element in elements:
            content = element.get("content") or element.get("datetime")
            for name in (element.get(attribute) or "").lower().split() if content else ():
                found[name].append(content)
    return found


def _first(declared: dict[str, list[str]], names: str) -> str | None:
    contents = (content for name in names.split() for content in declared.get(name, ()))
    return next((text for content in contents if (text := _text(content))), None)


def _json_ld_article(tree: Any) -> dict[str, Any]:
    for script in tree.iter("script"):
        if "ld+json" not in (script.get("type") or "").lower():
            continue
        try:
            content = json.loads(_CDATA.sub("", script.text or ""), strict=False)
        except (ValueError, RecursionError):
            continue  # a broken script is the page's own fault and says nothing
        for node in _nodes(content):
            kinds = node.get("@type")
            for kind in kinds if isinstance(kinds, list) else [kinds]:
                if isinstance(kind, str) and _ARTICLE_TYPES.search(kind):
                    return node
    return {}


def _nodes(content: Any) -> Iterator[dict[str, Any]]:
    if isinstance(content, list):
        for item in content:
            yield from _nodes(item)
    elif isinstance(content, dict):
        yield content
        yield from _nodes(content.get("@graph"))
        yield from _nodes(content.get("mainEntity"))


def _text(value: Any) -> str | None:
    """A JSON-LD value; many sites write it with the entities of HTML."""
    return one_line(unescape(value)) if isinstance(value, str) else None


def _publisher(article: dict[str, Any]) -> str | None:
    publisher = article.get("publisher")
    if isinstance(publisher, list):
        publisher = next(iter(publisher), None)
    return _text(publisher.get("name")) if isinstance(publisher, dict) else None


def _author(declared: dict[str, list[str]], article: dict[str, Any]) -> str | None:
    """The names of the authors; an address of a profile is no name."""
    stated = article.get("author")
    people = stated if isinstance(stated, list) else [stated]
    values = [person.get("name") if isinstance(person, dict) else person for person in people]
    names = [name for value in values if (name := author_name(_text(value)))]
    if not names:
        for meta in _AUTHORS.split():
            if names := [name for text in declared.get(meta, ()) if (name := author_name(text))]:
                break
    return ", ".join(dict.fromkeys(names)) or None


def _title(
    tree: Any, declared: dict[str, list[str]], article: dict[str, Any], names: list[str]
) -> str | None:
    """The headline, as declared; the title of the page only without the name of its site."""
    title = _text(article.get("headline")) or _first(declared, _TITLES)
    if title is None and (page := _words(tree, "title")):
        title = _without_site(page, names)
    return title or _words(tree, "h1")


def _words(tree: Any, tag: str) -> str | None:
    """The words of the first `tag` that has any; a drawing has titles too, inside `svg`."""
    texts = (one_line(element.text_content()) for element in tree.iter(tag) if not _in_svg(element))
    return next((text for text in texts if text), None)


def _in_svg(element: Any) -> bool:
    return next(element.iterancestors("svg"), None) is not None


def _without_site(title: str, names: list[str]) -> str:
    """Cut the name of the site off the end: after a bar, or when it is one of its known `names`."""
    found = _LAST_PART.fullmatch(title)
    if found and (found["bar"] in ("|", "»") or _letters(found["last"]) in map(_letters, names)):
        return found["first"]
    return title


def _letters(text: str) -> str:
    return "".join(character for character in text.casefold() if character.isalnum())


def _published(
    tree: Any, declared: dict[str, list[str]], article: dict[str, Any], language: str | None
) -> PublicationDate | None:
    stated = [text for text in (_text(article.get("datePublished")),) if text]
    stated += [text for name in _DATES.split() for text in declared.get(name, ())]
    stated += [
        element.get("datetime") or element.get("content") or element.text_content()
        for element in tree.xpath("//*[not(self::meta)][@itemprop='datePublished' or @pubdate]")
    ]
    return next((known for text in stated if (known := read_date(text, language))), None)


def _url(tree: Any, declared: dict[str, list[str]]) -> str | None:
    links = [
        element.get("href")
        for element in tree.iter("link")
        if "canonical" in (element.get("rel") or "").lower().split()
    ]
    return next(
        (url for link in [*links, *declared.get("og:url", ())] if (url := web_address(link))), None
    )


def _language(tree: Any, declared: dict[str, list[str]]) -> str | None:
    root = tree.getroottree().getroot()
    tags = [root.get("lang"), root.get("{http://www.w3.org/XML/1998/namespace}lang")]
    tags += [
        root.get("xml:lang"),
        *declared.get("content-language", ()),
        *declared.get("og:locale", ()),
    ]
    return next((code for tag in tags if (code := language_code(tag))), None)
