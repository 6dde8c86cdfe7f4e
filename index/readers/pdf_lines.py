"""A program that prints the lines of the PDF on its standard input: `python -P pdf_lines.py`.

It is a process of its own, for a broken PDF can crash or hang the C++ library that reads it, or
make it take all the memory; then this process ends and the run goes on. It imports nothing of ours,
so that it starts in a tenth of a second.

Prints one JSON object: `problem` ("password", "broken" or "long"), or `facts` (the properties of
the document), `pages` (how many there are) and `lines`, each [page from 0, text, left, right,
baseline, size] with the four measures in points, baselines counted from the bottom of the page.
"""

import json
import sys
from collections.abc import Iterator
from ctypes import byref, c_double
from typing import Any

import pypdfium2
import pypdfium2.raw as pdfium

Line = tuple[int, str, float, float, float, float]

MOST_PAGES = 2_000
MOST_CHARACTERS = 10_000_000
_MOST_MEMORY = 2_000_000_000  # bytes of address space; 435 pages of text took 36 MB and 3 seconds
_MOST_SECONDS = 120  # of the processor, should nobody wait for this process any more
_LINE_ENDS = (0x0A, 0x0D)
_BROKEN_HYPHENS = (0x02, 0xFFFE)  # pdfium's sign for a hyphen and the end of the line behind it
_NOT_CHARACTERS = (0, 0x02, 0xFFFE, 0xFFFF)


def main() -> None:
    """Read the PDF, print its lines."""
    _limit_resources()
    json.dump(_document(sys.stdin.buffer.read()), sys.stdout)


def _document(data: bytes) -> dict[str, Any]:
    try:
        document = pypdfium2.PdfDocument(data)
    except pypdfium2.PdfiumError as error:
        protected = error.err_code in (pdfium.FPDF_ERR_PASSWORD, pdfium.FPDF_ERR_SECURITY)
        return {"problem": "password" if protected else "broken"}
    if len(document) > MOST_PAGES:
        return {"problem": "long"}
    lines: list[Line] = []
    characters = 0
    for number in range(len(document)):
        for line in _lines(document, number):
            characters += len(line[1])
            lines.append(line)
        if characters > MOST_CHARACTERS:
            return {"problem": "long"}
    facts = document.get_metadata_dict(skip_empty=True)
    return {"facts": facts, "pages": len(document), "lines": lines}


def _lines(document: pypdfium2.PdfDocument, number: int) -> Iterator[Line]:
    try:
        page = document[number]
        text = page.get_textpage()
    except pypdfium2.PdfiumError:
        return  # one broken page; the others can be whole
    line: list[tuple[int, int]] = []  # positions in the page, and code points
    for index in range(text.count_chars()):
        code = pdfium.FPDFText_GetUnicode(text, index)
        if code not in _LINE_ENDS:
            line.append((index, code))
        if code in _LINE_ENDS or code in _BROKEN_HYPHENS:
            yield from _line(text, number, line)
            line = []
    yield from _line(text, number, line)
    text.close()
    page.close()


def _line(text: pypdfium2.PdfTextPage, number: int, codes: list[tuple[int, int]]) -> Iterator[Line]:
    hyphenated = any(code in _BROKEN_HYPHENS for _, code in codes[-1:])
    words = "".join(chr(code) for _, code in codes if code not in _NOT_CHARACTERS)
    visible = [index for index, code in codes if code > 0x20 and code not in _NOT_CHARACTERS]
    if not visible:
        return
    left, baseline, right = c_double(), c_double(), c_double()
    ignored = [c_double() for _ in range(3)]
    pdfium.FPDFText_GetCharOrigin(text, visible[0], byref(left), byref(baseline))
    pdfium.FPDFText_GetCharBox(
        text, visible[-1], byref(ignored[0]), byref(right), byref(ignored[1]), byref(ignored[2])
    )
    size = pdfium.FPDFText_GetFontSize(text, visible[0])
    yield (
        number,
        words.encode("utf-16", "surrogatepass").decode("utf-16", "ignore")
        + ("\u00ad" if hyphenated else ""),
        round(left.value, 1),
        round(right.value, 1),
        round(baseline.value, 1),
        round(size, 1),
    )


def _limit_resources() -> None:
    try:
        import resource
    except ImportError:  # Windows has no such limits; the time is limited from outside
        return
    resource.setrlimit(resource.RLIMIT_AS, (_MOST_MEMORY, _MOST_MEMORY))
    resource.setrlimit(resource.RLIMIT_CPU, (_MOST_SECONDS, _MOST_SECONDS))


if __name__ == "__main__":
    main()
