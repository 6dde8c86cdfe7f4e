"""Whether a written sentence is supported by the passages that it cites: the first, plain check.

It holds numbers, dates and, within one language, names and words against the passages. A better one
has the same two names, `Checker` and `Support`.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from typing import Protocol

from assistant.language.names import same_name
from assistant.language.values import (
    Value,
    ValueKind,
    compare_dates,
    compare_numbers,
    date_includes,
)
from assistant.language.vocabulary import vocabulary
from assistant.matter import Matter, matter
from index.terms import stem, tokens

_COVERED = 2 / 3
"""Share of a sentence's words of matter that the passages must have, in their own language."""


@dataclass(frozen=True)
class Source:
    """A passage that a sentence cites."""

    text: str
    language: str | None
    published: date | None
    """The day from which its relative dates count."""


@dataclass(frozen=True)
class Support:
    """What a check found."""

    supported: bool
    score: float
    """0 to 1: how surely."""
    faults: tuple[str, ...] = ()
    """What does not stand in the passages, as it is written in the sentence."""


class Checker(Protocol):
    """Holds a written sentence against the passages that it cites."""

    def check(self, sentence: str, cited: Sequence[Source], language: str) -> Support:
        """Tell whether `cited` support `sentence`, which is written in `language`."""
        ...


class PlainChecker:
    """The check without a model: values and names must stand there, and half of the words."""

    def check(self, sentence: str, cited: Sequence[Source], language: str) -> Support:
        """Check, see `Checker`."""
        said = matter(sentence, language)
        read = [
            (source, matter(source.text, source.language, source.published)) for source in cited
        ]
        faults = [
            sentence[value.start : value.end]
            for value in said.values
            if not any(_stands(value, source, one) for source, one in read)
        ]
        same = [one for source, one in read if source.language == language]
        if not same or len(same) < len(read):
            # What is written in another language can be told by its values only.
            return Support(not faults, 0.5 if not faults else 0.0, tuple(faults))
        faults += [
            sentence[start:end]
            for name, start, end in said.names
            if not any(same_name(name, word) for one in same for word in one.folded)
        ]
        covered = _covered(sentence, same, language)
        return Support(
            not faults and covered >= _COVERED, 0.0 if faults else covered, tuple(faults)
        )


def _stands(value: Value, source: Source, read: Matter) -> bool:
    if value.kind == ValueKind.DATE:
        keys = [one.key for one in read.values if one.kind == ValueKind.DATE]
        if source.published:
            keys.append(source.published.isoformat())
        return any(_tells(key, value.key, source.published) for key in keys)
    return any(
        one.key == value.key
        if value.kind == ValueKind.ORDINAL
        else compare_numbers(one.key, value.key)
        for one in read.values
        if one.kind == value.kind
    )


def _tells(key: str, said: str, published: date | None) -> bool:
    """Tell whether the date of a source gives the date said, which may be wider but no finer."""
    if key.startswith("--") and published and not said.startswith("--"):
        # A day without its year in an article of that year.
        key = f"{published.year}{key[1:]}"
    if said.startswith("--"):
        return compare_dates(key, said) is True and len(key) >= len(said)
    return date_includes(said, key)


def _covered(sentence: str, read: Sequence[Matter], language: str) -> float:
    functions = vocabulary(language).functions
    words = {stem(one.word, language) for one in tokens(sentence) if one.word not in functions}
    known = frozenset[str]().union(*(one.stems for one in read))
    return len(words & known) / len(words) if words else 0.0
