"""The indexes derived from the catalogue: vectors and words, kept in step with it and mended.

The catalogue is written first and its outbox tells what these have still to learn. Whatever is
found damaged, missing or thinned when a library is opened is made again from the catalogue under a
new name, without embedding anything again: a kill can leave an embedded Chroma collection
unreadable, and mending one in place has been seen to lose vectors silently.
"""

import shutil
from collections.abc import Callable, Sequence
from pathlib import Path
from typing import TypeVar

import numpy as np

from index.catalogue import Catalogue, Change, StoredPassage
from index.vectors import VectorIndex
from index.words import WordIndex

_BATCH = 1_000
_SAMPLES = 16  # passages that must find themselves in the vector index when it is opened
_OWN_COSINE = 0.999  # vectors are kept as float32: one finds itself within rounding

_Index = TypeVar("_Index", VectorIndex, WordIndex)


class DerivedIndexes:
    """The vector index and the word index of the library in `folder`."""

    def __init__(self, folder: Path, catalogue: Catalogue) -> None:
        """Open both, bring them up to date, and make again whichever is not sound."""
        self._folder = folder
        self._catalogue = catalogue
        pending = catalogue.changes()
        self.words = self._open("words", WordIndex, self._tell_words, pending)
        try:
            self.vectors = self._open("vectors", VectorIndex, self._tell_vectors, pending)
            self._confirm(pending)
        except BaseException:
            self.words.close()
            raise

    def sync(self) -> None:
        """Tell both indexes all that the catalogue's outbox holds."""
        while changes := self._catalogue.changes(_BATCH):
            self._tell_words(self.words, changes)
            self._tell_vectors(self.vectors, changes)
            self._confirm(changes)

    def close(self) -> None:
        """Let go of both."""
        self.vectors.close()
        self.words.close()

    def _confirm(self, changes: Sequence[Change]) -> None:
        if changes:
            self._catalogue.confirm_changes(changes[-1].number)

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
        return self._catalogue.stored_passages(list({change.passage_id for change in changes}))

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
        return self._make_again(kind, make)

    def _is_sound(self, index: VectorIndex | WordIndex) -> bool:
        if index.count() != self._catalogue.passage_count():
            return False
        if isinstance(index, WordIndex):
            return True
        sample = self._catalogue.sample_passage_ids(_SAMPLES)
        for vector in self._catalogue.vectors(sample).values():
            nearest = [
                match.cosine for found in index.search(vector, 1).values() for match in found
            ]
            if not nearest or max(nearest) < _OWN_COSINE * float(np.dot(vector, vector)):
                return False
        return True

    def _make_again(self, kind: str, make: Callable[[Path], _Index]) -> _Index:
        folder = self._unused_folder(kind)
        index = make(folder)
        for passage_ids in self._catalogue.all_passage_ids(_BATCH):
            stored = self._catalogue.stored_passages(passage_ids)
            if isinstance(index, WordIndex):
                _put_words(index, stored)
                index.commit()
            else:
                _put_vectors(index, stored)
        self._catalogue.set_value(f"{kind} folder", folder.name)
        for old in self._folder.glob(f"{kind}-*"):
            if old != folder:
                shutil.rmtree(old, ignore_errors=True)
        return index

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
