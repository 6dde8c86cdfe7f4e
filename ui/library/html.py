"""The library page as HTML: templates that escape every value put into them."""

import json
import re
from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from urllib.parse import urlencode

from babel import Locale
from babel.numbers import format_decimal
from jinja2 import Environment, FileSystemLoader, StrictUndefined

from assistant.wording import written_date
from index.article import Article, ArticleEntry
from index.readers import SUFFIXES
from index.readers.limits import LARGEST_TEXT
from ui.contract import Assistant
from ui.library.listing import Listing
from ui.reasons import in_language
from ui.words import Language, all_words, library_line

_TEMPLATES = Path(__file__).with_name("templates")
_FIELDS = ("q", "source", "article_language", "after", "before")
_BEGINNING = 220  # characters of an article that the list shows
_WEB = re.compile(r"https?://\S+$", re.IGNORECASE)


@dataclass(frozen=True)
class Visit:
    """Who looks at a page."""

    language: Language
    signed_in: bool
    """Whether they signed in here, and so can sign out."""
    may_add: bool
    """Whether they may add files."""


@cache
def _environment() -> Environment:
    return Environment(
        loader=FileSystemLoader(_TEMPLATES),
        autoescape=True,
        undefined=StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
    )


def listing_html(
    listing: Listing,
    query: Mapping[str, str],
    assistant: Assistant,
    visit: Visit,
    told: str | None,
) -> str:
    """The list; `query` are the fields as they were filled in, `told` what is wrong with them."""
    status, language = assistant.status(), visit.language
    words = all_words()[language]
    names = Locale.parse(language).languages
    spoken = sorted((names.get(code, code), code) for code in status.languages if code != "und")
    skipped = [in_language(one.reason, language) for one in reversed(assistant.skipped())]
    asked = {name: query.get(name, "")[:2000] for name in _FIELDS}
    return _rendered(
        "list.html",
        visit,
        root="",
        adding=_adding(language) if visit.may_add else None,
        listing=listing,
        asked=asked,
        told=told,
        line=library_line(status.articles, status.indexed_through, language),
        heading=words.library_found if asked["q"] else words.library_all,
        count=_count(listing.total, words.library_one, words.library_many, language),
        sources=status.sources,
        languages=spoken,
        is_empty=status.articles == 0,
        entries=[(entry, _facts(entry, language), _beginning(entry)) for entry in listing.entries],
        newer=_page_link(asked, listing.page - 1, listing),
        older=_page_link(asked, listing.page + 1, listing),
        skipped=skipped,
        skipped_line=_count(
            len(skipped), words.library_skipped_one, words.library_skipped_many, language
        ),
    )


def article_html(article: Article, visit: Visit) -> str:
    """One article, whole."""
    url = article.url if _WEB.match(article.url or "") else None
    facts = _facts(article, visit.language)
    text = _without_title(article.text, article.title).strip()
    return _rendered(
        "article.html", visit, root="../", article=article, facts=facts, url=url, text=text
    )


def missing_html(visit: Visit) -> str:
    """What is told of an article that is not there."""
    return _rendered("missing.html", visit, root="../")


def _rendered(name: str, visit: Visit, **values: object) -> str:
    words = all_words()[visit.language]
    template = _environment().get_template(name)
    return template.render(
        words=words, language=visit.language, signed_in=visit.signed_in, **values
    )


def _adding(language: Language) -> dict[str, object]:
    """What the form for files needs, and the words for page/upload.js."""
    words = all_words()[language]
    kinds, limit = sorted(SUFFIXES), LARGEST_TEXT // 1_000_000
    texts = {name: text for name, text in words.model_dump().items() if name.startswith("add_")}
    return {
        "kinds": ",".join(kinds),
        "text": words.add_text.format(kinds=", ".join(kinds), limit=limit),
        "limit": LARGEST_TEXT,
        "words": json.dumps(texts, ensure_ascii=False),
    }


def _facts(article: Article | ArticleEntry, language: Language) -> str:
    """Source, date and language, as far as they are known."""
    written = all_words()[language].library_undated
    if article.published is not None:
        written = written_date(article.published, article.published_precision, language)
    names = Locale.parse(language).languages
    spoken = names.get(article.language, article.language) if article.language else None
    return " · ".join(part for part in (article.source, written, spoken) if part)


def _beginning(entry: ArticleEntry) -> str:
    """The first words of the text."""
    text = " ".join(_without_title(entry.beginning, entry.title).split())
    if len(text) <= _BEGINNING:
        return text
    return (text[:_BEGINNING].rpartition(" ")[0] or text[:_BEGINNING]) + "…"


def _without_title(text: str, title: str | None) -> str:
    """The text without the title, where that is its first line."""
    first, _, rest = text.lstrip().partition("\n")
    return rest if title and first.strip() == title.strip() else text


def _page_link(asked: Mapping[str, str], page: int, listing: Listing) -> str | None:
    if not 1 <= page <= listing.pages:
        return None
    fields = {name: value for name, value in asked.items() if value}
    return f"?{urlencode({**fields, 'page': page})}"


def _count(number: int, one: str, many: str, language: Language) -> str:
    """A number of things in words: `one` for one, else `many` with its number in braces."""
    if number == 1:
        return one
    written = format_decimal(number, locale=language)
    return many.format(articles=written, files=written)
