"""PDF files, made by reportlab: paragraphs, facts, and what is refused."""

import io
from datetime import date
from pathlib import Path

import pytest
from reportlab.lib.pagesizes import A5
from reportlab.lib.pdfencrypt import StandardEncryption
from reportlab.lib.styles import getSampleStyleSheet
from reportlab.pdfgen.canvas import Canvas
from reportlab.platypus import Paragraph, SimpleDocTemplate

from index.readers import pdf
from tests.index.readers.reading import (
    FIRST,
    SECOND,
    TITLE,
    article,
    read_bytes,
    refusal,
    refusal_of_bytes,
)


def printed(*paragraphs: str, encrypt: StandardEncryption | None = None, **facts: str) -> bytes:
    """A PDF with a header and a number on each of its pages."""

    def margins(canvas: Canvas, _document: object) -> None:
        canvas.drawString(50, 560, "Le Courrier du Ponant")
        canvas.drawCentredString(200, 20, f"- {canvas.getPageNumber()} -")

    styles = getSampleStyleSheet()
    story = [Paragraph(TITLE, styles["Title"])]
    story += [Paragraph(text, styles["BodyText"]) for text in paragraphs]
    data = io.BytesIO()
    document = SimpleDocTemplate(data, pagesize=A5, encrypt=encrypt, **facts)
    document.build(story, onFirstPage=margins, onLaterPages=margins)
    return data.getvalue()


def drawn(*lines: str) -> bytes:
    """A PDF of one page with these lines below each other."""
    data = io.BytesIO()
    canvas = Canvas(data, pagesize=A5)
    for number, line in enumerate(lines):
        canvas.drawString(50, 500 - 14 * number, line)
    canvas.save()
    return data.getvalue()


def test_lines_and_pages_become_paragraphs(tmp_path: Path) -> None:
    quays = ["nord", "sud", "est", "ouest", "rouge", "bleu", "vert", "jaune"]
    long = [
        " ".join(f"Au quai {quay} {ship}, il pleut sur les habitants." for ship in quays)
        for quay in quays
    ]
    found = article(read_bytes(tmp_path, "a.pdf", printed(*long)))
    assert found.title == TITLE
    assert found.text.split("\n\n") == [TITLE, *long]
    assert found.language == "fr"


def test_facts_of_the_file(tmp_path: Path) -> None:
    data = printed(FIRST, SECOND, title="Deux ferries", author="Par Ana Ruiz")
    found = article(read_bytes(tmp_path, "a.pdf", data))
    assert (found.title, found.author) == ("Deux ferries", "Ana Ruiz")
    assert found.published is not None
    assert abs((found.published - date.today()).days) <= 1
    assert found.published_origin == "metadata"


def test_the_date_in_the_text_goes_before_that_of_the_file(tmp_path: Path) -> None:
    found = article(read_bytes(tmp_path, "a.pdf", printed("Publié le 3 mars 2024", FIRST, SECOND)))
    assert (found.published, found.published_origin) == (date(2024, 3, 3), "text")


def test_the_name_of_the_program_is_no_title(tmp_path: Path) -> None:
    data = printed(FIRST, title="Microsoft Word - port.docx")
    assert article(read_bytes(tmp_path, "a.pdf", data)).title == TITLE


def test_words_parted_at_the_end_of_a_line_are_mended(tmp_path: Path) -> None:
    data = drawn(
        "Le premier départ régulier du nouveau ferry élec-",
        "trique aura lieu en juin. Il fera peut-être beau.",
        "Il fera même très beau ce jour-là, oui, et peut-",
        "être encore plus beau le lendemain de la fête.",
    )
    text = article(read_bytes(tmp_path, "a.pdf", data)).text
    assert "ferry électrique aura" in text
    assert "et peut-être encore" in text


def test_an_encrypted_file_is_refused(tmp_path: Path) -> None:
    data = printed(FIRST, encrypt=StandardEncryption("secret"))
    assert "is encrypted" in refusal_of_bytes(tmp_path, "a.pdf", data)


def test_pictures_without_text_are_refused(tmp_path: Path) -> None:
    data = io.BytesIO()
    canvas = Canvas(data)
    canvas.rect(50, 50, 300, 300, fill=1)
    canvas.save()
    assert "text recognition" in refusal_of_bytes(tmp_path, "a.pdf", data.getvalue())


def test_a_file_of_100_megabytes_is_refused_by_its_size(tmp_path: Path) -> None:
    path = tmp_path / "a.pdf"
    with path.open("wb") as file:
        file.write(b"%PDF-1.7")
        file.truncate(100_000_000)
    assert "80 MB" in refusal(path)


def test_a_file_of_very_many_pages_is_refused(tmp_path: Path) -> None:
    data = io.BytesIO()
    canvas = Canvas(data)
    for _ in range(2001):
        canvas.showPage()
    canvas.save()
    assert "2,000 pages" in refusal_of_bytes(tmp_path, "a.pdf", data.getvalue())


@pytest.mark.parametrize("share", [0.02, 0.3])
def test_a_file_that_is_cut_short_is_refused(tmp_path: Path, share: float) -> None:
    data = printed(FIRST)
    refusal_of_bytes(tmp_path, "a.pdf", data[: int(len(data) * share)])


def test_a_reader_that_hangs_or_dies_is_given_up(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    program = tmp_path / "program.py"
    monkeypatch.setattr(pdf, "_PROGRAM", program)
    program.write_text("import os; os.abort()")
    assert "cannot be read as a PDF" in refusal_of_bytes(tmp_path, "a.pdf", drawn(FIRST))
    program.write_text("import time; time.sleep(60)")
    monkeypatch.setattr(pdf, "_SECONDS", 1)
    assert "more than 1 seconds" in refusal_of_bytes(tmp_path, "a.pdf", drawn(FIRST))


def test_a_pdf_under_another_name_is_read_as_what_it_is(tmp_path: Path) -> None:
    assert article(read_bytes(tmp_path, "a.txt", printed(FIRST))).title == TITLE
    assert article(read_bytes(tmp_path, "a", printed(FIRST))).title == TITLE


def test_text_under_the_name_of_a_pdf_is_refused(tmp_path: Path) -> None:
    assert "as a PDF" in refusal_of_bytes(tmp_path, "a.pdf", FIRST.encode())
