"""Understanding a question: its language, what kind of thing it asks for, and what it holds to."""

import re
from collections.abc import Collection, Mapping
from dataclasses import dataclass

from assistant.language.names import is_name, territories
from assistant.language.values import Value, find_values
from assistant.language.vocabulary import QuestionKind, vocabulary
from index.errors import QuestionRefused
from index.language import detect_language
from index.terms import tokens

QUESTION_LIMIT = 2_000
"""Longest question, in characters: about the 512 tokens that the embedding model reads."""


@dataclass(frozen=True)
class Question:
    """A question as the retriever and the reader use it."""

    text: str
    language: str
    """ISO 639-1."""
    kind: QuestionKind
    words: tuple[str, ...]
    """The words that carry its matter, lower-case, in order, each once."""
    names: frozenset[str]
    """Those of `words` that are written as proper names."""
    values: tuple[Value, ...]
    """Ordinals, numbers and dates that an answer must hold to."""
    value_of: Mapping[str, Value]
    """The value that a word of `words` is a part of, for those that are."""
    territories: frozenset[str]
    """CLDR codes of the countries and regions that it names."""


def understand(text: str, *, language: str | None = None, likely: Collection[str] = ()) -> Question:
    """Return what `text` asks.

    `language` is taken as given; otherwise it is detected, and `likely` ones win where the text is
    too short to tell. Raises QuestionRefused for an empty or over-long text.
    """
    text = re.sub(r"\s+", " ", text).strip()
    if not any(c.isalnum() for c in text):
        raise QuestionRefused("The question is empty: type a few words.")
    if len(text) > QUESTION_LIMIT:
        raise QuestionRefused(
            f"The question has {len(text):,} characters; the longest that is read has "
            f"{QUESTION_LIMIT:,}."
        )
    spoken = language or detect_language(text, likely=likely) or "en"
    words = _matter(text, spoken)
    values = tuple(find_values(text, spoken))
    return Question(
        text=text,
        language=spoken,
        kind=question_kind(text, spoken),
        words=tuple(dict.fromkeys(word for word, _ in words)),
        names=frozenset(word for word, start in words if is_name(text, start)),
        values=values,
        value_of={
            word: value
            for word, start in words
            for value in values
            if value.start <= start < value.end
        },
        territories=territories(text, spoken),
    )


def question_kind(text: str, language: str) -> QuestionKind:
    """Return what kind of thing is asked for, by the first of its question phrases.

    "What is the population of …" asks for a number: the first noun after the phrase tells.
    """
    lowered = text.lower()
    first: tuple[int, int, QuestionKind] | None = None
    for phrase, kind in vocabulary(language).kinds:
        edge = "" if language == "zh" else r"\b"
        match = re.search(rf"{edge}{re.escape(phrase)}{edge}", lowered)
        # The earliest phrase decides, and the longest of those that begin there.
        if match and (first is None or (match.start(), -len(phrase)) < first[:2]):
            first = (match.start(), -len(phrase), kind)
    if first is None:
        return QuestionKind.OTHER
    start, length, kind = first
    if kind == QuestionKind.WHAT and _names_quantity(lowered[start - length :], language):
        return QuestionKind.QUANTITY
    return kind


def _names_quantity(rest: str, language: str) -> bool:
    spoken = vocabulary(language)
    matter = (token.word for token in tokens(rest) if token.word not in spoken.functions)
    return next(matter, None) in spoken.quantities


def _matter(text: str, language: str) -> list[tuple[str, int]]:
    functions = vocabulary(language).functions
    found = [(token.word, token.start) for token in tokens(text)]
    matter = [(word, start) for word, start in found if word not in functions]
    return matter or found
