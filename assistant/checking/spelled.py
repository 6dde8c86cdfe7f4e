"""Numbers that are written in words, put into figures: "two hundred thousand" → "200 thousand"."""

from collections.abc import Mapping
from functools import lru_cache

from num2words import num2words

from index.terms import fold, tokens

_SPELLED = range(2, 1_000)
_ALONE_FROM = 13
"""Smaller ones, of which "neuf" is more than a number, are put into figures before a scale only:
"two million". Elsewhere `find_values` reads them."""
_SCALED = (2_000, 5_000, 2_000_000, 5_000_000, 2_000_000_000, 5_000_000_000)
_HUNDRED = 100
"""Left in words: in French and Italian it is a part of "per cent" too."""
_LONGEST = 8
"""Words of a number at most: neuf cent quatre-vingt-dix-neuf has six."""
_WITHIN = " \u00a0-\u2010\u2011"
"""What may stand between the words of a number."""


@lru_cache(maxsize=4_096)
def in_figures(text: str, language: str | None) -> str:
    """Return `text` with its numbers from 13 to 999 in figures, in the languages of num2words.

    A scale after them ("million", "mille") stays, for `find_values` reads it. Numbers whose form
    changes with their case stay in words.
    """
    forms = _forms(language or "")
    if not forms:
        return text
    scales = _scales(language or "")
    words = tokens(text)
    folded = [fold(token.word) for token in words]
    parts: list[str] = []
    copied = place = 0
    while place < len(words):
        longest = 1
        while longest < _LONGEST and place + longest < len(words):
            gap = text[words[place + longest - 1].end : words[place + longest].start]
            if gap.strip(_WITHIN):
                break
            longest += 1
        for length in range(longest, 0, -1):
            number = forms.get(tuple(folded[place : place + length]))
            after = folded[place + length : place + length + 1]
            if number is not None and (number >= _ALONE_FROM or scales.issuperset(after or [""])):
                parts += [text[copied : words[place].start], str(number)]
                copied = words[place + length - 1].end
                place += length
                break
        else:
            place += 1
    return "".join([*parts, text[copied:]])


@lru_cache(maxsize=16)
def _forms(language: str) -> Mapping[tuple[str, ...], int]:
    """Return the numbers by the folded words that they are written with; empty if not known."""
    forms: dict[tuple[str, ...], int] = {}
    for number in _SPELLED:
        if number == _HUNDRED:
            continue
        try:
            spelled = num2words(number, lang=language)
        except NotImplementedError:
            return {}
        words = tuple(fold(token.word) for token in tokens(spelled))
        forms[words] = number
        # "two hundred fifty" is as good as "two hundred and fifty".
        forms.setdefault(tuple(word for word in words if word != "and"), number)
    return forms


@lru_cache(maxsize=16)
def _scales(language: str) -> frozenset[str]:
    """Return the folded words for thousand, million and billion, as they stand after a number."""
    spelled = [tokens(num2words(number, lang=language)) for number in _SCALED]
    return frozenset(fold(words[-1].word) for words in spelled if len(words) > 1)
