"""OpenDocument texts: the two XML files that hold the words and the facts, read with lxml.

odfpy, which LlamaIndex uses too, has had no release since 2020 and resolves XML entities.
"""

import io
from collections.abc import Iterator
from typing import Any

from index.dates import read_date
from index.errors import UnreadableArticle
from index.language import language_code
from index.readers.draft import Draft
from index.readers.headers import author_name
from index.readers.hygiene import one_line
from index.readers.kinds import Kind
from index.readers.limits import LARGEST_DOCUMENT
from index.readers.office import complete_document
from index.readers.packages import open_package, parse_xml, read_member

_NAMES = {
    "dc": "http://purl.org/dc/elements/1.1/",
    "manifest": "urn:oasis:names:tc:opendocument:xmlns:manifest:1.0",
    "meta": "urn:oasis:names:tc:opendocument:xmlns:meta:1.0",
    "office": "urn:oasis:names:tc:opendocument:xmlns:office:1.0",
    "text": "urn:oasis:names:tc:opendocument:xmlns:text:1.0",
    "table": "urn:oasis:names:tc:opendocument:xmlns:table:1.0",
}
_TEXT = f"{{{_NAMES['text']}}}"
_TABLE = f"{{{_NAMES['table']}}}"
_PARAGRAPHS = (f"{_TEXT}p", f"{_TEXT}h")
_CELL = f"{_TABLE}table-cell"
_LEFT_OUT = frozenset(
    [f"{_TEXT}tracked-changes", f"{_TEXT}note", f"{{{_NAMES['office']}}}annotation"]
)
"""What was deleted, footnotes inside a sentence, comments of an editor."""
_CHARACTERS = {f"{_TEXT}tab": " ", f"{_TEXT}line-break": "\n", f"{_TEXT}s": " "}
_ENDS = {_CELL: " | ", f"{_TABLE}table-row": "\n", f"{_TABLE}table": "\n"}


def read(data: bytes, name: str) -> Draft:
    """Return the article in the bytes of an ODT file called `name` (for error messages)."""
    with open_package(io.BytesIO(data), Kind.ODT, name, largest=2 * LARGEST_DOCUMENT) as package:
        if b"encryption-data" in read_member(package, "META-INF/manifest.xml", name):
            raise UnreadableArticle(f"{name} is encrypted: save it again without a password.")
        content = parse_xml(read_member(package, "content.xml", name))
        facts = None
        if "meta.xml" in package.namelist():
            facts = parse_xml(read_member(package, "meta.xml", name))
        body = content.find("office:body/office:text", _NAMES)
        heading = content.find(".//text:h[@text:outline-level='1']", _NAMES)
        title = None if heading is None else "".join(heading.itertext())
        draft = Draft(
            text="".join(_pieces(body)),
            title=_fact(facts, "dc:title") or one_line(title),
            author=author_name(_fact(facts, "meta:initial-creator") or _fact(facts, "dc:creator")),
            language=language_code(_fact(facts, "dc:language")),
        )
        written = read_date(_fact(facts, "meta:creation-date") or "")
    return complete_document(draft, written=written.day if written else None)


def _fact(facts: Any, path: str) -> str | None:
    return None if facts is None else one_line(facts.findtext(f".//{path}", None, _NAMES))


def _pieces(body: Any) -> Iterator[str]:
    """The words in order: paragraphs with a blank line between, rows of tables on their lines."""
    from lxml import etree

    inside = cells = 0  # white space outside of paragraphs is the layout of the file
    walk = etree.iterwalk(body, events=("start", "end"))
    for event, element in walk:
        if event == "start":
            if element.tag in _LEFT_OUT:
                walk.skip_subtree()
                continue
            inside += element.tag in _PARAGRAPHS
            cells += element.tag == _CELL
            yield _CHARACTERS.get(element.tag, "")
            yield (element.text or "") if inside else ""
            continue
        inside -= element.tag in _PARAGRAPHS
        cells -= element.tag == _CELL
        if element.tag in _PARAGRAPHS:
            yield " " if cells else "\n\n"
        yield _ENDS.get(element.tag, "")
        yield (element.tail or "") if inside and element is not body else ""
