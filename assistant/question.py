"""Understanding a question: its language, what kind of thing it asks for, and what it holds to."""

import re
import unicodedata
from collections.abc import Collection, Mapping
from dataclasses import dataclass, field
from datetime import date

from assistant.kinds import question_kind
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
    """Those of `words` that are written as proper names, or known as such where capitals say
    nothing: see `has_case`."""
    values: tuple[Value, ...]
    """Ordinals, numbers and dates that an answer must hold to."""
    value_of: Mapping[str, Value]
    """The value that a word of `words` is a part of, for those that are."""
    territories: frozenset[str]
    """CLDR codes of the countries and regions that it names."""
    has_case: bool
    """Whether its capitals tell names from other words: not where it has none, or nothing else."""
    spellings: Mapping[str, str] = field(default_factory=dict)
    """How the library spells a word of `words` that it does not hold as it is typed."""

    @property
    def searched(self) -> tuple[str, ...]:
        """The words to search for: `words`, as the library spells them."""
        return tuple(self.spellings.get(word, word) for word in self.words)


def understand(
    text: str,
    *,
    language: str | None = None,
    likely: Collection[str] = (),
    today: date | None = None,
) -> Question:
    """Return what `text` asks on the day `today`, which its relative dates count from.

    `language` is taken as given; otherwise it is detected, and `likely` ones win where the text is
    too short to tell. Raises QuestionRefused for an empty or over-long text.
    """
    text = tidied(text)
    if not any(c.isalnum() for c in text):
        raise QuestionRefused("The question is empty: type a few words.")
    if len(text) > QUESTION_LIMIT:
        raise QuestionRefused(
            f"The question has {len(text):,} characters; the longest that is read has "
            f"{QUESTION_LIMIT:,}."
        )
    spoken = language or detect_language(text, likely=likely) or "en"
    words = _matter(text, spoken)
    values = tuple(
        value
        for value in find_values(text, spoken, today)
        # "Who is the mayor today?" asks for the latest, not for what was said on that one day.
        if not (value.relative and value.key == str(today))
    )
    has_case = text not in {text.lower(), text.upper()}
    return Question(
        text=text,
        language=spoken,
        kind=question_kind(text, spoken),
        words=tuple(dict.fromkeys(word for word, _ in words)),
        names=frozenset(word for word, start in words if has_case and is_name(text, start)),
        values=values,
        value_of={
            word: value
            for word, start in words
            for value in values
            if value.start <= start < value.end
        },
        territories=territories(text, spoken),
        has_case=has_case,
    )


def tidied(text: str) -> str:
    """Return a question as it is read: composed characters, single spaces."""
    return re.sub(r"\s+", " ", unicodedata.normalize("NFC", text)).strip()


def _matter(text: str, language: str) -> list[tuple[str, int]]:
    functions = vocabulary(language).functions
    found = [(token.word, token.start) for token in tokens(text)]
    matter = [(word, start) for word, start in found if word not in functions]
    return matter or found
