"""Word documents: python-docx opens them, their text is read from the tree.

Not with its `paragraphs`, nor with LlamaIndex's reader: both leave out what stands in content
controls and tracked insertions (python-docx issues 155, 340 and 1123), LlamaIndex's tables too.
"""

import io
from collections.abc import Iterator
from typing import Any

from index.errors import UnreadableArticle
from index.language import language_code
from index.readers.draft import Draft
from index.readers.headers import author_name
from index.readers.hygiene import one_line
from index.readers.kinds import Kind
from index.readers.limits import LARGEST_DOCUMENT
from index.readers.office import complete_document
from index.readers.packages import open_package, read_member, refusal_of
from index.readers.parsing import parsing

_WORD = "{http://schemas.openxmlformats.org/wordprocessingml/2006/main}"
_FALLBACK = "{http://schemas.openxmlformats.org/markup-compatibility/2006}Fallback"
_LEFT_OUT = frozenset([f"{_WORD}del", f"{_WORD}moveFrom", _FALLBACK])
"""What was deleted or moved away, and the second copy of what a text box says."""
_CHARACTERS = {f"{_WORD}tab": " ", f"{_WORD}br": "\n", f"{_WORD}cr": "\n"}
_ENDS = {f"{_WORD}tc": " | ", f"{_WORD}tr": "\n", f"{_WORD}tbl": "\n"}
_PYTHON_DOCX = "python-docx"
"""The author in the template of python-docx, which is of 2013: a script set no properties."""


def read(data: bytes, name: str) -> Draft:
    """Return the article in the bytes of a Word document called `name` (for error messages)."""
    import docx

    with open_package(io.BytesIO(data), Kind.DOCX, name, largest=2 * LARGEST_DOCUMENT) as package:
        for member in package.infolist():
            if refusal := refusal_of(member):
                raise UnreadableArticle(f"{name} {refusal}")
        read_member(package, "word/document.xml", name)
    with parsing(name, Kind.DOCX):
        document = docx.Document(io.BytesIO(data))
        facts = document.core_properties
        made_by_script = facts.author == _PYTHON_DOCX
        draft = Draft(
            text="".join(_pieces(document.element.body)),
            title=_styled(document, "Title")
            or one_line(facts.title)
            or _styled(document, "Heading 1"),
            author=None if made_by_script else author_name(facts.author),
            language=language_code(facts.language),
        )
        created = None if made_by_script else facts.created
    return complete_document(draft, written=created.date() if created else None)


def _styled(document: Any, style: str) -> str | None:
    """The first words in a style, by the English name that it has in every language of Word."""
    texts = (
        one_line(paragraph.text)
        for paragraph in document.paragraphs
        if paragraph.style is not None and paragraph.style.name == style
    )
    return next((text for text in texts if text), None)


def _pieces(body: Any) -> Iterator[str]:
    """The words in order: paragraphs with a blank line between, rows of tables on their lines."""
    from lxml import etree

    cells = 0
    walk = etree.iterwalk(body, events=("start", "end"))
    for event, element in walk:
        if event == "start":
            if element.tag in _LEFT_OUT:
                walk.skip_subtree()
            elif element.tag == f"{_WORD}t":
                yield element.text or ""
            cells += element.tag == f"{_WORD}tc"
            yield _CHARACTERS.get(element.tag, "")
        elif element.tag == f"{_WORD}p":
            yield " " if cells else "\n\n"
        else:
            cells -= element.tag == f"{_WORD}tc"
            yield _ENDS.get(element.tag, "")
