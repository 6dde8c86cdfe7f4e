"""Files and folders of articles as inputs."""

import hashlib
import itertools
import os
from collections.abc import Iterator
from pathlib import Path
from typing import BinaryIO

from index.document import Content, Document
from index.errors import DocumentGone, NothingToIndex, UnreadableArticle
from index.library import CATALOGUE
from index.readers import READERS_VERSION, FieldMapping, read_file
from index.readers.kinds import kind_of_name


class FileDocument:
    """A file on the disk, not read yet."""

    def __init__(self, path: Path, mapping: FieldMapping) -> None:
        self._path = _real(path)
        self._mapping = mapping

    @property
    def address(self) -> str:
        """The absolute path, links followed; bytes that are no UTF-8 in it are replaced."""
        return _text_of(self._path)

    def read(self, known: str | None) -> Content | None:
        """Return the articles in the file, None when its state is still the `known` one.

        Raises UnreadableArticle when nothing of it can be read, DocumentGone when it is not there.
        """
        try:
            status = self._path.stat()
        except FileNotFoundError as error:
            raise DocumentGone(f"{self.address} does not exist any more.") from error
        except OSError as error:
            raise UnreadableArticle(
                f"{self.address} cannot be opened ({error.strerror}): check its permissions."
            ) from error
        mapping = hashlib.sha256(self._mapping.model_dump_json().encode()).hexdigest()[:8]
        state = f"{status.st_size} {status.st_mtime_ns} {READERS_VERSION} {mapping}"
        if state == known:
            return None
        streams: list[BinaryIO] = []
        found = read_file(self._path, self.address, self.address, self._mapping, streams.append)
        # What is wrong with the whole file is raised before its first article.
        first = list(itertools.islice(found, 1))
        return Content(
            state=state,
            articles=itertools.chain(first, found),
            share=lambda: _share(streams[-1], status.st_size) if streams else 0.0,
        )


class _PathInput:
    """What a file and a folder that somebody names have in common."""

    is_complete = True
    """What is not there any more has gone."""

    def __init__(self, path: Path, mapping: FieldMapping | None = None) -> None:
        self._path = path
        self._mapping = mapping or FieldMapping()

    @property
    def name(self) -> str:
        """The absolute path."""
        return _text_of(_real(self._path))

    @property
    def options(self) -> str:
        """How records are read."""
        return self._mapping.model_dump_json(exclude_none=True)


class FileInput(_PathInput):
    """One file that somebody names; raises NothingToIndex when it is looked through and absent."""

    folder: str | None = None

    def documents(self) -> Iterator[Document]:
        """Yield the file."""
        if not self._path.exists():
            raise NothingToIndex(f"{self._path} does not exist.")
        yield FileDocument(self._path, self._mapping)

    def __len__(self) -> int:
        """Return 1."""
        return 1


class FolderInput(_PathInput):
    """The files of known kinds in a folder and its folders."""

    def __init__(self, path: Path, mapping: FieldMapping | None = None) -> None:
        super().__init__(path, mapping)
        self._length: int | None = None

    @property
    def folder(self) -> str:
        """Its path with a separator at the end."""
        return f"{self.name.rstrip(os.sep)}{os.sep}"

    def documents(self) -> Iterator[Document]:
        """Yield the files, each once, sorted by name folder by folder; see `_folder_files`.

        A folder inside that cannot be opened is a document that cannot be read.
        Raises NothingToIndex when the folder is absent or cannot be opened.
        """
        try:
            next(os.scandir(self._path), None)
        except OSError as error:
            raise NothingToIndex(
                f"{self._path} cannot be looked through: {error.strerror}."
            ) from error
        seen: set[str] = set()
        for path in _folder_files(self._path):
            document = FileDocument(path, self._mapping)
            if document.address not in seen:
                seen.add(document.address)
                yield document

    def __len__(self) -> int:
        """Return how many files there were when it was first asked."""
        if self._length is None:
            self._length = sum(1 for _ in self.documents())
        return self._length


def _real(path: Path) -> Path:
    """The absolute path with its links followed; `Path.resolve` raises over a link to itself."""
    return Path(os.path.realpath(path))


def _text_of(path: Path) -> str:
    return str(path).encode("utf-8", "surrogateescape").decode("utf-8", "replace")


def _share(stream: BinaryIO, size: int) -> float:
    """How much of a file has been read; a compressed one is read as it is packed."""
    return 1.0 if stream.closed or not size else min(1.0, stream.tell() / size)


def _folder_files(folder: Path) -> Iterator[Path]:
    """The files of known kinds; hidden ones are passed over, links to other folders not followed.

    Such links can lead in circles and out of what was named. A library keeps JSON files of its own
    and is passed over too. A folder that cannot be opened is given as if it were a file, to be
    skipped with its reason.
    """
    closed: list[OSError] = []
    for place, folders, names in os.walk(folder, onerror=closed.append):
        if CATALOGUE in names:  # a library of ours, with files of its own
            folders.clear()
            continue
        folders[:] = sorted(name for name in folders if not name.startswith("."))
        for name in sorted(names):
            if not name.startswith(".") and kind_of_name(name) is not None:
                yield Path(place, name)
    yield from (Path(error.filename) for error in closed)
