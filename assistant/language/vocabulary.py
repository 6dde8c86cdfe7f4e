"""The little words of each language, read from `words.toml` beside this file."""

import re
import tomllib
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from enum import StrEnum
from functools import lru_cache
from importlib.resources import files
from typing import TypedDict

from assistant.language.accents import unaccented


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
    LIST = "list"
    """All that have something in common: which countries took part."""
    DEFINITION = "definition"
    """Who or what somebody or something is."""
    YES_NO = "yes_no"
    WHAT = "what"
    OTHER = "other"


@dataclass(frozen=True)
class Vocabulary:
    """The little words of one language; empty for a language that `words.toml` does not have.

    All patterns are for texts without accents (see `unaccented`), and heed no capitals.
    """

    kinds: tuple[tuple[re.Pattern[str], bool, QuestionKind], ...]
    """Phrases that ask for a kind of thing, and whether each is a single word with an accent."""
    lists: re.Pattern[str] | None
    """Matches a question word with a plural noun."""
    openers: re.Pattern[str] | None
    """Matches what opens a yes-or-no question."""
    signs: re.Pattern[str] | None
    """Matches what makes a sentence a yes-or-no question, wherever it stands."""
    courtesies: re.Pattern[str] | None
    """Matches what stands before the question itself: "do you know"."""
    nouns: Mapping[str, QuestionKind]
    """Nouns that tell what is asked for: "what is the population" asks for a quantity."""
    articles: re.Pattern[str] | None
    """Matches an article, or a whole word that is written with one."""
    functions: frozenset[str]
    """Words that carry no matter, question words among them, with and without their accents."""
    links: frozenset[str]
    """Those of them that stand inside what a definition is asked of."""
    copulas: frozenset[str]
    """Verbs that lead in a definition."""
    coordinators: frozenset[str]
    """The words between the last two items of a list."""
    auxiliaries: frozenset[str]
    """Verbs of a yes-or-no question that its answer has to repeat."""
    negations: frozenset[str]
    doubts: frozenset[str]
    """Words that make a statement less than certain."""
    reasons: re.Pattern[str] | None
    """Matches what leads in a reason."""
    ordinals: re.Pattern[str] | None
    """Matches an ordinal word; group number n holds for the n-th."""
    numbers: re.Pattern[str] | None
    """Matches a number word; group number n holds for n + 1."""
    locatives: frozenset[str]
    """Words that stand before a place."""


class _Table(TypedDict):
    """The entry of one language in `words.toml`."""

    kinds: dict[str, list[str]]
    functions: str
    ordinals: list[str]
    not_ordinals: list[str]
    distributives: str
    numbers: str
    locatives: str
    nouns: dict[str, str]
    links: str
    copulas: str
    coordinators: str
    auxiliaries: str
    negations: str
    doubts: str
    courtesies: list[str]
    lists: str
    signs: str
    articles: str
    reasons: list[str]


_EMPTY: _Table = {
    "kinds": {}, "functions": "", "ordinals": [], "not_ordinals": [], "distributives": "",
    "numbers": "", "locatives": "", "nouns": {}, "links": "", "copulas": "", "coordinators": "",
    "auxiliaries": "", "negations": "", "doubts": "", "courtesies": [], "lists": "", "signs": "",
    "articles": "", "reasons": [],
}  # fmt: skip


@lru_cache(maxsize=64)
def vocabulary(language: str | None) -> Vocabulary:
    """Return the vocabulary of an ISO 639-1 language."""
    table = _tables().get(language or "", _EMPTY)
    spaced = language != "zh"
    kinds = {QuestionKind(kind): phrases for kind, phrases in table["kinds"].items()}
    openers = kinds.pop(QuestionKind.YES_NO, [])
    phrases = [(phrase, kind) for kind, phrases in kinds.items() for phrase in phrases]
    asked = [phrase for phrase in (*openers, *(p for p, _ in phrases)) if " " not in phrase]
    return Vocabulary(
        kinds=tuple(
            (_pattern([re.escape(p)], spaced=spaced), " " not in p and p != unaccented(p), kind)
            for p, kind in phrases
        ),
        lists=_optional([table["lists"]], spaced=spaced),
        openers=_optional(map(re.escape, openers), spaced=spaced),
        signs=_optional([table["signs"]], spaced=spaced),
        courtesies=_optional(map(re.escape, table["courtesies"]), spaced=spaced),
        nouns={
            noun: QuestionKind(kind)
            for kind, nouns in table["nouns"].items()
            for noun in _words(nouns)
        },
        articles=_optional([table["articles"]], spaced=spaced),
        functions=_words(table["functions"]) | _words(" ".join(asked)),
        links=_words(table["links"]),
        copulas=_words(table["copulas"]),
        coordinators=_words(table["coordinators"]),
        auxiliaries=_words(table["auxiliaries"]),
        negations=_words(table["negations"]),
        doubts=_words(table["doubts"]),
        ordinals=_ordinal_pattern(
            table["ordinals"], table["not_ordinals"], table["distributives"].split()
        ),
        numbers=_number_pattern(table["numbers"].split(), spaced=spaced),
        locatives=_words(table["locatives"]),
        reasons=_optional(table["reasons"], spaced=spaced),
    )


def _words(text: str) -> frozenset[str]:
    """Return the words of `text`, and the same without accents."""
    return frozenset({*text.split(), *unaccented(text).split()})


def _optional(patterns: Iterable[str], *, spaced: bool) -> re.Pattern[str] | None:
    """Return a pattern of any of `patterns`, longest first; None when they are empty."""
    some = sorted(filter(None, patterns), key=len, reverse=True)
    return _pattern(some, spaced=spaced) if some else None


def _pattern(patterns: Iterable[str], *, spaced: bool) -> re.Pattern[str]:
    """Return a pattern of any of `patterns`, for texts without accents."""
    edge = r"\b" if spaced else ""
    return re.compile(rf"{edge}(?:{unaccented('|'.join(patterns))}){edge}", re.IGNORECASE)


def is_article(word: str, spoken: Vocabulary) -> bool:
    """Tell whether `word` is an article, or is written with one as in Arabic."""
    return spoken.articles is not None and spoken.articles.fullmatch(unaccented(word)) is not None


@lru_cache(maxsize=1)
def _tables() -> dict[str, _Table]:
    text = files("assistant.language").joinpath("words.toml").read_text(encoding="utf-8")
    tables: dict[str, _Table] = tomllib.loads(text)
    return tables


def _ordinal_pattern(
    stems: list[str], excluded: list[str], distributives: list[str]
) -> re.Pattern[str] | None:
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
    # One for each, since all that Python looks back for has to be of one length.
    not_preceded = "".join(rf"(?<!\b{word}\s)" for word in distributives)
    pattern = rf"\b{not_preceded}(?:{'|'.join(groups)})\b{not_followed}"
    return re.compile(unaccented(pattern), re.IGNORECASE)


def _number_pattern(words: list[str], *, spaced: bool) -> re.Pattern[str] | None:
    return _pattern(["|".join(f"({word})" for word in words)], spaced=spaced) if words else None
