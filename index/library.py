"""A library: a folder with the catalogue, the indexes derived from it, and a lock."""

import threading
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import date
from pathlib import Path
from typing import Self

from pydantic import BaseModel, ConfigDict

from index.catalogue import Catalogue
from index.derived import DerivedIndexes, Indexes
from index.embedding import EmbeddingModel
from index.errors import LibraryEmpty, LibraryNotWritable, ModelMismatch, NotALibrary
from index.lock import LOCK_FILES, LibraryLock
from index.vectors import VectorIndex
from index.words import WordIndex

CATALOGUE = "catalogue.sqlite"
"""The name of the catalogue in the folder of a library."""
SCRATCH = ".depeche-"
"""How the names of folders begin that a kill may leave behind, and nobody needs."""


class LibraryStatus(BaseModel):
    """What a library holds."""

    model_config = ConfigDict(frozen=True)

    articles: int
    passages: int
    languages: dict[str, int]
    """Passages in each language, most first; "und" where it is not known."""
    sources: list[str]
    """Who published the articles, in alphabetical order."""
    indexed_through: date | None
    """Newest publication date of all articles."""
    model: str | None
    """Identity of the model that made the vectors; None as long as nothing is indexed."""


def find_catalogue(folder: Path) -> Path:
    """Return where the catalogue of the library in `folder` is.

    Raises LibraryEmpty when there is no library yet, NotALibrary when it is something else.
    """
    catalogue = folder / CATALOGUE
    if catalogue.is_file():
        return catalogue
    if folder.exists() and not (folder.is_dir() and is_unused(folder)):
        raise NotALibrary(f"{folder} is not a library of Dépêche: name an empty or new folder.")
    raise LibraryEmpty(f"There is no library at {folder} yet: `depeche index PATH` makes one.")


def is_unused(folder: Path) -> bool:
    """Tell whether there is nothing in `folder` but what a lock leaves."""
    return all(
        entry.name in LOCK_FILES or entry.name.startswith(SCRATCH) for entry in folder.iterdir()
    )


def read_status(folder: Path) -> LibraryStatus:
    """Return the status of the library in `folder`, also while another process holds it."""
    with Catalogue(find_catalogue(folder)) as catalogue:
        return _status(catalogue)


def _status(catalogue: Catalogue) -> LibraryStatus:
    languages = catalogue.languages()
    return LibraryStatus(
        articles=catalogue.article_count(),
        passages=catalogue.passages.count(),
        languages={language or "und": count for language, count in languages.items()},
        sources=catalogue.sources(),
        indexed_through=catalogue.newest(),
        model=catalogue.value("model"),
    )


class Library:
    """An open library, held by this process alone; `open` and `create` make it."""

    def __init__(self, folder: Path, lock: LibraryLock, embedding: EmbeddingModel) -> None:
        self.folder = folder
        self.embedding = embedding
        self._lock = lock
        self.writing = threading.Lock()
        """Held by the one thread that takes in, removes or rebuilds."""
        self._pinned = threading.local()
        self.catalogue = Catalogue(folder / CATALOGUE, may_migrate=True)
        try:
            self._check_model()
            self.derived = DerivedIndexes(folder, self.catalogue)
        except BaseException:
            self.catalogue.close()
            raise

    @classmethod
    def open(
        cls, folder: Path, embedding: EmbeddingModel, *,
        purpose: str = "a program", wait: float = 10.0, address: str | None = None,
    ) -> Self:  # fmt: skip
        """Open the library in `folder`.

        Waits up to `wait` seconds for another process that holds it; `purpose`, and the `address`
        of a server, are what others are told while this process does. Raises LibraryEmpty,
        NotALibrary, LibraryInUse or ModelMismatch.
        """
        find_catalogue(folder)
        return cls._hold(folder, embedding, purpose=purpose, wait=wait, address=address)

    @classmethod
    def create(
        cls, folder: Path, embedding: EmbeddingModel, *,
        purpose: str = "a program", wait: float = 10.0,
    ) -> Self:  # fmt: skip
        """Open the library in `folder`, made when there is none; see `open`."""
        try:
            find_catalogue(folder)
        except LibraryEmpty:
            try:
                folder.mkdir(parents=True, exist_ok=True)
            except OSError as error:
                raise LibraryNotWritable(
                    f"{folder} cannot be made ({error.strerror}): check the permissions of the "
                    "folder it is to be in, or name another library."
                ) from error
        return cls._hold(folder, embedding, purpose=purpose, wait=wait, address=None)

    @classmethod
    def _hold(
        cls, folder: Path, embedding: EmbeddingModel, *,
        purpose: str, wait: float, address: str | None,
    ) -> Self:  # fmt: skip
        lock = LibraryLock(folder)
        lock.acquire(purpose=purpose, wait=wait, address=address)
        try:
            return cls(folder, lock, embedding)
        except BaseException:
            lock.release()
            raise

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *_: object) -> None:
        self.close()

    def close(self) -> None:
        """Close the stores and give the lock back."""
        self.derived.close()
        self.catalogue.close()
        self._lock.release()

    @property
    def words(self) -> WordIndex:
        """The lexical index."""
        return self._indexes().words

    @property
    def vectors(self) -> VectorIndex:
        """The vector index."""
        return self._indexes().vectors

    def _indexes(self) -> Indexes:
        return getattr(self._pinned, "indexes", None) or self.derived.shared.peek()

    @contextmanager
    def snapshot(self) -> Iterator[None]:
        """This thread reads all articles inside as they are at one moment.

        The indexes may already know of newer ones, which are then not found in the catalogue.
        """
        with self.derived.shared.use() as indexes, self.catalogue.snapshot():
            outer = getattr(self._pinned, "indexes", None)
            self._pinned.indexes = outer or indexes
            try:
                yield
            finally:
                self._pinned.indexes = outer

    def sync(self) -> None:
        """Tell the derived indexes what has been written to the catalogue."""
        self.derived.sync()

    def rebuild(self) -> None:
        """Make both indexes again from the catalogue and swap them in; nothing is embedded."""
        self.derived.rebuild()

    def scrub(self) -> None:
        """Leave no trace of what was removed in any file of the library: a rebuild, and more."""
        self.rebuild()
        self.catalogue.database.shrink()

    def status(self) -> LibraryStatus:
        """Return what the library holds."""
        return _status(self.catalogue)

    def _check_model(self) -> None:
        made_by = self.catalogue.value("model")
        if made_by is None:
            self.catalogue.set_value("model", self.embedding.identity)
        elif made_by != self.embedding.identity:
            raise ModelMismatch(
                f"The library {self.folder} was made with the model {made_by}, not with "
                f"{self.embedding.identity}: set embedding_model back, or name a new library."
            )
