"""What a check of a written sentence is given, and what it tells."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from typing import Protocol


@dataclass(frozen=True)
class Source:
    """A passage that a sentence cites."""

    text: str
    language: str | None
    """ISO 639-1, None where not known."""
    published: date | None
    """The day that its relative dates ("yesterday") count from, None where not known."""


@dataclass(frozen=True)
class Support:
    """Whether a sentence is supported, how likely, and what is certainly wrong with it."""

    supported: bool
    score: float
    """0 to 1: how likely the passages say what the sentence does."""
    faults: tuple[str, ...] = ()
    """The numbers, dates and names, as the sentence writes them, that stand in no passage; the
    sentence itself where a passage denies it. With a fault it is not supported, whatever the
    score."""


class Checker(Protocol):
    """Holds a written sentence against the passages that it cites."""

    def check(
        self, sentence: str, cited: Sequence[Source], language: str | None, question: str = ""
    ) -> Support:
        """Tell whether the `cited` passages, taken together, say what `sentence` does.

        `language` (ISO 639-1) is the sentence's. The `question` that it answers tells which one is
        meant where it does not say so itself: "It was held on 18 May".
        """
        ...
