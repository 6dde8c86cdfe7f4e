"""Numbers that are written in words, put into figures: "two hundred thousand" → "200 thousand"."""

from collections.abc import Mapping
from functools import lru_cache

from num2words import num2words

from index.terms import fold, tokens

_SPELLED = range(13, 1_000)
"""The smaller ones are read by `find_values`, where "one" and "neuf" are more than numbers."""
_HUNDRED = 100
"""Left in words: in French and Italian it is a part of "per cent" too."""
_LONGEST = 8
"""Words of a number at most: neuf cent quatre-vingt-dix-neuf has six."""
_WITHIN = " \u00a0-\u2010\u2011"
"""What may stand between the words of a number."""


@lru_cache(maxsize=4_096)
def in_figures(text: str, language: str | None) -> str:
    """Return `text` with its numbers from 13 to 999 in figures, in any language of num2words.

    A scale after them ("million", "mille") stays, for `find_values` reads it. Numbers whose form
    changes with their case stay in words.
    """
    forms = _forms(language or "")
    if not forms:
        return text
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
            if number is not None:
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
