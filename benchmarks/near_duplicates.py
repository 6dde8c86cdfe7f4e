"""Pairs of texts that may be near-duplicates: by the bands of their signatures, and all of them."""

from collections import defaultdict
from collections.abc import Iterable, Sequence
from itertools import combinations

import numpy as np

from index.duplicates import Shingles, Signature

Pair = tuple[int, int]
"""The places of two texts in their sequence, the smaller first."""

_RARE = 40
"""Texts that have a shingle at most, for it to tell which of them to compare."""
_SHARED = 0.2
"""Share of the shorter text's shingles that are rare and common to both, from which two texts are
compared; a near-duplicate has at least 0.8 in common, and next to all of them are rare."""


class Bands:
    """Which texts have which band, as the catalogue keeps it."""

    def __init__(self, signatures: Sequence[Signature]) -> None:
        self._texts: dict[int, list[int]] = defaultdict(list)
        for number, signature in enumerate(signatures):
            for band in signature.bands():
                self._texts[band].append(number)

    def sharing(self, signature: Signature) -> set[int]:
        """Return the texts that have a band in common with `signature`."""
        return {number for band in signature.bands() for number in self._texts.get(band, ())}

    def pairs(self) -> set[Pair]:
        """Return all pairs of texts that have a band in common."""
        return {pair for texts in self._texts.values() for pair in combinations(texts, 2)}


def sharing_pairs(texts: Iterable[Shingles]) -> set[Pair]:
    """Return all pairs of texts that share enough rare shingles to be compared, without bands."""
    hashed = [np.fromiter(map(hash, text), np.int64, len(text)) for text in texts]
    lengths = np.array([len(text) for text in hashed])
    shingle = np.concatenate(hashed)
    order = np.lexsort((np.repeat(np.arange(len(hashed)), lengths), shingle))
    text = np.repeat(np.arange(len(hashed)), lengths)[order]
    first = np.flatnonzero(np.diff(shingle[order], prepend=shingle[order[0]] - 1))
    holders = np.diff(first, append=len(text))
    # The holders of a shingle stand side by side: each is paired with those `step` places on.
    last = np.repeat(first + holders, holders)
    rare = np.repeat(holders <= _RARE, holders)
    both = []
    for step in range(1, _RARE):
        here = np.flatnonzero(rare & (np.arange(len(text)) + step < last))
        both.append(text[here] * len(hashed) + text[here + step])
    pairs, shared = np.unique(np.concatenate(both), return_counts=True)
    one, other = np.divmod(pairs, len(hashed))
    enough = shared >= _SHARED * np.minimum(lengths[one], lengths[other])
    return set(zip(one[enough].tolist(), other[enough].tolist(), strict=True))


def groups(pairs: Iterable[Pair]) -> list[set[int]]:
    """Return the texts that pairs join, directly or through others."""
    group_of: dict[int, set[int]] = {}
    for pair in pairs:
        joined = set(pair).union(*(group_of.get(number, ()) for number in pair))
        group_of.update(dict.fromkeys(joined, joined))
    return list({id(group): group for group in group_of.values()}.values())
