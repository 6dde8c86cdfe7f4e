"""What a text is made of, as evidence is weighed: its words, values, names and places."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date
from functools import lru_cache

from assistant.language.names import is_name, territories
from assistant.language.values import Value, find_values
from assistant.language.vocabulary import Vocabulary, vocabulary
from index.article import Article, DatePrecision
from index.terms import Token, fold, stem, tokens


@dataclass(frozen=True)
class Matter:
    """The matter of a sentence or passage in one language."""

    text: str
    language: str | None
    folded: tuple[str, ...]
    """Its distinct words in plain Latin letters."""
    stems: frozenset[str]
    values: tuple[Value, ...]
    """Ordinals, numbers and dates; their ranges are characters of the text."""
    names: tuple[tuple[str, int, int], ...]
    """Words written as proper names: folded, and their characters of the text."""
    places: tuple[tuple[str, int, int], ...]
    """Those of the names that stand where a place does: after "in", "à", "в" and the like."""
    territories: frozenset[str]
    has_case: bool
    """Whether its script has capitals, so that names can be told from other words."""
    has_vocabulary: bool
    """Whether ordinals and numbers written as words are found in its language."""


def day_written(article: Article) -> date | None:
    """Return the day that an article's relative dates count from; None when it is not known."""
    # Of a month or a year the first day is stored, which is not the day of writing.
    vague = article.published_precision in (DatePrecision.MONTH, DatePrecision.YEAR)
    return None if vague else article.published


@lru_cache(maxsize=8_192)
def matter(text: str, language: str | None, written: date | None = None) -> Matter:
    """Return what `text`, written on the day `written`, is made of; kept for the texts seen last.

    Without that day relative dates ("last year") are not read.
    """
    words = tokens(text)
    names = tuple(
        (fold(token.word), token.start, token.end)
        for token in words
        if is_name(text, token.start)
        # A capital at the beginning says nothing by itself, but a country's name is one there too.
        or (text[token.start].isupper() and territories(token.word, language))
    )
    return Matter(
        text=text,
        language=language,
        folded=tuple(dict.fromkeys(fold(token.word) for token in words)),
        stems=frozenset(stem(token.word, language) for token in words),
        values=tuple(find_values(text, language, written)),
        names=names,
        places=tuple(_places(words, names, vocabulary(language))),
        territories=territories(text, language),
        has_case=text.lower() != text.upper(),
        has_vocabulary=bool(vocabulary(language).functions),
    )


def _places(
    words: Sequence[Token], names: Sequence[tuple[str, int, int]], spoken: Vocabulary
) -> Iterator[tuple[str, int, int]]:
    """Yield the names with a locative before them; only little words may stand between."""
    named = {start: (name, start, end) for name, start, end in names}
    after_locative = False
    for word in words:
        if word.start in named and after_locative:
            yield named[word.start]
        elif word.word in spoken.locatives:
            after_locative = True
        elif word.word not in spoken.functions:
            after_locative = False
