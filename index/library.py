"""A library: a folder with the catalogue, the indexes derived from it, and a lock."""

from datetime import date
from pathlib import Path
from typing import Self

from pydantic import BaseModel, ConfigDict

from index.catalogue import Catalogue
from index.derived import DerivedIndexes
from index.embedding import EmbeddingModel
from index.errors import LibraryEmpty, ModelMismatch, NotALibrary
from index.lock import LOCK_FILES, LibraryLock
from index.vectors import VectorIndex
from index.words import WordIndex

_CATALOGUE = "catalogue.sqlite"


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
    catalogue = folder / _CATALOGUE
    if catalogue.is_file():
        return catalogue
    if folder.exists() and not (folder.is_dir() and _is_unused(folder)):
        raise NotALibrary(f"{folder} is not a library of Dépêche: name an empty or new folder.")
    raise LibraryEmpty(f"There is no library at {folder} yet: `depeche index PATH` makes one.")


def is_library(folder: Path) -> bool:
    """Whether a library, open or not, is kept in `folder`."""
    return (folder / _CATALOGUE).is_file()


def _is_unused(folder: Path) -> bool:
    return all(entry.name in LOCK_FILES for entry in folder.iterdir())


def read_status(folder: Path) -> LibraryStatus:
    """Return the status of the library in `folder`, also while another process holds it."""
    with Catalogue(find_catalogue(folder)) as catalogue:
        return _status(catalogue)


def _status(catalogue: Catalogue) -> LibraryStatus:
    languages = catalogue.languages()
    return LibraryStatus(
        articles=catalogue.article_count(),
        passages=catalogue.passage_count(),
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
        self.catalogue = Catalogue(folder / _CATALOGUE)
        try:
            self._check_model()
            self._derived = DerivedIndexes(folder, self.catalogue)
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
            folder.mkdir(parents=True, exist_ok=True)
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
        self._derived.close()
        self.catalogue.close()
        self._lock.release()

    @property
    def words(self) -> WordIndex:
        """The lexical index."""
        return self._derived.words

    @property
    def vectors(self) -> VectorIndex:
        """The vector index."""
        return self._derived.vectors

    def sync(self) -> None:
        """Tell the derived indexes what has been written to the catalogue."""
        self._derived.sync()

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
