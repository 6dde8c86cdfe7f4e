"""ZIP files that are opened with care: archives, and the documents that are ZIP files inside."""

import zipfile
from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any, BinaryIO

from index.errors import UnreadableArticle
from index.readers.kinds import Kind
from index.readers.limits import (
    LARGEST_RATIO,
    LARGEST_TEXT,
    LARGEST_UNPACKED,
    MOST_MEMBERS,
    SMALLEST_BOMB,
)
from index.readers.parsing import parsing

_ENCRYPTED = 0x1  # bit 0 of the flags, says APPNOTE.TXT 4.4.4


@contextmanager
def open_package(
    stream: BinaryIO, kind: Kind, name: str, *, largest: int = LARGEST_UNPACKED
) -> Iterator[zipfile.ZipFile]:
    """Open the ZIP file in the stream, called `name`, whose members unpack to `largest` bytes.

    Raises UnreadableArticle when it is broken, or says itself that it has more members or bytes.
    zipfile never gives more bytes of a member than the archive says, so that what it says can be
    trusted as a limit.
    """
    with parsing(name, kind), zipfile.ZipFile(stream) as package:
        members = package.infolist()
        if len(members) > MOST_MEMBERS:
            raise UnreadableArticle(f"{name} holds more than {MOST_MEMBERS:,} files: split it.")
        if sum(member.file_size for member in members) > largest:
            raise UnreadableArticle(
                f"{name} unpacks to more than {largest // 1_000_000:,} MB: split it."
            )
        yield package


def refusal_of(member: zipfile.ZipInfo) -> str | None:
    """Return why a member is not to be unpacked, as the end of a sentence; None when it may be."""
    if member.flag_bits & _ENCRYPTED:
        return "is encrypted: save it again without a password."
    ratio = member.file_size / max(1, member.compress_size)
    if member.file_size > SMALLEST_BOMB and ratio > LARGEST_RATIO:
        return f"unpacks to {ratio:.0f} times its size, as only a ZIP bomb does."
    return None


def read_member(package: zipfile.ZipFile, path: str, name: str) -> bytes:
    """Return the bytes of the member at `path` in the document called `name`.

    Raises KeyError when there is none, and UnreadableArticle when it may not be unpacked.
    """
    member = package.getinfo(path)
    if refusal := refusal_of(member):
        raise UnreadableArticle(f"{name} {refusal}")
    if member.file_size > LARGEST_TEXT:
        raise UnreadableArticle(
            f"{name} has more than {LARGEST_TEXT // 1_000_000} MB of text: split it."
        )
    return package.read(member)


def parse_xml(data: bytes) -> Any:
    """Return the lxml root of an XML document; no declared character is resolved, nothing fetched.

    With `huge_tree` off libxml2 refuses more than 256 elements inside each other as well. Raises
    lxml's errors for what is no XML.
    """
    from lxml import etree

    parser = etree.XMLParser(
        resolve_entities=False,
        load_dtd=False,
        no_network=True,
        huge_tree=False,
        remove_comments=True,
        remove_pis=True,
    )
    return etree.fromstring(data, parser)
