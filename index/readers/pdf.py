"""PDF: pdfium, the reader of Chrome, gives the lines, pdf_layout.py makes paragraphs of them.

pdfium and not pypdf, which LlamaIndex uses: it tells where the lines stand, and is tested against
hostile files every day. Both took 3 seconds for a book of 435 pages.
"""

import json
import re
import subprocess
import sys
from datetime import date
from pathlib import Path
from typing import Any

from index.dates import read_date
from index.errors import UnreadableArticle
from index.readers.draft import Draft
from index.readers.headers import author_name
from index.readers.hygiene import one_line
from index.readers.kinds import Kind
from index.readers.office import complete_document
from index.readers.parsing import parsing
from index.readers.pdf_layout import Line, paragraphs, title_of, without_margins

_PROGRAM = Path(__file__).with_name("pdf_lines.py")
_SECONDS = 60
_PROBLEMS = {
    "password": "is encrypted: save it again without a password.",
    "broken": "cannot be read as a PDF: it is broken or cut short.",
    "long": "is longer than 2,000 pages or 10 million characters: split it.",
}
_SHORTEST_TEXT = 20
"""Letters a page on average below which a PDF is a scan: stamps and numbers have fewer."""
_NO_TITLE = re.compile(
    r"[\W_]*(?:untitled|anonymous|unspecified|document\d*|microsoft (?:word|powerpoint) - .*|"
    r"\S+\.(?:docx?|indd|odt|pdf|pub|qxd|rtf|tex|txt))[\W_]*",
    re.IGNORECASE,
)
_CREATED = re.compile(r"D:(\d{4})(\d\d)(\d\d)")


def read(data: bytes, name: str) -> Draft:
    """Return the article in the bytes of a PDF called `name` (for error messages).

    Raises UnreadableArticle when it is broken, encrypted or made of pictures.
    """
    found = _run(data, name)
    if problem := found.get("problem"):
        raise UnreadableArticle(f"{name} {_PROBLEMS[problem]}")
    lines = [Line(*values) for values in found["lines"]]
    letters = sum(character.isalpha() for line in lines for character in line.text)
    if letters < _SHORTEST_TEXT * min(found["pages"], 5):
        raise UnreadableArticle(
            f"{name} holds pictures and no text: run a text recognition (OCR) over it first."
        )
    facts = {key: None if _NO_TITLE.fullmatch(text) else text for key, text in _facts(found)}
    lines = without_margins(lines)
    draft = Draft(
        text="\n\n".join(paragraphs(lines)),
        title=one_line(facts.get("Title") or title_of(lines)),
        author=author_name(facts.get("Author")),
    )
    return complete_document(draft, written=_day(facts.get("CreationDate")))


def _facts(found: dict[str, Any]) -> list[tuple[str, str]]:
    return [(key, text.strip()) for key, text in found["facts"].items()]


def _run(data: bytes, name: str) -> dict[str, Any]:
    """What the program says, with the time that it may take."""
    command = [sys.executable, "-P", str(_PROGRAM)]
    try:
        done = subprocess.run(command, input=data, capture_output=True, timeout=_SECONDS)  # noqa: S603
    except subprocess.TimeoutExpired as error:
        raise UnreadableArticle(
            f"{name} takes more than {_SECONDS} seconds to read: save it again or split it."
        ) from error
    with parsing(name, Kind.PDF):
        # A process that was killed printed nothing, which is no JSON.
        found: dict[str, Any] = json.loads(done.stdout)
    return found


def _day(stated: str | None) -> date | None:
    found = _CREATED.match(stated or "")
    known = read_date("-".join(found.groups())) if found else None
    return known.day if known else None
