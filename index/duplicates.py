"""Near-duplicates: texts that are one dispatch, as several sites carry it."""

from collections.abc import Collection, Iterator, Sequence
from dataclasses import dataclass
from datetime import date
from functools import cache
from hashlib import blake2b
from typing import TYPE_CHECKING, NamedTuple, Self

import numpy as np
from numpy.typing import NDArray
from rapidfuzz.distance import Levenshtein

from index.terms import fold, tokens

if TYPE_CHECKING:
    from datasketch import MinHash

_SHINGLE = 4
"""Words of a shingle (A. Broder, On the resemblance and containment of documents, 1997). Of a
script without spaces, `tokens` gives overlapping pairs: a shingle is five characters then."""
_COPIED = 0.8
"""Share of the shorter text's shingles that the other has, from which one is a copy: sites change
a word, a headline or a name of the agency, and cut the end off."""
_WORDS = 40
"""Words below which only the same text is a copy: two notices share their form and differ in what
they tell. Characters, in a script without spaces."""
_LENGTH = 0.6
"""Words of the shorter text over those of the longer, from which it is the same dispatch: sites
cut off a third. A flash inside a long report is told in it, but is not carried by it."""
_WHOLE = 0.9
"""Share of the longest copy's length from which a copy counts as whole: bylines come and go."""
_PERMUTATIONS = 126
_ROWS = 3
"""Hash values of a band, so 42 bands: two texts share one with a probability of 0.9999 at a
resemblance of 0.6, 0.97 at 0.43 (the least that a near-duplicate can have), 0.04 at 0.1."""

Shingles = frozenset[str]
"""The sequences of four folded words of a text; a shorter text is one shingle."""


def shingles(text: str) -> Shingles:
    """Return the shingles of `text`."""
    return _shingles(_words(text))


def is_copied(one: Shingles, other: Shingles) -> bool:
    """Tell whether the longer of two texts holds nearly all of the shorter."""
    return len(one & other) >= _COPIED * min(len(one), len(other))


def is_near_duplicate(one: str, other: str) -> bool:
    """Tell whether two whole texts are one dispatch, so that one of them is enough to answer from.

    Not where a number in the one stands for another number in the other: a toll that rose and a
    forecast for the next day are told in the same words, and are news.
    """
    shorter, longer = sorted((_words(one), _words(other)), key=len)
    if shorter == longer:
        return bool(shorter)
    return (
        len(shorter) >= _WORDS
        and len(shorter) >= _LENGTH * len(longer)
        and is_copied(_shingles(shorter), _shingles(longer))
        and not any(_is_other_number(*change) for change in _changes(shorter, longer))
    )


class Copy(NamedTuple):
    """What decides which of several near-duplicates is kept for answering."""

    address: str
    published: date | None
    length: int
    """Characters of the text."""


def leading(copies: Collection[Copy]) -> Copy:
    """Return the copy to answer from: of those that are whole, the earliest published.

    One that was cut does not lead, or what it lacks could not be found any more. Then the longest
    leads, then the smaller address; those without a date come last. Raises ValueError for none.
    """
    whole = _WHOLE * max(copy.length for copy in copies)
    return min(
        (copy for copy in copies if copy.length >= whole),
        key=lambda copy: (copy.published or date.max, -copy.length, copy.address),
    )


@dataclass(frozen=True, eq=False)
class Signature:
    """What is kept of a text to find its near-duplicates: a MinHash of its shingles."""

    values: NDArray[np.uint32]
    """Shape (126,)."""

    @classmethod
    def of(cls, text: str) -> Self:
        """Return the signature of `text`."""
        signature = _no_shingle().copy()
        signature.update_batch([shingle.encode() for shingle in shingles(text)])
        return cls(signature.hashvalues)

    @classmethod
    def from_bytes(cls, stored: bytes) -> Self:
        """Return the signature that `to_bytes` wrote; raises ValueError for anything else."""
        if len(stored) != 4 * _PERMUTATIONS:
            raise ValueError(f"A signature has {4 * _PERMUTATIONS} bytes, not {len(stored)}.")
        return cls(np.frombuffer(stored, "<u4").astype(np.uint32))

    def to_bytes(self) -> bytes:
        """Return the signature as 504 bytes, the same on every machine."""
        return self.values.astype("<u4").tobytes()

    def bands(self) -> list[int]:
        """Return 42 signed 64-bit integers: near-duplicates nearly always have one in common."""
        stored, length = self.to_bytes(), 4 * _ROWS
        return [
            int.from_bytes(
                blake2b(
                    stored[start : start + length],
                    digest_size=8,
                    salt=start.to_bytes(2, "little"),
                ).digest(),
                "little",
                signed=True,
            )
            for start in range(0, len(stored), length)
        ]


def resemblance(one: Signature, other: Signature) -> float:
    """Estimate the share of the shingles of both texts that both have, within about 0.1."""
    return float(np.mean(one.values == other.values))


@cache
def _no_shingle() -> "MinHash":
    # Imported late: it takes half a second, and only indexing needs it.
    from datasketch import MinHash

    return MinHash(num_perm=_PERMUTATIONS, seed=1, scheme="affine32")


def _words(text: str) -> list[str]:
    return [fold(token.word) for token in tokens(text)]


def _shingles(words: Sequence[str]) -> Shingles:
    count = max(1, len(words) - _SHINGLE + 1)
    return frozenset(" ".join(words[i : i + _SHINGLE]) for i in range(count))


def _changes(one: Sequence[str], other: Sequence[str]) -> Iterator[tuple[list[str], list[str]]]:
    """Yield what stands between two shingles that both texts have, in the one and in the other."""
    start = other_start = 0
    for kept in Levenshtein.opcodes(one, other).as_matching_blocks():
        # The last block is empty and stands at the end of both.
        if kept.size >= _SHINGLE or not kept.size:
            yield list(one[start : kept.a]), list(other[other_start : kept.b])
            start, other_start = kept.a + kept.size, kept.b + kept.size


def _is_other_number(words: Sequence[str], others: Sequence[str]) -> bool:
    """Tell whether changed words tell another number; 13 500 and 13.500 are one."""
    number, other = _numbers(words), _numbers(others)
    return (
        bool(number and other)
        and not set(number) <= set(other)
        and _digits(number) != _digits(other)
    )


def _numbers(words: Sequence[str]) -> list[str]:
    return [word for word in words if any(letter.isdecimal() for letter in word)]


def _digits(numbers: Sequence[str]) -> str:
    return "".join(numbers).replace(".", "")
