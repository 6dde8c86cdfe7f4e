"""Mails and mailboxes, made by the standard library's email and mailbox."""

import mailbox
from datetime import date
from email.message import EmailMessage
from pathlib import Path

import pytest

from index.article import Article
from index.document import Skipped
from index.readers import mail
from tests.index.readers.reading import (
    FIRST,
    SECOND,
    TITLE,
    article,
    read,
    read_bytes,
    refusal_of_bytes,
)

PAGE = f"<html><body><h1>{TITLE}</h1><p>{FIRST}</p><p>{SECOND}</p></body></html>"


def letter(number: int = 1, *, page: str | None = PAGE, **headers: str) -> EmailMessage:
    """A newsletter with a plain and an HTML part and a picture."""
    message = EmailMessage()
    message["Subject"] = f"{TITLE} n° {number}"
    message["From"] = "Le Courrier du Ponant <lettre@courrier.example>"
    message["Date"] = "Sun, 03 Mar 2024 07:30:00 +0100"
    message["Message-ID"] = f"<letter-{number}@courrier.example>"
    for name, value in headers.items():
        message[name.replace("_", "-")] = value
    message.set_content(f"{FIRST}\n\n{SECOND}\n")
    if page:
        message.add_alternative(page, subtype="html")
        message.add_attachment(b"GIF89a", maintype="image", subtype="gif", filename="logo.gif")
    return message


@pytest.mark.parametrize("page", [PAGE, None])
def test_a_newsletter(tmp_path: Path, page: str | None) -> None:
    message = letter(page=page, List_Unsubscribe="<https://courrier.example/stop>")
    found = article(read_bytes(tmp_path, "a.eml", message.as_bytes()))
    assert found.title == f"{TITLE} n° 1"
    assert (found.published, found.published_origin) == (date(2024, 3, 3), "metadata")
    assert (found.source, found.author, found.language) == ("Le Courrier du Ponant", None, "fr")
    assert found.text.endswith(f"{FIRST}\n\n{SECOND}")
    assert found.address == str(tmp_path / "a.eml")


def test_a_person_is_an_author_and_a_list_a_source(tmp_path: Path) -> None:
    message = letter(List_Id='"Ports du monde" <ports.example>')
    message.replace_header("From", "Ana Ruiz <ana@port.example>")
    found = article(read_bytes(tmp_path, "a.eml", message.as_bytes()))
    assert (found.author, found.source) == ("Ana Ruiz", "Ports du monde")


def test_a_mailbox_holds_an_article_for_each_mail(tmp_path: Path) -> None:
    path = tmp_path / "a.mbox"
    box = mailbox.mbox(str(path))
    for number in (1, 2):
        box.add(letter(number, page=None))
    quoting = letter(3, page=None)
    quoting.set_content(f"{FIRST}\n\nFrom here on it rains, he said, and so it did.\n")
    box.add(quoting)
    box.close()
    found = read(path)
    assert [one.address for one in found] == [
        f"{path}#letter-{number}@courrier.example" for number in (1, 2, 3)
    ]
    last = found[-1]
    assert isinstance(last, Article)
    assert last.text.endswith("From here on it rains, he said, and so it did.")


def test_a_mail_that_is_too_large_or_empty_costs_itself_only(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(mail, "LARGEST_MAIL", 10_000)
    path = tmp_path / "a.mbox"
    box = mailbox.mbox(str(path))
    large, empty = letter(1, page=None), letter(2, page=None)
    large.set_content("The port opens. \n" * 2000)
    empty.set_content("\n")
    for message in (large, empty, letter(3, page=None)):
        box.add(message)
    box.close()
    first, second, third = read(path)
    assert isinstance(first, Skipped)
    assert isinstance(second, Skipped)
    assert "more than" in first.reason
    assert "without text" in second.reason
    assert isinstance(third, Article)


@pytest.mark.parametrize("charset", ["utf-8", "x-unknown", "us-ascii"])
def test_a_wrong_charset_is_read_as_well_as_can_be(tmp_path: Path, charset: str) -> None:
    head = f"Subject: Port\nContent-Type: text/plain; charset={charset}\n\n"
    data = head.encode() + FIRST.encode("cp1252")
    assert article(read_bytes(tmp_path, "a.eml", data)).text == FIRST


@pytest.mark.parametrize(
    "data",
    [
        b"",
        b"\0" * 1000,
        b"Subject: a\nFrom: =?utf-8?q?" + b"(" * 2000 + b"\n\n",
        b"".join(
            b"Content-Type: multipart/mixed; boundary=b%d\n\n--b%d\n" % (depth, depth)
            for depth in range(2000)
        ),
    ],
)
def test_a_hostile_mail_is_refused_in_a_sentence(tmp_path: Path, data: bytes) -> None:
    refusal_of_bytes(tmp_path, "a.eml", data)
