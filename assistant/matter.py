"""What a text is made of, as evidence is weighed: its words, values, names and places."""

from dataclasses import dataclass
from functools import lru_cache

from assistant.language.names import is_name, territories
from assistant.language.values import Value, find_values
from index.terms import fold, stem, tokens


@dataclass(frozen=True)
class Matter:
    """The matter of a sentence or passage in one language."""

    folded: tuple[str, ...]
    """Its distinct words in plain Latin letters."""
    stems: frozenset[str]
    values: tuple[Value, ...]
    """Ordinals, numbers and dates; their ranges are characters of the text."""
    names: tuple[tuple[str, int, int], ...]
    """Words written as proper names: folded, and their characters of the text."""
    territories: frozenset[str]
    has_case: bool
    """Whether its script has capitals, so that names can be told from other words."""


@lru_cache(maxsize=8_192)
def matter(text: str, language: str | None) -> Matter:
    """Return what `text` is made of; kept for the texts seen last."""
    words = tokens(text)
    return Matter(
        folded=tuple(dict.fromkeys(fold(token.word) for token in words)),
        stems=frozenset(stem(token.word, language) for token in words),
        values=tuple(find_values(text, language)),
        names=tuple(
            (fold(token.word), token.start, token.end)
            for token in words
            if is_name(text, token.start)
        ),
        territories=territories(text, language),
        has_case=text.lower() != text.upper(),
    )
