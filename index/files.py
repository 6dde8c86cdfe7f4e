"""Files and folders of articles as inputs, and the run that takes them into a library."""

import hashlib
import itertools
import os
from collections import Counter
from collections.abc import Callable, Iterator, Sequence
from pathlib import Path

from pydantic import BaseModel, ConfigDict

from index.article import Article
from index.document import Content, Document, Skipped
from index.errors import DocumentGone, NothingToIndex, UnreadableArticle
from index.indexer import Indexer, Outcome
from index.library import Library, is_library
from index.readers import READERS_VERSION, SUFFIXES, FieldMapping, read_file
from index.readers.kinds import kind_of_name
from index.skipping import remember_skipped


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
        found = read_file(self._path, self.address, self.address, self._mapping)
        # What is wrong with the whole file is raised before its first article.
        first = list(itertools.islice(found, 1))
        return Content(state=state, articles=itertools.chain(first, found))


class FileInput:
    """One file that somebody names; raises NothingToIndex when it is looked through and absent."""

    def __init__(self, path: Path, mapping: FieldMapping | None = None) -> None:
        self._path = path
        self._mapping = mapping or FieldMapping()

    @property
    def name(self) -> str:
        """The absolute path."""
        return _text_of(_real(self._path))

    def documents(self) -> Iterator[Document]:
        """Yield the file."""
        if not self._path.exists():
            raise NothingToIndex(f"{self._path} does not exist.")
        yield FileDocument(self._path, self._mapping)

    def __len__(self) -> int:
        """Return 1."""
        return 1


class FolderInput:
    """The files of known kinds in a folder and its folders."""

    def __init__(self, path: Path, mapping: FieldMapping | None = None) -> None:
        self._path = path
        self._mapping = mapping or FieldMapping()
        self._length: int | None = None

    @property
    def name(self) -> str:
        """The absolute path."""
        return _text_of(_real(self._path))

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


class IndexReport(BaseModel):
    """What became of the files given; counts of articles."""

    model_config = ConfigDict(frozen=True)

    added: int = 0
    updated: int = 0
    unchanged: int = 0
    skipped: tuple[Skipped, ...] = ()


Progress = Callable[[int, int], None]
"""Told how far the work is: files done so far, and how many there are."""


def find_files(paths: Sequence[Path]) -> list[Path]:
    """Return the files to read: those named, and in folders those of a known kind, in order.

    Hidden files and folders are passed over. Raises NothingToIndex when a path does not exist or
    nothing is found.
    """
    found: dict[Path, None] = {}
    for path in paths:
        if not path.exists():
            raise NothingToIndex(f"{path} does not exist.")
        found.update(dict.fromkeys(_folder_files(path) if path.is_dir() else [path]))
    if not found:
        kinds = ", ".join(sorted(SUFFIXES))
        places = ", ".join(str(path) for path in paths)
        raise NothingToIndex(
            f"There is no article in {places}: files that can be read are {kinds}."
        )
    return list(found)


def _folder_files(folder: Path) -> Iterator[Path]:
    """The files of known kinds; hidden ones are passed over, links to other folders not followed.

    Such links can lead in circles and out of what was named. A library keeps JSON files of its own
    and is passed over too. A folder that cannot be opened is given as if it were a file, to be
    skipped with its reason.
    """
    closed: list[OSError] = []
    for place, folders, names in os.walk(folder, onerror=closed.append):
        if is_library(Path(place)):
            folders.clear()
            continue
        folders[:] = sorted(name for name in folders if not name.startswith("."))
        for name in sorted(names):
            if not name.startswith(".") and kind_of_name(name) is not None:
                yield Path(place, name)
    yield from (Path(error.filename) for error in closed)


def _silent(_done: int, _total: int) -> None:
    """Tell nobody."""


def index_files(
    library: Library, files: Sequence[Path], progress: Progress = _silent
) -> IndexReport:
    """Add or update the articles in `files`; what cannot be read is skipped, the rest goes in."""
    counts: Counter[Outcome] = Counter()
    skipped: list[Skipped] = []
    with Indexer(library) as indexer:
        for number, path in enumerate(files):
            progress(number, len(files))
            try:
                content = FileDocument(path, FieldMapping()).read(None)
                for one in content.articles if content else ():
                    if isinstance(one, Article):
                        counts[indexer.take(one)] += 1
                    else:
                        skipped.append(one)
            except (UnreadableArticle, DocumentGone) as error:
                skipped.append(Skipped(address=str(path.absolute()), reason=str(error)))
    remember_skipped(library.catalogue, files, skipped)
    progress(len(files), len(files))
    return IndexReport(
        added=counts[Outcome.ADDED],
        updated=counts[Outcome.UPDATED],
        unchanged=counts[Outcome.UNCHANGED],
        skipped=tuple(skipped),
    )
