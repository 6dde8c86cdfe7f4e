"""RSS (0.9 to 2.0) and Atom feeds: their entries, from lxml's tree.

Read here, since the libraries for it did not do when they were tried (November 2026): feedparser
6.0.14 takes minutes for a feed of a megabyte that is made to do so, and fastfeedparser 0.6.5 gives
days in UTC, which is the day before or after for many publishers, and takes summaries for content
and the last change for the publication.
"""

import hashlib
import re
from collections.abc import Iterator
from html import unescape
from html.entities import name2codepoint
from typing import Any

from lxml import etree

from index.dates import PublicationDate, read_date
from index.errors import UnreadableArticle
from index.readers.hygiene import one_line
from index.web.addresses import join
from index.web.entries import Entry, EntryContent

_DC = "{http://purl.org/dc/elements/1.1/}"
_TERMS = "{http://purl.org/dc/terms/}"
_ATOM = "{http://www.w3.org/2005/Atom}"
_ENCODED = "{http://purl.org/rss/1.0/modules/content/}encoded"
_REFERENCE = re.compile(rb"&(?:(#\w+|\w+);)?")
_TAG = re.compile(r"</?[a-zA-Z][^<>]*>")
_NAME_BEHIND_ADDRESS = re.compile(r"\S+@\S+\s+\((.+)\)")


def entries_of(data: bytes, address: str, charset: str | None) -> Iterator[Entry]:
    """Yield the entries of the feed at `address`, in its order; `charset` is what its server names.

    An entry without a link has the address of the feed with a fragment of its own when it carries
    its content, and is passed over otherwise. Of a broken feed come the entries that can be made
    out. Raises UnreadableArticle when it is too broken for any.
    """
    root = _root(data, address, charset)
    for element in _entries(root):
        entry = _Element(element)
        content = entry.content()
        link = entry.link(address)
        if link is not None or content is not None:
            yield Entry(
                link or f"{address}#{entry.fragment()}",
                has_page=link is not None,
                title=entry.title(),
                author=entry.author() or _Element(root).author(),
                published=entry.published(),
                content=content,
            )


def _root(data: bytes, address: str, charset: str | None) -> Any:
    data = data.lstrip()
    encoding = _encoding(data, charset)
    reason = ""
    for recover in (False, True):
        try:
            root = etree.fromstring(data, _parser(encoding, recover=recover), base_url=address)
        except etree.XMLSyntaxError as error:
            reason = reason or error.msg
            # Most are broken by "&" in addresses and by HTML's names of letters.
            data = _REFERENCE.sub(_repaired, data)
            continue
        if not recover or (root is not None and next(_entries(root), None) is not None):
            return root
    raise UnreadableArticle(f"{address} is not a valid feed: {reason}.")


def _entries(root: Any) -> Iterator[Any]:
    return iter(root.iter("{*}item", "{*}entry"))


def _parser(encoding: str | None, *, recover: bool) -> Any:
    return etree.XMLParser(
        encoding=encoding,
        recover=recover,
        resolve_entities=False,
        no_network=True,
        load_dtd=False,
        remove_comments=True,
        remove_pis=True,
    )


def _encoding(data: bytes, charset: str | None) -> str | None:
    """UTF-8 where it is that, whatever it claims; else what the server says, else what it says."""
    for encoding in ("utf-8", charset):
        try:
            data.decode(encoding or "")
            etree.XMLParser(encoding=encoding)
        except (LookupError, UnicodeDecodeError):
            continue
        return encoding
    return None


def _repaired(reference: re.Match[bytes]) -> bytes:
    name = (reference[1] or b"").decode("ascii", "replace")
    if name in ("amp", "lt", "gt", "quot", "apos") or name.startswith("#"):
        return reference[0]
    if name in name2codepoint:
        return b"&#%d;" % name2codepoint[name]
    return b"&amp;" + reference[0][1:]


class _Element:
    """One entry, whose own elements are in its namespace or in none."""

    def __init__(self, element: Any) -> None:
        self._element = element
        self._namespace = f"{{{etree.QName(element).namespace or ''}}}"

    def link(self, address: str) -> str | None:
        """The address of the page, else a permanent identifier that is one."""
        for link in self._all("link", f"{_ATOM}link"):
            target = link.get("href") or _text(link)
            if target and link.get("rel", "alternate") == "alternate":
                return _joined(link.base or address, target)
        for identifier in self._all("guid"):
            target = _text(identifier) or ""
            if identifier.get("isPermaLink") != "false" and target.startswith("http"):
                return _joined(address, target)
        return None

    def fragment(self) -> str:
        """A name for the entry within its feed, the same for as long as its own identifier is."""
        names = (_text(element) for element in self._all("guid", "id", "title"))
        name = next((name for name in names if name), None) or _text(self._element) or ""
        return hashlib.sha256(name.encode()).hexdigest()[:16]

    def title(self) -> str | None:
        """The title as text: many write it in HTML, whether they say so or not."""
        for title in self._all("title", f"{_DC}title"):
            text = _text(title) or ""
            if title.get("type", "html") != "text":
                text = unescape(_TAG.sub("", text))
            if line := one_line(text):
                return line
        return None

    def author(self) -> str | None:
        """The names of those who wrote it; an e-mail address is no name."""
        names: dict[str, None] = {}
        for author in self._all("author", f"{_DC}creator", f"{_ATOM}author"):
            person = author.find("{*}name")
            name = one_line(_text(author if person is None else person)) or ""
            if behind := _NAME_BEHIND_ADDRESS.fullmatch(name):
                name = behind[1]
            if name and "@" not in name:
                names[name] = None
        return ", ".join(names) or None

    def published(self) -> PublicationDate | None:
        """The day of publication at the publisher's place; the last change is another thing."""
        dates = self._all(
            "published", "issued", "pubDate", f"{_DC}date", f"{_TERMS}issued", f"{_TERMS}created"
        )
        known = (read_date(_text(element) or "") for element in dates)
        return next((one for one in known if one), None)

    def content(self) -> EntryContent | None:
        """The full content, when it is carried; a summary is not the article."""
        for element in self._all(_ENCODED, f"{_ATOM}content", "content"):
            kind = element.get("type", "text" if self._namespace == _ATOM else "html")
            if kind == "xhtml" and len(element):
                value = etree.tostring(element[0], encoding="unicode", method="html")
            else:
                value = _text(element) or ""
            if not value:
                continue
            if kind in ("text", "text/plain"):
                return EntryContent("text/plain", value.encode())
            if kind in ("html", "xhtml", "text/html", "application/xhtml+xml"):
                page = f"<html><body><article>{value}</article></body></html>"
                return EntryContent("text/html", page.encode())
        return None

    def _all(self, *names: str) -> list[Any]:
        """The child elements of these names, a name after the other."""
        full = [name if name.startswith("{") else self._namespace + name for name in names]
        return [child for name in full for child in self._element.iterchildren(name)]


def _text(element: Any) -> str | None:
    return "".join(element.itertext()).strip() or None


def _joined(base: str, link: str) -> str:
    try:
        return join(base, link)
    except UnreadableArticle:
        return link  # for the page itself to say what is wrong with it
