"""Words as the lexical index and the assistant compare them: folded, stemmed, transliterated."""

import re
from functools import lru_cache
from typing import NamedTuple

import Stemmer
from anyascii import anyascii

_TOKEN = re.compile(r"\d+(?:[.,]\d+)+|\w+")
_UNSPACED_LETTERS = r"\u0E00-\u0EFF\u1000-\u109F\u1780-\u17FF\u3040-\u30FF\u3400-\u9FFF"
"""Thai, Lao, Burmese, Khmer, kana and Han: scripts that put no space between words."""
_UNSPACED = re.compile(f"[{_UNSPACED_LETTERS}]")
_RUN = re.compile(f"([{_UNSPACED_LETTERS}]+)|[^{_UNSPACED_LETTERS}]+")

_SNOWBALL = {
    "ar": "arabic", "ca": "catalan", "cs": "czech", "da": "danish", "de": "german", "el": "greek",
    "en": "english", "es": "spanish", "et": "estonian", "eu": "basque", "fa": "persian",
    "fi": "finnish", "fr": "french", "hi": "hindi", "hu": "hungarian", "hy": "armenian",
    "id": "indonesian", "it": "italian", "lt": "lithuanian", "ne": "nepali", "nl": "dutch",
    "no": "norwegian", "pl": "polish", "pt": "portuguese", "ro": "romanian", "ru": "russian",
    "sr": "serbian", "sv": "swedish", "ta": "tamil", "tr": "turkish",
}  # fmt: skip


class Token(NamedTuple):
    """A word of a text: its lower-case form and its character range."""

    word: str
    start: int
    end: int


def tokens(text: str) -> list[Token]:
    """Return the words of `text`; runs of an unspaced script are cut into overlapping pairs."""
    if not _UNSPACED.search(text):
        return [Token(m.group().lower(), m.start(), m.end()) for m in _TOKEN.finditer(text)]
    found: list[Token] = []
    for match in _TOKEN.finditer(text):
        word, start = match.group().lower(), match.start()
        if word.isascii() or not _UNSPACED.search(word):
            found.append(Token(word, start, match.end()))
            continue
        for run in _RUN.finditer(word):
            if run.group(1):
                found.extend(_pairs(run.group(), start + run.start()))
            else:
                found.append(Token(run.group(), start + run.start(), start + run.end()))
    return found


def _pairs(run: str, start: int) -> list[Token]:
    if len(run) == 1:
        return [Token(run, start, start + 1)]
    return [Token(run[i : i + 2], start + i, start + i + 2) for i in range(len(run) - 1)]


@lru_cache(maxsize=100_000)
def fold(word: str) -> str:
    """Return `word` in plain lower-case Latin letters: Tokaïev → tokaiev, Алматы → almaty.

    Han, kana and the like stay as they are: their romanisation loses what tells words apart.
    Decimal commas become points, so that 23,6 and 23.6 are one number.
    """
    if word.isascii():
        return word.replace(",", ".")
    if _UNSPACED.search(word):
        return word
    return anyascii(word).lower().replace("'", "") or word


@lru_cache(maxsize=100_000)
def stem(word: str, language: str | None) -> str:
    """Return the Snowball stem of `word`, folded; the folded word where there is none."""
    algorithm = _SNOWBALL.get(language or "")
    if algorithm is None or any(c.isdigit() for c in word):
        return fold(word)
    return fold(_stemmer(algorithm).stemWord(word) or word)  # of the Greek έως nothing is left


@lru_cache(maxsize=len(_SNOWBALL))
def _stemmer(algorithm: str) -> Stemmer.Stemmer:
    return Stemmer.Stemmer(algorithm, 0)
