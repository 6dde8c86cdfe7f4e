"""Word documents, made by python-docx, and OpenDocument texts, made by odfdo."""

import io
import zipfile
from datetime import UTC, date, datetime
from pathlib import Path

import docx
import odfdo
import pytest
from docx.oxml import parse_xml
from docx.oxml.ns import nsdecls

from index.errors import UnreadableArticle
from tests.index.readers.reading import (
    FIRST,
    SECOND,
    TITLE,
    article,
    read_bytes,
    refusal_of_bytes,
)

LAUGHS = "".join(
    f'<!ENTITY {name} "{f"&{of};" * 10}">' for of, name in zip("abcdefgh", "bcdefghi", strict=True)
)
BOMB = (
    f'<?xml version="1.0"?><!DOCTYPE x [<!ENTITY a "lol">{LAUGHS}'
    '<!ENTITY secret SYSTEM "file:///etc/passwd">]>'
)


def word(**facts: object) -> bytes:
    document = docx.Document()
    for name, value in facts.items():
        setattr(document.core_properties, name, value)
    document.add_heading(TITLE, 0)
    document.add_paragraph(FIRST)
    table = document.add_table(2, 2)
    for cell, text in zip(table._cells, ("Ligne", "Minutes", "Rouge", "12"), strict=True):
        cell.text = text
    paragraph = document.add_paragraph("La région ")
    for xml in (
        "<w:del {}><w:r><w:delText>jamais</w:delText></w:r></w:del>",
        '<w:ins {}><w:r><w:t xml:space="preserve">a payé </w:t></w:r></w:ins>',
        "<w:sdt {}><w:sdtContent><w:r><w:t>41 millions.</w:t></w:r></w:sdtContent></w:sdt>",
    ):
        paragraph._p.append(parse_xml(xml.format(nsdecls("w"))))
    return saved(document)


def saved(document: "docx.document.Document | odfdo.Document") -> bytes:
    data = io.BytesIO()
    document.save(data)
    return data.getvalue()


def open_document() -> bytes:
    document = odfdo.Document("text")
    document.meta.title = TITLE
    document.meta.initial_creator = "Ana Ruiz"
    document.meta.creation_date = datetime(2024, 3, 3, 12, tzinfo=UTC)
    document.meta.language = "fr-FR"
    body = document.body
    body.clear()
    body.append(odfdo.Header(1, TITLE))
    body.append(odfdo.Paragraph(FIRST))
    table = odfdo.Table("Lignes", width=2, height=1)
    table.set_values([["Rouge", "12"]])
    body.append(table)
    noted = odfdo.Paragraph(SECOND)
    noted.insert_note(after="millions", note_id="1", citation="1", body="Selon le port.")
    body.append(noted)
    return saved(document)


def with_member(data: bytes, name: str, content: bytes) -> bytes:
    """The ZIP file `data` with the content of one member replaced."""
    changed = io.BytesIO()
    with zipfile.ZipFile(io.BytesIO(data)) as old, zipfile.ZipFile(changed, "w", 8) as new:
        for member in old.namelist():
            new.writestr(member, content if member == name else old.read(member))
    return changed.getvalue()


def test_a_word_document(tmp_path: Path) -> None:
    created = datetime(2024, 3, 3, tzinfo=UTC)
    data = word(author="Ana Ruiz", created=created, title="Modèle vide", language="en-US")
    found = article(read_bytes(tmp_path, "a.docx", data))
    assert (found.title, found.author, found.language) == (TITLE, "Ana Ruiz", "fr")
    assert (found.published, found.published_origin) == (date(2024, 3, 3), "metadata")
    assert found.text == (
        f"{TITLE}\n\n{FIRST}\n\nLigne  | Minutes  |\nRouge  | 12  |\n\n"
        "La région a payé 41 millions."
    )


def test_a_script_that_says_nothing_dates_and_signs_nothing(tmp_path: Path) -> None:
    found = article(read_bytes(tmp_path, "a.docx", word()))
    assert (found.author, found.published) == (None, None)


def test_an_open_document(tmp_path: Path) -> None:
    found = article(read_bytes(tmp_path, "a.odt", open_document()))
    assert (found.title, found.author, found.language) == (TITLE, "Ana Ruiz", "fr")
    assert (found.published, found.published_origin) == (date(2024, 3, 3), "metadata")
    assert found.text == f"{TITLE}\n\n{FIRST}\n\nRouge  | 12  |\n\n{SECOND}"


def test_the_content_decides_and_not_the_name(tmp_path: Path) -> None:
    assert article(read_bytes(tmp_path, "a.docx", open_document())).title == TITLE
    assert article(read_bytes(tmp_path, "b.zip", word())).title == TITLE


@pytest.mark.parametrize("entity", ["&i;", "&secret;"])
def test_declared_characters_of_xml_are_not_resolved(tmp_path: Path, entity: str) -> None:
    paragraph = f"<w:p><w:r><w:t>Le port {entity}</w:t></w:r></w:p>"
    content = f"{BOMB}<w:document {nsdecls('w')}><w:body>{paragraph}</w:body></w:document>"
    data = with_member(word(), "word/document.xml", content.encode())
    harmless(tmp_path, "a.docx", data)
    names = 'xmlns:office="urn:oasis:names:tc:opendocument:xmlns:office:1.0" '
    names += 'xmlns:text="urn:oasis:names:tc:opendocument:xmlns:text:1.0"'
    content = (
        f"{BOMB}<office:document-content {names}><office:body><office:text><text:p>Le port {entity}"
        "</text:p></office:text></office:body></office:document-content>"
    )
    harmless(tmp_path, "a.odt", with_member(open_document(), "content.xml", content.encode()))


def harmless(folder: Path, name: str, data: bytes) -> None:
    """What is read of the bytes, if anything, is short and holds nothing of this machine."""
    try:
        text = article(read_bytes(folder, name, data)).text
    except UnreadableArticle as error:
        text = str(error).removeprefix(str(folder))
    assert len(text) < 150
    assert "root" not in text


@pytest.mark.parametrize("name", ["a.docx", "a.odt"])
def test_broken_and_encrypted_documents_are_refused(tmp_path: Path, name: str) -> None:
    data = word() if name == "a.docx" else open_document()
    refusal_of_bytes(tmp_path, name, data[: len(data) // 2])
    refusal_of_bytes(tmp_path, name, b"PK\x03\x04" + b"x" * 100)
    compound = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + b"\0" * 500
    assert "encrypted" in refusal_of_bytes(tmp_path, name, compound)


def test_an_open_document_with_a_password_is_refused(tmp_path: Path) -> None:
    manifest = b"<manifest:manifest><manifest:encryption-data/></manifest:manifest>"
    data = with_member(open_document(), "META-INF/manifest.xml", manifest)
    assert "password" in refusal_of_bytes(tmp_path, "a.odt", data)


def test_a_bomb_in_a_document_is_refused(tmp_path: Path) -> None:
    data = with_member(word(), "word/document.xml", b" " * 15_000_000)
    assert "bomb" in refusal_of_bytes(tmp_path, "a.docx", data)


def test_deep_nesting_is_refused(tmp_path: Path) -> None:
    deep = b"<x>" * 100_000 + b"</x>" * 100_000
    assert "broken" in refusal_of_bytes(
        tmp_path, "a.odt", with_member(open_document(), "content.xml", deep)
    )
