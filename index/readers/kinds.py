"""Which kind a file is: its content decides where content can tell, its name otherwise."""

import codecs
import re
import zipfile
from enum import StrEnum
from pathlib import PurePosixPath
from typing import BinaryIO

from index.readers.parsing import parsing


class Kind(StrEnum):
    """A kind of file that can be read."""

    TEXT = "a text file"
    MARKDOWN = "a Markdown file"
    HTML = "an HTML page"
    PDF = "a PDF"
    DOCX = "a Word document (.docx)"
    ODT = "an OpenDocument text (.odt)"
    EPUB = "an EPUB"
    MAIL = "a mail (.eml)"
    MAILBOX = "a mailbox (.mbox)"
    JSON = "a JSON file"
    JSON_LINES = "a JSON Lines file"
    CSV = "a CSV table"
    ZIP = "a ZIP archive"


_KINDS = {
    ".txt": Kind.TEXT,
    ".md": Kind.MARKDOWN,
    ".html": Kind.HTML,
    ".htm": Kind.HTML,
    ".pdf": Kind.PDF,
    ".docx": Kind.DOCX,
    ".odt": Kind.ODT,
    ".epub": Kind.EPUB,
    ".eml": Kind.MAIL,
    ".mbox": Kind.MAILBOX,
    ".json": Kind.JSON,
    ".jsonl": Kind.JSON_LINES,
    ".csv": Kind.CSV,
    ".zip": Kind.ZIP,
}
RECORDS = frozenset({Kind.JSON, Kind.JSON_LINES, Kind.CSV})
"""The kinds whose articles are records with fields; they may be compressed with gzip."""
SUFFIXES = frozenset(_KINDS) | {f"{suffix}.gz" for suffix in _KINDS if _KINDS[suffix] in RECORDS}
"""The file name endings that can be read, in lower case, with their full stops."""

_MEDIA_TYPES = {
    "text/plain": Kind.TEXT,
    "text/markdown": Kind.MARKDOWN,
    "text/html": Kind.HTML,
    "application/xhtml+xml": Kind.HTML,
    "application/pdf": Kind.PDF,
    "application/vnd.openxmlformats-officedocument.wordprocessingml.document": Kind.DOCX,
    "application/vnd.oasis.opendocument.text": Kind.ODT,
    "application/epub+zip": Kind.EPUB,
    "message/rfc822": Kind.MAIL,
    "application/mbox": Kind.MAILBOX,
    "application/json": Kind.JSON,
    "application/jsonl": Kind.JSON_LINES,
    "application/x-ndjson": Kind.JSON_LINES,
    "text/csv": Kind.CSV,
    "application/zip": Kind.ZIP,
}

_HEAD_BYTES = 1024
"""Where "%PDF-" may stand, says the implementation note of ISO 32000-1, section 7.5.2."""
_HTML = re.compile(rb"\s*(?:<!--.{0,500}?-->\s*)?(?:<!doctype\s+html|<html[\s>])", re.I | re.S)
_ZIP_MARKS = (b"PK\x03\x04", b"PK\x05\x06")
_COMPOUND_MARK = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"
GZIP_MARK = b"\x1f\x8b"


def kind_of_name(name: str) -> Kind | None:
    """Return the kind that the ending of a file's name says, None when it is no known one."""
    path = PurePosixPath(name.lower())
    kind = _KINDS.get(path.suffix)
    if kind is None and path.suffix == ".gz":
        kind = _KINDS.get(PurePosixPath(path.stem).suffix)
        return kind if kind in RECORDS else None
    return kind


def kind_of_media_type(media_type: str | None) -> Kind | None:
    """Return the kind that a Content-Type says, None when it is no known one."""
    return _MEDIA_TYPES.get((media_type or "").split(";")[0].strip().lower())


def kind_of_content(stream: BinaryIO, named: Kind | None, name: str) -> Kind | None:
    """Return the kind of what the stream holds, from its position on, where it is left.

    Kinds that are plain text can only be told by `named`, the kind that the file claims to be.
    """
    start = stream.tell()
    head = stream.read(_HEAD_BYTES)
    stream.seek(start)
    if b"%PDF-" in head and (named in (None, Kind.PDF) or head.lstrip().startswith(b"%PDF-")):
        return Kind.PDF
    if head.startswith(_ZIP_MARKS):
        return _kind_of_package(stream, name)
    text = head.removeprefix(codecs.BOM_UTF8)
    if named not in (Kind.MARKDOWN, *RECORDS) and _HTML.match(text):
        return Kind.HTML
    if named is Kind.MAIL and text.startswith(b"From "):
        return Kind.MAILBOX
    return named


def is_old_office(head: bytes) -> bool:
    """Whether a file that begins with `head` is a .doc, or a .docx that is kept by a password.

    Office writes both into the same container, [MS-CFB].
    """
    return head.startswith(_COMPOUND_MARK)


def _kind_of_package(stream: BinaryIO, name: str) -> Kind:
    with parsing(name, Kind.ZIP), zipfile.ZipFile(stream) as package:
        names = set(package.namelist())
        media_type = ""
        if "mimetype" in names and package.getinfo("mimetype").file_size < _HEAD_BYTES:
            media_type = package.read("mimetype").decode("ascii", "replace")
    stream.seek(0)
    if "word/document.xml" in names:
        return Kind.DOCX
    kind = kind_of_media_type(media_type)
    return kind if kind in (Kind.ODT, Kind.EPUB) else Kind.ZIP
