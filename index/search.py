"""Searching the indexes of a library within a scope.

The indexes know ids and little else, so what lies within a scope is looked up in the catalogue.
Where that is few passages, only they are searched. Where it is many, the search is widened until it
has found enough of them: Chroma's own `where` filters take 300-500 ms when most passages match.
"""

from collections import defaultdict
from collections.abc import Callable, Mapping, Sequence
from functools import partial
from typing import TypeVar

import numpy as np
from numpy.typing import NDArray

from index.library import Library
from index.scope import EVERYTHING, Scope
from index.vectors import VectorMatch
from index.words import WordMatch

_FEW = 2_000  # passages: their vectors are read and compared in some 20 ms
_WIDER = 8  # times more is asked for in each round that has not found enough

_Match = TypeVar("_Match", VectorMatch, WordMatch)


class ScopedSearch:
    """Finds the passages of `scope` for one question."""

    def __init__(self, library: Library, scope: Scope) -> None:
        self._library = library
        self._scope = scope
        limited = scope != EVERYTHING
        self._few = library.catalogue.passages.in_scope(scope, _FEW) if limited else None

    def nearest(
        self, vector: NDArray[np.float32], limit: int
    ) -> Mapping[str | None, list[VectorMatch]]:
        """Return the nearest passages, best first, for each language: up to `limit` of each."""
        if self._few is not None:
            return self._nearest_of_few(self._few, vector, limit)
        vectors = self._library.vectors
        found = {
            language: self._widened(partial(vectors.search_language, language, vector), limit)
            for language in vectors.languages
            if self._scope.language in (None, language)
        }
        return {language: matches for language, matches in found.items() if matches}

    def stems(self, words: Sequence[str], language: str | None, limit: int) -> list[WordMatch]:
        """Return the passages in `language` that hold most of `words`, best first."""
        if self._scope.language not in (None, language):
            return []  # else every passage would be looked at in vain
        search = self._library.words.search_stems
        if self._few is not None:
            return search(words, language, limit, self._few)
        return self._widened(partial(search, words, language), limit)

    def folded(self, words: Sequence[str], limit: int) -> list[WordMatch]:
        """Return the passages of any language that hold most of `words` as they stand."""
        search = self._library.words.search_folded
        if self._few is not None:
            return search(words, limit, self._few)
        return self._widened(partial(search, words), limit)

    def _nearest_of_few(
        self, few: Mapping[str, str | None], vector: NDArray[np.float32], limit: int
    ) -> Mapping[str | None, list[VectorMatch]]:
        found: dict[str | None, list[VectorMatch]] = defaultdict(list)
        for passage_id, own in self._library.catalogue.passages.vectors(list(few)).items():
            found[few[passage_id]].append(VectorMatch(passage_id, float(np.dot(own, vector))))
        return {
            language: sorted(matches, key=lambda match: -match.cosine)[:limit]
            for language, matches in found.items()
        }

    def _widened(self, search: Callable[[int], list[_Match]], limit: int) -> list[_Match]:
        if self._scope == EVERYTHING:
            return search(limit)
        asked_for = limit
        while True:
            seen = search(asked_for)
            within = self._library.catalogue.passages.within(
                self._scope, [match.passage_id for match in seen]
            )
            found = [match for match in seen if match.passage_id in within]
            if len(found) >= limit or len(seen) < asked_for:
                return found[:limit]
            asked_for *= _WIDER
