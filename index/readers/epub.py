"""EPUB: books and issues of magazines, an article for each document of the spine that has text.

Read with zipfile and lxml: EbookLib is under the AGPL, and unpacks all of a book into memory.
"""

import io
import posixpath
import zipfile
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any
from urllib.parse import unquote

from index.article import DateOrigin
from index.dates import PublicationDate, read_date
from index.errors import UnreadableArticle
from index.language import language_code
from index.readers.blocks import parse_html, text_of
from index.readers.decoding import decode_html
from index.readers.draft import Draft, Part
from index.readers.headers import author_name
from index.readers.hygiene import one_line
from index.readers.kinds import Kind
from index.readers.limits import LARGEST_DOCUMENT
from index.readers.office import complete_document
from index.readers.packages import open_package, parse_xml, read_member
from index.readers.parsing import parsing

_NAMES = {
    "c": "urn:oasis:names:tc:opendocument:xmlns:container",
    "opf": "http://www.idpf.org/2007/opf",
    "dc": "http://purl.org/dc/elements/1.1/",
    "enc": "http://www.w3.org/2001/04/xmlenc#",
}
_PAGES = ("application/xhtml+xml", "text/html")
_SHORTEST_CHAPTER = 200
"""Characters below which a document is a cover, a half title or a dedication."""


@dataclass(frozen=True)
class _Book:
    title: str | None
    author: str | None
    publisher: str | None
    language: str | None
    published: PublicationDate | None


def read(book: bytes, name: str) -> Iterator[Part]:
    """Yield the articles of an EPUB called `name`; each one's record is its path in the book.

    The title of an article is its first heading, and then its source is the book.
    Raises UnreadableArticle when the book is broken, encrypted or has no text.
    """
    with open_package(io.BytesIO(book), Kind.EPUB, name, largest=2 * LARGEST_DOCUMENT) as package:
        container = parse_xml(read_member(package, "META-INF/container.xml", name))
        opf_path = container.find(".//c:rootfile", _NAMES).get("full-path")
        opf = parse_xml(read_member(package, opf_path, name))
        encrypted = _encrypted(package, name)
        chapters = list(_spine(opf, posixpath.dirname(opf_path)))
        if encrypted & set(chapters):
            raise UnreadableArticle(f"{name} is encrypted (DRM): only its own reader can open it.")
        facts = _book(opf)
        found = 0
        for path in chapters:
            try:
                with parsing(f"{name}#{path}", "a chapter"):
                    data = read_member(package, path, f"{name}#{path}")
                    draft = _chapter(decode_html(data, f"{name}#{path}"), facts)
            except UnreadableArticle as error:
                yield Part(path, error)
                continue
            if len(draft.text) >= _SHORTEST_CHAPTER or len(chapters) == 1:
                found += 1
                yield Part(path, draft)
        if not found:
            raise UnreadableArticle(f"{name} holds no chapter with text.")


def _encrypted(package: zipfile.ZipFile, name: str) -> set[str]:
    """The paths of what is encrypted; fonts often are, in books that can be read."""
    if "META-INF/encryption.xml" not in package.namelist():
        return set()
    root = parse_xml(read_member(package, "META-INF/encryption.xml", name))
    references = root.iter(f"{{{_NAMES['enc']}}}CipherReference")
    return {unquote(reference.get("URI", "")) for reference in references}


def _spine(opf: Any, folder: str) -> Iterator[str]:
    """The paths of the documents to read, in order; the table of contents is none of them."""
    items = {item.get("id"): item for item in opf.iterfind("opf:manifest/opf:item", _NAMES)}
    for reference in opf.iterfind("opf:spine/opf:itemref", _NAMES):
        item = items.get(reference.get("idref"))
        if item is None or item.get("media-type") not in _PAGES:
            continue
        if "nav" in (item.get("properties") or "").split() or reference.get("linear") == "no":
            continue
        yield posixpath.normpath(posixpath.join(folder, unquote(item.get("href") or "")))


def _book(opf: Any) -> _Book:
    def fact(name: str) -> str | None:
        return one_line(opf.findtext(f"opf:metadata/dc:{name}", None, _NAMES))

    authors = [
        author
        for element in opf.iterfind("opf:metadata/dc:creator", _NAMES)
        if (author := author_name(element.text))
    ]
    return _Book(
        title=fact("title"),
        author=", ".join(authors) or None,
        publisher=fact("publisher"),
        language=language_code(fact("language")),
        published=read_date(fact("date") or ""),
    )


def _chapter(page: str, book: _Book) -> Draft:
    tree = parse_html(page)
    if tree is None:
        return Draft(text="")
    headings = (one_line("".join(element.itertext())) for element in tree.iter("h1", "h2"))
    heading = next((text for text in headings if text), None)
    draft = Draft(
        text=text_of(tree),
        title=heading or book.title,
        published=book.published,
        published_origin=DateOrigin.METADATA if book.published else None,
        author=book.author,
        source=book.title if heading else book.publisher,
        language=book.language,
    )
    return complete_document(draft, written=None)
