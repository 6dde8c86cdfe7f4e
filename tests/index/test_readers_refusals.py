"""Files that cannot be taken in: one sentence each, with the file and the reason."""

import os
from pathlib import Path

import pytest

from index.errors import UnreadableArticle
from index.readers import read_article


def refusal(path: Path) -> str:
    with pytest.raises(UnreadableArticle) as caught:
        read_article(path)
    message = str(caught.value)
    assert str(path) in message
    assert "\n" not in message
    return message


@pytest.mark.parametrize(
    ("name", "data", "reason"),
    [
        ("a.txt", b"", "no text"),
        ("a.txt", b" \n\xef\xbb\xbf\n", "no text"),
        ("a.txt", "Café du port".encode("latin-1"), "not valid UTF-8 (byte 3)"),
        ("a.md", b"# Port\n\xff\n", "not valid UTF-8 (byte 7)"),
        ("a.txt", b"\x89PNG\r\n\x1a\n\x00\x00\x00\rIHDR", "binary"),
        ("a.txt", b"PK\x03\x04\x14\x06\x08" * 20, "as a ZIP archive"),
        ("a.txt", b"\xff\xfea\x00b", "not valid UTF-16"),
        ("a.html", b"", "no HTML page"),
        ("a.html", b"<html><head><title>x</title></head><body></body></html>", "no article text"),
        ("a.html", b"<p>Caf\xe9 du port</p>", "not valid UTF-8"),
        ("a.pdf", b"%PDF-1.7", "as a PDF"),
        ("a.xyz", b"Le port ouvre.", ".htm, .html, .json"),
    ],
)
def test_bad_content(tmp_path: Path, name: str, data: bytes, reason: str) -> None:
    path = tmp_path / name
    path.write_bytes(data)
    assert reason in refusal(path)


def test_missing_file_and_folder(tmp_path: Path) -> None:
    assert "does not exist" in refusal(tmp_path / "none.txt")
    folder = tmp_path / "folder.txt"
    folder.mkdir()
    assert "not a file" in refusal(folder)


def test_file_over_20_megabytes(tmp_path: Path) -> None:
    path = tmp_path / "large.txt"
    with path.open("wb") as file:
        file.truncate(20_000_001)
    assert "20 MB" in refusal(path)


@pytest.mark.skipif(os.name != "posix" or os.geteuid() == 0, reason="root may read every file")
def test_forbidden_file(tmp_path: Path) -> None:
    path = tmp_path / "secret.txt"
    path.write_text("Le port ouvre.", encoding="utf-8")
    path.chmod(0)
    assert "permissions" in refusal(path)


@pytest.mark.parametrize("encoding", ["utf-8-sig", "utf-16"])
def test_byte_order_mark_tells_the_encoding(tmp_path: Path, encoding: str) -> None:
    path = tmp_path / "a.txt"
    path.write_bytes("Le café du port\n\nIl ouvre.".encode(encoding))
    assert read_article(path).text == "Le café du port\n\nIl ouvre."


def test_charset_that_a_page_declares(tmp_path: Path) -> None:
    path = tmp_path / "a.html"
    body = "<p>Порт открылся в пятницу утром, сообщила администрация города.</p>" * 3
    page = f'<html><head><meta charset="windows-1251"></head><body><article>{body}</article></body>'
    path.write_bytes(page.encode("windows-1251"))
    article = read_article(path)
    assert "Порт открылся в пятницу" in article.text
    assert article.language == "ru"
