"""The indexes derived from the catalogue: vectors and words, kept in step with it and mended.

The catalogue is written first and its outbox tells what these have still to learn. Whatever is
found damaged, missing or thinned when a library is opened is made again from the catalogue under a
new name, without embedding anything again: a kill can leave an embedded Chroma collection
unreadable, and mending one in place has been seen to lose vectors silently.
"""

import shutil
from collections.abc import Callable, Sequence
from pathlib import Path
from typing import NamedTuple, TypeVar

import numpy as np

from index.catalogue import Catalogue, Change, StoredPassage
from index.errors import LibraryNotWritable
from index.heaps import share_heaps
from index.sharing import Shared
from index.vectors import VectorIndex
from index.words import WordIndex

_BATCH = 1_000
_SAMPLES = 16  # passages that must find themselves in the vector index when it is opened
_OWN_COSINE = 0.999  # vectors are kept as float32: one finds itself within rounding

_Index = TypeVar("_Index", VectorIndex, WordIndex)


class Indexes(NamedTuple):
    """Both indexes, as they are used together."""

    words: WordIndex
    vectors: VectorIndex

    def close(self) -> None:
        """Let go of both."""
        self.vectors.close()
        self.words.close()


class DerivedIndexes:
    """The vector index and the word index of the library in `folder`."""

    def __init__(self, folder: Path, catalogue: Catalogue) -> None:
        """Open both, bring them up to date, and make again whichever is not sound."""
        share_heaps()  # before Chroma and tantivy start their threads
        self._folder = folder
        self._catalogue = catalogue
        self.made_again: list[str] = []
        """What was not sound when it was opened: "words", "vectors"."""
        pending = catalogue.outbox.changes()
        words = self._open("words", WordIndex, self._tell_words, pending)
        try:
            vectors = self._open("vectors", VectorIndex, self._tell_vectors, pending)
            self._confirm(pending)
        except BaseException:
            words.close()
            raise
        self.shared = Shared(Indexes(words, vectors))

    def sync(self) -> None:
        """Tell both indexes all that the catalogue's outbox holds.

        Raises LibraryNotWritable when they cannot be written; what they were to be told stays in
        the outbox.
        """
        indexes = self.shared.peek()
        try:
            while changes := self._catalogue.outbox.changes(_BATCH):
                self._tell_words(indexes.words, changes)
                self._tell_vectors(indexes.vectors, changes)
                self._confirm(changes)
        except LibraryNotWritable:
            raise
        except Exception as error:  # of Chroma or tantivy: of many unrelated types
            raise LibraryNotWritable(
                f"The indexes in {self._folder} could not be written ({_one_line(error)}): make "
                "room on the disk or check its permissions; nothing is lost, and the next command "
                "that opens the library goes on."
            ) from error

    def rebuild(self) -> None:
        """Make both again from the catalogue and swap them in; who searches goes on meanwhile."""
        fresh = Indexes(
            self._make_again("words", WordIndex), self._make_again("vectors", VectorIndex)
        )
        self._confirm(self._catalogue.outbox.changes())
        self.shared.replace(fresh).close()
        self._remove_old()

    def close(self) -> None:
        """Let go of both."""
        self.shared.peek().close()

    def _confirm(self, changes: Sequence[Change]) -> None:
        if changes:
            self._catalogue.outbox.confirm(changes[-1].number)

    # -- telling --------------------------------------------------------------------------------

    def _tell_words(self, words: WordIndex, changes: Sequence[Change]) -> None:
        stored = self._stored(changes)
        kept = {passage.id for passage in stored}
        for change in changes:
            if change.passage_id not in kept:
                words.delete(change.passage_id)
        _put_words(words, stored)
        words.commit()

    def _tell_vectors(self, vectors: VectorIndex, changes: Sequence[Change]) -> None:
        # A passage that is put again is deleted too: its new version may be in another language.
        vectors.delete([change.passage_id for change in changes if change.action == "delete"])
        _put_vectors(vectors, self._stored(changes))

    def _stored(self, changes: Sequence[Change]) -> list[StoredPassage]:
        """Return the passages changed that still exist; one put and deleted again does not."""
        return self._catalogue.passages.stored(list({change.passage_id for change in changes}))

    # -- opening and making again ---------------------------------------------------------------

    def _open(
        self,
        kind: str,
        make: Callable[[Path], _Index],
        tell: Callable[[_Index, Sequence[Change]], None],
        pending: Sequence[Change],
    ) -> _Index:
        index: _Index | None = None
        # Chroma and tantivy report damage by exceptions of many unrelated types, and whatever
        # they mean, the cure is the same: any failure counts as damage.
        try:
            index = make(self._current_folder(kind))
            for first in range(0, len(pending), _BATCH):
                tell(index, pending[first : first + _BATCH])
            if self._is_sound(index):
                return index
        except Exception:  # noqa: S110
            pass
        if index is not None:
            index.close()
        self.made_again.append(kind)
        fresh = self._make_again(kind, make)
        self._remove_old()
        return fresh

    def _is_sound(self, index: VectorIndex | WordIndex) -> bool:
        return not self.faults(index, _SAMPLES)

    def faults(self, index: VectorIndex | WordIndex, samples: int) -> int:
        """Return how many passages an index has lost: by its count, or of `samples` by vectors."""
        missing = abs(self._catalogue.passages.count() - index.count())
        if missing or isinstance(index, WordIndex):
            return missing
        sample = self._catalogue.passages.sample(samples)
        for vector in self._catalogue.passages.vectors(sample).values():
            nearest = [
                match.cosine for found in index.search(vector, 1).values() for match in found
            ]
            if not nearest or max(nearest) < _OWN_COSINE * float(np.dot(vector, vector)):
                missing += 1
        return missing

    def _make_again(self, kind: str, make: Callable[[Path], _Index]) -> _Index:
        folder = self._unused_folder(kind)
        index = make(folder)
        for passage_ids in self._catalogue.passages.all_ids(_BATCH):
            stored = self._catalogue.passages.stored(passage_ids)
            if isinstance(index, WordIndex):
                _put_words(index, stored)
                index.commit()
            else:
                _put_vectors(index, stored)
        self._catalogue.set_value(f"{kind} folder", folder.name)
        return index

    def _remove_old(self) -> None:
        for kind in ("words", "vectors"):
            for old in self._folder.glob(f"{kind}-*"):
                if old != self._current_folder(kind):
                    shutil.rmtree(old, ignore_errors=True)

    def _current_folder(self, kind: str) -> Path:
        return self._folder / (self._catalogue.value(f"{kind} folder") or f"{kind}-1")

    def _unused_folder(self, kind: str) -> Path:
        number = int(self._current_folder(kind).name.rpartition("-")[2])
        while (folder := self._folder / f"{kind}-{number}").exists():
            number += 1
        return folder


def _put_vectors(vectors: VectorIndex, stored: Sequence[StoredPassage]) -> None:
    vectors.put(
        [passage.id for passage in stored],
        [passage.language for passage in stored],
        [passage.vector for passage in stored],
    )


def _put_words(words: WordIndex, stored: Sequence[StoredPassage]) -> None:
    for passage in stored:
        title = f"{passage.title}\n" if passage.title else ""
        words.put(passage.id, title + passage.text, passage.language)


def _one_line(error: Exception) -> str:
    return " ".join(str(error).split())[:200] or type(error).__name__
