"""Mails, such as newsletters: one in an .eml file, many in an .mbox file."""

import io
import re
from collections.abc import Iterator
from email import policy
from email.message import EmailMessage
from email.parser import BytesParser
from email.utils import parseaddr

from index.article import DateOrigin, DatePrecision
from index.dates import PublicationDate
from index.errors import UnreadableArticle
from index.language import detect_language, language_code
from index.readers import html
from index.readers.blocks import parse_html, text_of
from index.readers.completion import complete
from index.readers.draft import Draft, Part
from index.readers.headers import author_name, web_address
from index.readers.hygiene import one_line
from index.readers.kinds import Kind
from index.readers.limits import LARGEST_MAIL
from index.readers.parsing import parsing

_QUOTED_FROM = re.compile(rb"^>(>*From )", re.MULTILINE)
_LONGEST_ID = 200


def read(data: bytes, name: str) -> Draft:
    """Return the article in the bytes of a mail called `name` (for error messages).

    Attachments are left alone; nothing that the mail refers to is fetched.
    """
    with parsing(name, Kind.MAIL):
        draft = _draft(_message(data), name)
    if not draft.text:
        raise UnreadableArticle(f"{name} is a mail without text.")
    return draft


def read_mailbox(stream: io.BufferedReader, name: str) -> Iterator[Part]:
    """Yield the article of each mail in a mailbox file called `name`, in flat memory.

    The mailbox module is not used: it opens the file for writing, needs a file of its own, and
    takes mails of any size.
    """
    number = 0
    for data in _mails(stream):
        number += 1
        if data is None:
            problem = f"{name}#{number} is a mail of more than {LARGEST_MAIL // 10**6} MB."
            yield Part(str(number), UnreadableArticle(problem))
            continue
        record = str(number)
        try:
            with parsing(f"{name}#{number}", Kind.MAIL):
                message = _message(data)
                record = (one_line(message["Message-ID"]) or "").strip("<>")[:_LONGEST_ID] or record
                draft = _draft(message, f"{name}#{record}")
        except UnreadableArticle as error:
            yield Part(record, error)
            continue
        if draft.text:
            yield Part(record, draft)
        else:
            yield Part(record, UnreadableArticle(f"{name}#{record} is a mail without text."))


def _mails(stream: io.BufferedReader) -> Iterator[bytes | None]:
    """The mails, each below its line "From …"; None for one that is too large."""
    lines: list[bytes] | None = None
    size = 0
    blank = True
    while line := stream.readline(LARGEST_MAIL):
        if blank and line.startswith(b"From "):
            if lines is not None:
                yield _joined(lines, size)
            lines, size = [], 0
        elif lines is not None:
            size += len(line)
            if size <= LARGEST_MAIL:
                lines.append(line)
            else:
                lines.clear()
        blank = not line.strip()
    if lines is not None:
        yield _joined(lines, size)


def _joined(lines: list[bytes], size: int) -> bytes | None:
    return _QUOTED_FROM.sub(rb"\1", b"".join(lines)) if size <= LARGEST_MAIL else None


def _message(data: bytes) -> EmailMessage:
    return BytesParser(policy=policy.default).parsebytes(data)


def _draft(message: EmailMessage, name: str) -> Draft:
    text, page = _body(message, name)
    sender = author_name(parseaddr(str(message["From"] or ""))[0])
    source = one_line(parseaddr(str(message["List-Id"] or ""))[0])
    source = source or one_line(message["Organization"])
    if source is None and message["List-Unsubscribe"]:
        # A newsletter is sent in the name of who publishes it.
        source = sender
    stated = language_code(one_line(message["Content-Language"]))
    published = _published(message)
    draft = Draft(
        text=text,
        title=one_line(message["Subject"]),
        published=published,
        published_origin=DateOrigin.METADATA if published else None,
        author=sender if sender != source else None,
        source=source,
        url=web_address((one_line(message["Archived-At"]) or "").strip("<>")) or page,
        language=detect_language(text, stated=stated),
    )
    return complete(draft, title_in_text=False)


def _published(message: EmailMessage) -> PublicationDate | None:
    stated = message["Date"]
    sent = getattr(stated, "datetime", None)
    return PublicationDate(sent.date(), DatePrecision.DAY) if sent else None


def _body(message: EmailMessage, name: str) -> tuple[str, str | None]:
    """The text of the mail, and the address of the page that it says to be a copy of."""
    formatted = message.get_body(("html",))
    if formatted is not None:
        page = _content(formatted)
        try:
            article = html.read(page.encode("utf-8", "replace"), name)
        except UnreadableArticle:
            pass
        else:
            return article.text, article.url
    plain = message.get_body(("plain",))
    if plain is not None:
        return _content(plain), None
    if formatted is None:
        return "", None
    # What is too short to be told from the page around it, and there is nothing else.
    tree = parse_html(_content(formatted))
    return ("" if tree is None else text_of(tree)), None


def _content(part: EmailMessage) -> str:
    """The text of a part; where its encoding is a wrong or unknown one, as much as can be read."""
    data = part.get_payload(decode=True)
    if not isinstance(data, bytes):
        return ""
    charset = part.get_content_charset("utf-8")
    try:
        return data.decode(charset)
    except (LookupError, UnicodeDecodeError):
        pass
    # Mails often claim ASCII or UTF-8 for what a Windows program wrote.
    try:
        return data.decode("utf-8")
    except UnicodeDecodeError:
        return data.decode("cp1252", "replace")
