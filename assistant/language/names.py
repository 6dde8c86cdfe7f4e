"""Names across languages: countries and regions by their code, other names by their sound."""

import re
from collections.abc import Sequence
from functools import lru_cache

from babel import Locale, UnknownLocaleError
from rapidfuzz.distance import JaroWinkler

from index.terms import fold, stem, tokens

_SAME_NAME = 0.9
"""Jaro-Winkler similarity from which two folded words are taken for one name. Tokayev and Tokaiev
have 0.94, ambassador and ambassadeur 0.94, summit and sommet 0.80."""
_SHORTEST = 4  # shorter words must be equal: three letters resemble too many others

BETWEEN_NAMES = re.compile(
    r"[\s\u00a0’'\-‑–]{1,2}|[\s\u00a0](?:de|du|des|d[’']|of|the|von|al|el)[\s\u00a0]"
)
"""Matches what stands between two parts of one name."""


@lru_cache(maxsize=200_000)
def same_name(one: str, other: str) -> bool:
    """Tell whether two folded words (`index.terms.fold`) are spellings of one name or cognates."""
    if one == other:
        return True
    if min(len(one), len(other)) < _SHORTEST or one[0] != other[0]:
        return False
    if any(c.isdigit() for c in one + other):
        return False
    return JaroWinkler.similarity(one, other) >= _SAME_NAME


@lru_cache(maxsize=20_000)
def territories(text: str, language: str | None) -> frozenset[str]:
    """Return the CLDR codes of the countries and regions named in `text`: KZ, 143 (Central Asia).

    Names are compared by their stems in `language`, so that inflected ones are found.
    """
    names = _territory_names(language or "en")
    stems = [stem(token.word, language) for token in tokens(text)]
    found: set[str] = set()
    position = 0
    while position < len(stems):
        matches = [
            (len(rest), code)
            for rest, code in names.get(stems[position], ())
            if stems[position + 1 : position + 1 + len(rest)] == rest
        ]
        longest, code = max(matches, default=(0, None))  # Central Asia, not Asia
        if code is not None:
            found.add(code)
        position += longest + 1
    return frozenset(found)


@lru_cache(maxsize=16)
def _territory_names(language: str) -> dict[str, list[tuple[list[str], str]]]:
    """Return, by the stem of a name's first word, the stems that must follow and the code."""
    try:
        locale = Locale.parse(language)
    except (UnknownLocaleError, ValueError):
        return {}
    names: dict[str, list[tuple[list[str], str]]] = {}
    for code, name in locale.territories.items():
        for form in _case_forms(name, language):
            first, *rest = [stem(token.word, language) for token in tokens(form)] or [""]
            if len(first) > 1:
                names.setdefault(first, []).append((rest, code))
    return names


def _case_forms(name: str, language: str) -> list[str]:
    """Return `name` with the case endings that Snowball stems apart: Казахстана, Казахстане."""
    if language == "ru" and name[-1] not in "аеёийоуыьэюя":
        return [name, *(name + ending for ending in ("а", "у", "ом", "е"))]
    return [name]


def is_name(text: str, start: int) -> bool:
    """Tell whether the word at `start` is written as a name: a capital inside a sentence.

    At the beginning of a text or after a full stop a capital says nothing, so the answer is no;
    scripts without capitals never have names by this rule.
    """
    if not text[start].isupper():
        return False
    before = text[:start].rstrip(" \u00a0«“\"'’(-–—")
    return bool(before) and before[-1] not in ".!?…:\n"


def holds_word(
    word: str, language: str | None, folded: Sequence[str], stems: frozenset[str]
) -> bool:
    """Tell whether a text, given by its folded words and stems, holds `word` in some spelling."""
    if stem(word, language) in stems:
        return True
    plain = fold(word)
    initial = plain[:1]  # looked at first: names that are alike begin alike
    return any(other[:1] == initial and same_name(plain, other) for other in folded)
