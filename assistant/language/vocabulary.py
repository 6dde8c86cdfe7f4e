"""The little words of each language, read from `words.toml` beside this file."""

import re
import tomllib
from dataclasses import dataclass
from enum import StrEnum
from functools import lru_cache
from importlib.resources import files
from typing import TypedDict


class QuestionKind(StrEnum):
    """What kind of thing a question asks for."""

    WHEN = "when"
    WHERE = "where"
    PLACE = "place"
    """Which country, city or place: a name answers, wherever it stands in the sentence."""
    WHO = "who"
    QUANTITY = "quantity"
    WHY = "why"
    HOW = "how"
    WHAT = "what"
    OTHER = "other"


@dataclass(frozen=True)
class Vocabulary:
    """The little words of one language; empty for a language that `words.toml` does not have."""

    kinds: tuple[tuple[str, QuestionKind], ...]
    """Phrases that ask for a kind of thing, longest first."""
    functions: frozenset[str]
    """Words that carry no matter, question words among them."""
    ordinals: re.Pattern[str] | None
    """Matches an ordinal word; group number n holds for the n-th."""
    numbers: re.Pattern[str] | None
    """Matches a number word; group number n holds for n + 1."""
    locatives: frozenset[str]
    """Words that stand before a place."""
    quantities: frozenset[str]
    """Nouns that name a quantity."""


class _Table(TypedDict):
    """The entry of one language in `words.toml`."""

    kinds: dict[str, list[str]]
    functions: str
    ordinals: list[str]
    not_ordinals: list[str]
    numbers: str
    locatives: str
    quantities: str


@lru_cache(maxsize=64)
def vocabulary(language: str | None) -> Vocabulary:
    """Return the vocabulary of an ISO 639-1 language."""
    table = _tables().get(language or "")
    if table is None:
        return Vocabulary((), frozenset(), None, None, frozenset(), frozenset())
    phrases = [
        (phrase, QuestionKind(kind)) for kind, words in table["kinds"].items() for phrase in words
    ]
    phrases.sort(key=lambda entry: len(entry[0]), reverse=True)
    asked = {phrase for phrase, _ in phrases if " " not in phrase}
    return Vocabulary(
        kinds=tuple(phrases),
        functions=frozenset(table["functions"].split()) | asked,
        ordinals=_ordinal_pattern(table["ordinals"], table["not_ordinals"]),
        numbers=_number_pattern(table["numbers"].split(), spaced=language != "zh"),
        locatives=frozenset(table["locatives"].split()),
        quantities=frozenset(table["quantities"].split()),
    )


@lru_cache(maxsize=1)
def _tables() -> dict[str, _Table]:
    text = files("assistant.language").joinpath("words.toml").read_text(encoding="utf-8")
    tables: dict[str, _Table] = tomllib.loads(text)
    return tables


def _ordinal_pattern(stems: list[str], excluded: list[str]) -> re.Pattern[str] | None:
    if not stems:
        return None
    groups = []
    for alternatives in stems:
        # A trailing $ asks for the whole word; other stems take any ending.
        words = [
            f"{stem.removesuffix('$')}" if stem.endswith("$") else rf"{stem}\w{{0,4}}"
            for stem in re.split(r"\|(?![^(]*\))", alternatives)
        ]
        groups.append(f"({'|'.join(words)})")
    not_followed = rf"(?!\W+(?:{'|'.join(excluded)})\b)" if excluded else ""
    return re.compile(rf"\b(?:{'|'.join(groups)})\b{not_followed}", re.IGNORECASE)


def _number_pattern(words: list[str], *, spaced: bool) -> re.Pattern[str]:
    edge = r"\b" if spaced else ""
    return re.compile(edge + "(?:" + "|".join(f"({w})" for w in words) + ")" + edge, re.IGNORECASE)
