"""What the trained reader says of a text: which words answer, and how surely."""

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

_LONGEST = 30
"""Tokens of an answer at most."""


@dataclass(frozen=True)
class FoundSpan:
    """The best answer in a part of the text: its characters, and how much speaks for it.

    `score` is its log-odds against the text having no answer, by the reader alone.
    """

    start: int
    end: int
    score: float


@dataclass(frozen=True)
class TextScores:
    """The scores of the tokens of a text, all in the same order."""

    characters: NDArray[np.int64]
    """The characters of each token, from and to, (tokens, 2)."""
    starts: NDArray[np.float32]
    ends: NDArray[np.float32]
    none: float
    """The score of there being no answer."""

    def best(self, start: int, end: int) -> FoundSpan | None:
        """Return the best answer within the characters `start` to `end`; None without tokens."""
        within = (self.characters[:, 0] < end) & (self.characters[:, 1] > start)
        tokens = np.flatnonzero(within)
        if not len(tokens):
            return None
        both = self.starts[tokens][:, None] + self.ends[tokens][None, :]
        order = np.arange(len(tokens))
        length = order[None, :] - order[:, None]
        both[(length < 0) | (length >= _LONGEST)] = -np.inf
        first, last = np.unravel_index(int(both.argmax()), both.shape)
        found = self.characters[tokens[first], 0], self.characters[tokens[last], 1]
        return FoundSpan(
            start=max(int(found[0]), start),
            end=min(int(found[1]), end),
            score=float(both[first, last]) - self.none,
        )
