"""Books, made by EbookLib: an article for each chapter."""

import io
import zipfile
from datetime import date
from pathlib import Path

from ebooklib import epub

from tests.index.readers.reading import FIRST, SECOND, TITLE, articles, read_bytes, refusal_of_bytes


def book(*chapters: str) -> bytes:
    made = epub.EpubBook()
    made.set_identifier("k-1")
    made.set_title("Les ports du Ponant")
    made.set_language("fr")
    made.add_author("Ana Ruiz")
    made.add_metadata("DC", "publisher", "Éditions du Quai")
    made.add_metadata("DC", "date", "2024-03-03")
    pages = []
    for number, text in enumerate(chapters):
        page = epub.EpubHtml(title=f"c{number}", file_name=f"c {number}.xhtml", lang="fr")
        page.content = text
        made.add_item(page)
        pages.append(page)
    made.toc = pages
    made.add_item(epub.EpubNcx())
    made.add_item(epub.EpubNav())
    made.spine = ["nav", *pages]
    data = io.BytesIO()
    epub.write_epub(data, made)
    return data.getvalue()


CHAPTER = f"<h1>{TITLE}</h1><p>{FIRST}</p><p>{SECOND}&nbsp;!</p>"


def test_each_chapter_is_an_article(tmp_path: Path) -> None:
    data = book("<p>Pour Anne</p>", CHAPTER, f"<p>{FIRST} {SECOND}</p>")
    first, second = articles(read_bytes(tmp_path, "a.epub", data))
    assert first.address == f"{tmp_path / 'a.epub'}#EPUB/c 1.xhtml"
    assert first.text == f"{TITLE}\n\n{FIRST}\n\n{SECOND}\u00a0!"
    assert (first.title, first.source) == (TITLE, "Les ports du Ponant")
    assert (second.title, second.source) == ("Les ports du Ponant", "Éditions du Quai")
    assert (first.author, first.language) == ("Ana Ruiz", "fr")
    assert (first.published, first.published_origin) == (date(2024, 3, 3), "metadata")


def test_a_book_without_text_or_cut_short_is_refused(tmp_path: Path) -> None:
    message = refusal_of_bytes(tmp_path, "a.epub", book("<p>Un</p>", "<p>Deux</p>"))
    assert "no chapter with text" in message
    data = book(CHAPTER)
    refusal_of_bytes(tmp_path, "b.epub", data[: len(data) // 2])


def test_a_protected_book_is_refused(tmp_path: Path) -> None:
    data = io.BytesIO(book(CHAPTER))
    reference = '<x xmlns="http://www.w3.org/2001/04/xmlenc#"><CipherReference URI="%s"/></x>'
    with zipfile.ZipFile(data, "a") as package:
        package.writestr("META-INF/encryption.xml", reference % "EPUB/c%200.xhtml")
    assert "DRM" in refusal_of_bytes(tmp_path, "a.epub", data.getvalue())


def test_declared_characters_of_a_chapter_are_not_resolved(tmp_path: Path) -> None:
    declared = '<!DOCTYPE html [<!ENTITY secret SYSTEM "file:///etc/passwd">]>'
    changed = io.BytesIO()
    with zipfile.ZipFile(io.BytesIO(book(CHAPTER))) as old, zipfile.ZipFile(changed, "w") as new:
        for member in old.namelist():
            page = f"{declared}<html><body><p>{FIRST} {SECOND} &secret;</p></body></html>"
            new.writestr(member, page if "c 0" in member else old.read(member))
    (found,) = articles(read_bytes(tmp_path, "a.epub", changed.getvalue()))
    assert "root:" not in found.text
    assert FIRST in found.text
