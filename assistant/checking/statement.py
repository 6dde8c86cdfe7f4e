"""A text as a check sees it: without markers, its numbers in figures, its sentences apart."""

import re
from collections.abc import Collection
from dataclasses import dataclass
from datetime import date
from functools import cached_property, lru_cache

from assistant.checking.spelled import in_figures
from assistant.language.values import Value, ValueKind
from assistant.language.vocabulary import vocabulary
from assistant.matter import Matter, matter
from index.terms import stem, tokens

_MARKER = re.compile(r"\s?[\[【]\s*\d+(?:\s*[,，;–-]\s*\d+)*\s*[\]】]")
_BULLET = re.compile(r"^\s*(?:[•*–-]|\d{1,2}[.)])\s+")


@dataclass(frozen=True)
class Statement:
    """A claim, or a sentence of a source, with what it is made of."""

    text: str
    language: str | None
    written: date | None
    """The day that its relative dates count from."""
    matter: Matter

    @cached_property
    def values(self) -> tuple[Value, ...]:
        """Its ordinals, numbers and dates; "the 1990s" tells no year."""
        return tuple(value for value in self.matter.values if not self._is_decade(value))

    @cached_property
    def content(self) -> tuple[str, ...]:
        """The stems of its words that carry matter, in order; of all words if none does."""
        functions = vocabulary(self.language).functions
        words = [token.word for token in tokens(self.text)]
        some = [word for word in words if word not in functions] or words
        return tuple(stem(word, self.language) for word in some)

    @cached_property
    def stems(self) -> tuple[str, ...]:
        """The stems of all its words, in order."""
        return tuple(stem(token.word, self.language) for token in tokens(self.text))

    @cached_property
    def negative(self) -> bool | None:
        """Whether it has a word that denies; None where those of its language are not known."""
        negations = vocabulary(self.language).negations
        if not negations:
            return None
        if self.language == "zh":
            return any(word in self.text for word in negations)
        return any(token.word in negations for token in tokens(self.text))

    def denies(self, matter: Collection[str]) -> bool:
        """Tell whether a word that denies stands among the words of `matter`, or next to them.

        `matter` are stems; what else the sentence denies does not count. In languages whose words
        that deny are not known, nothing does.
        """
        negations = vocabulary(self.language).negations
        if self.language == "zh":
            return any(word in self.text for word in negations)
        own = [place for place, word in enumerate(self.stems) if word in matter]
        if not own:
            return False
        words = tokens(self.text)[max(0, own[0] - 2) : own[-1] + 2]
        return any(token.word in negations for token in words)

    def _is_decade(self, value: Value) -> bool:
        after = self.text[value.end : value.end + 1]
        return value.kind == ValueKind.DATE and after.isascii() and after.isalpha()


@lru_cache(maxsize=4_096)
def statement(text: str, language: str | None, written: date | None = None) -> Statement:
    """Return `text` as it is compared, without citation markers and the bullet of a list."""
    plain = in_figures(_MARKER.sub("", _BULLET.sub("", text)).strip(), language)
    return Statement(plain, language, written, matter(plain, language, written))
