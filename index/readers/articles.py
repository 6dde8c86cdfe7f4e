"""Files of every kind into articles: what reads each kind, and what becomes of its parts."""

import gzip
import hashlib
import io
import os
import tempfile
import zipfile
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field, replace
from typing import BinaryIO, cast

from index.article import Article, DateOrigin
from index.dates import date_in_address
from index.document import Skipped
from index.errors import UnreadableArticle
from index.readers import docx, epub, html, mail, markdown, odt, pdf, plain_text, records
from index.readers.draft import Draft, Part
from index.readers.kinds import (
    GZIP_MARK,
    SUFFIXES,
    Kind,
    is_old_office,
    kind_of_content,
    kind_of_name,
)
from index.readers.limits import (
    LARGEST_DOCUMENT,
    LARGEST_RATIO,
    LARGEST_TEXT,
    SMALLEST_BOMB,
    Allowance,
    Metered,
    read_all,
)
from index.readers.mapping import FieldMapping
from index.readers.packages import open_package, refusal_of
from index.readers.parsing import parsing
from index.readers.rows import read_rows

_ONE_ARTICLE: dict[Kind, tuple[Callable[[bytes, str], Draft], int]] = {
    Kind.TEXT: (plain_text.read, LARGEST_TEXT),
    Kind.MARKDOWN: (markdown.read, LARGEST_TEXT),
    Kind.HTML: (html.read, LARGEST_TEXT),
    Kind.PDF: (pdf.read, LARGEST_DOCUMENT),
    Kind.DOCX: (docx.read, LARGEST_DOCUMENT),
    Kind.ODT: (odt.read, LARGEST_DOCUMENT),
    Kind.MAIL: (mail.read, LARGEST_DOCUMENT),
}
"""The kinds that hold one article, what reads them, and how many bytes it reads at most."""

_DEEPEST_ARCHIVE = 2
_IN_MEMORY = 10_000_000  # bytes of an archive inside an archive, before it goes to the disk


@dataclass(frozen=True)
class Origin:
    """Where the bytes that are read come from."""

    address: str
    """An absolute path or http(s) address, with its parts after ! and #."""
    name: str
    """What the sentences call it."""
    mapping: FieldMapping = field(default_factory=FieldMapping)
    url: str | None = None
    """Where a reader can open it, when it does not say so itself."""
    allowance: Allowance = field(default_factory=Allowance)
    archives: int = 0
    """How many archives it is inside of."""

    def part(self, separator: str, name: str) -> "Origin":
        """Return the origin of a part of this one."""
        return replace(
            self,
            address=f"{self.address}{separator}{name}",
            name=f"{self.name}{separator}{name}",
        )


def article_id(address: str) -> str:
    """Return the identifier of the article at `address`: 16 hexadecimal digits of its SHA-256."""
    return hashlib.sha256(address.encode("utf-8", "surrogateescape")).hexdigest()[:16]


def skipped(address: str, reason: UnreadableArticle) -> Skipped:
    """Return what is noted of a part that cannot be read; names of files can have line ends."""
    return Skipped(address=address, reason=" ".join(str(reason).split()))


def read_articles(
    stream: BinaryIO, named: Kind | None, origin: Origin
) -> Iterator[Article | Skipped]:
    """Yield the articles in a stream that can be sought, and what cannot be read of it.

    `named` is the kind that its name or sender says; the content decides. Raises UnreadableArticle
    when nothing of it can be read, before it yields anything.
    """
    found = 0
    try:
        for one in _read(stream, named, origin):
            yield one
            found += 1
    except UnreadableArticle as error:
        if not found:
            raise
        yield skipped(origin.address, error)
    if not found:
        raise UnreadableArticle(f"{origin.name} holds no article: it is empty.")


def _read(stream: BinaryIO, named: Kind | None, origin: Origin) -> Iterator[Article | Skipped]:
    kind = kind_of_content(stream, named, origin.name)
    head = stream.read(8)
    stream.seek(-len(head), os.SEEK_CUR)
    if is_old_office(head):
        raise UnreadableArticle(
            f"{origin.name} is an old Word document or an encrypted one: save it as .docx without "
            "a password."
        )
    if kind is None:
        raise UnreadableArticle(
            f"{origin.name} cannot be read: its name must end in {', '.join(sorted(SUFFIXES))}."
        )
    if kind is Kind.ZIP:
        yield from _archive(stream, origin)
    elif kind in _ONE_ARTICLE:
        reader, largest = _ONE_ARTICLE[kind]
        data = read_all(stream, largest, origin.name)
        with parsing(origin.name, kind):
            yield _article(reader(data, origin.name), origin)
    else:
        with parsing(origin.name, kind):
            for part in _parts(stream, kind, head, origin):
                where = origin.part("#", part.record)
                if isinstance(part.content, Draft):
                    yield _article(part.content, where, dated_by_address=False)
                else:
                    yield skipped(where.address, part.content)


def _parts(stream: BinaryIO, kind: Kind, head: bytes, origin: Origin) -> Iterator[Part]:
    if kind is Kind.EPUB:
        return epub.read(read_all(stream, LARGEST_DOCUMENT, origin.name), origin.name)
    if kind is Kind.MAILBOX:
        return mail.read_mailbox(io.BufferedReader(cast(io.RawIOBase, stream)), origin.name)
    if head.startswith(GZIP_MARK):
        size = stream.seek(0, os.SEEK_END)
        stream.seek(0)
        stream = cast(
            BinaryIO,
            Metered(
                cast(BinaryIO, gzip.GzipFile(fileobj=stream)),
                max(SMALLEST_BOMB, size * LARGEST_RATIO),
                f"{origin.name} unpacks to over {LARGEST_RATIO} times its size: it is not read on.",
            ),
        )
    rows = read_rows(io.BufferedReader(cast(io.RawIOBase, stream)), kind, origin.name)
    return records.read(rows, origin.name, origin.mapping)


def _archive(stream: BinaryIO, origin: Origin) -> Iterator[Article | Skipped]:
    if origin.archives == _DEEPEST_ARCHIVE:
        raise UnreadableArticle(
            f"{origin.name} is an archive inside an archive inside an archive: unpack it first."
        )
    with open_package(stream, Kind.ZIP, origin.name) as package:
        found = False
        for member in package.infolist():
            named = kind_of_name(member.filename)
            if named is None or member.is_dir() or _is_hidden(member.filename):
                continue
            found = True
            where = replace(origin.part("!/", member.filename), archives=origin.archives + 1)
            try:
                yield from _member(package, member, named, where)
            except UnreadableArticle as error:
                yield skipped(where.address, error)
    if not found:
        raise UnreadableArticle(
            f"{origin.name} holds no file that can be read: those end in "
            f"{', '.join(sorted(SUFFIXES))}."
        )


def _is_hidden(path: str) -> bool:
    """Whether a member is hidden, as what macOS adds to its archives is."""
    parts = path.split("/")
    return "__MACOSX" in parts or parts[-1].startswith(".")


def _member(
    package: zipfile.ZipFile, member: zipfile.ZipInfo, named: Kind, origin: Origin
) -> Iterator[Article | Skipped]:
    if refusal := refusal_of(member):
        raise UnreadableArticle(f"{origin.name} {refusal}")
    origin.allowance.take(member.file_size, origin.name)
    # What reads it must be able to go back, which is slow in a compressed file.
    with tempfile.SpooledTemporaryFile(max_size=_IN_MEMORY) as unpacked:
        with parsing(origin.name, Kind.ZIP), package.open(member) as packed:
            while data := packed.read(1 << 20):
                unpacked.write(data)
        unpacked.seek(0)
        yield from read_articles(cast(BinaryIO, unpacked), named, origin)


def _article(draft: Draft, origin: Origin, *, dated_by_address: bool = True) -> Article:
    """The article; a date in the name of a file of many is that of the export, not of each."""
    if not draft.text:
        raise UnreadableArticle(f"{origin.name} holds no text: give a file with an article in it.")
    published, date_origin = draft.published, draft.published_origin
    url = draft.url or origin.url
    if published is None:
        published = date_in_address(url or "")
        if published is None and dated_by_address:
            published = date_in_address(origin.address)
        date_origin = DateOrigin.ADDRESS
    return Article(
        id=article_id(origin.address),
        address=origin.address,
        text=draft.text,
        title=draft.title,
        published=published.day if published else None,
        published_precision=published.precision if published else None,
        published_origin=date_origin if published else None,
        author=draft.author,
        source=draft.source,
        url=url,
        language=draft.language,
    )
