"""How a text is scored against the answers expected: exact match, F1 and containment.

Texts are brought to one form as SQuAD's evaluation does (Rajpurkar et al. 2016), with the articles
of French, Spanish, German and Arabic and the cutting of Chinese into characters as MLQA's does
(Lewis et al. 2020). Unlike there, punctuation parts words instead of vanishing, so that "Denver" is
found in "Denver's" and "Bretagne" in "Grande-Bretagne".
"""

import re
import unicodedata
from collections import Counter
from collections.abc import Sequence

_UNSPACED = r"\u0e00-\u0e7f\u3040-\u30ff\u3400-\u4dbf\u4e00-\u9fff"  # Thai, kana, Han
_WORD = re.compile(rf"\d+(?:[.,]\d+)*|[{_UNSPACED}]|[^\W\d{_UNSPACED}]+")
_ARTICLES = {
    "en": frozenset({"a", "an", "the"}),
    "fr": frozenset({"le", "la", "les", "l", "un", "une", "des", "du", "au", "aux"}),
    "es": frozenset({"el", "la", "los", "las", "un", "una", "unos", "unas"}),
    "de": frozenset(
        {"der", "die", "das", "den", "dem", "des"}
        | {"ein", "eine", "einen", "einem", "eines", "einer"}
    ),
}
_ARABIC_ARTICLE = "ال"


def words(text: str, language: str | None) -> list[str]:
    """Return the words of `text` as they are compared: folded in case, without articles.

    `language` is the text's (ISO 639-1). A letter of an unspaced script is a word; a number is
    one, whatever marks its thousands. A text of nothing but articles keeps them.
    """
    folded = unicodedata.normalize("NFKC", text).casefold()
    found = [_bare(word, language) for word in _WORD.findall(folded)]
    articles = _ARTICLES.get(language or "", frozenset())
    return [word for word in found if word not in articles] or found


def _bare(word: str, language: str | None) -> str:
    if word[0].isdigit():
        return word.replace(",", "").replace(".", "")
    if language == "ar" and len(word) > len(_ARABIC_ARTICLE):
        return word.removeprefix(_ARABIC_ARTICLE)
    return word


def holds(text: str, answers: Sequence[str], language: str | None) -> bool:
    """Tell whether one of `answers` stands in `text`, word for word."""
    # Spaces on both sides: 5 does not stand in 1950.
    inside = f" {' '.join(words(text, language))} "
    wanted = (" ".join(words(answer, language)) for answer in answers)
    return any(answer and f" {answer} " in inside for answer in wanted)


def exact_match(text: str, answers: Sequence[str], language: str | None) -> float:
    """Return 1.0 when `text` is one of `answers`, else 0.0."""
    given = words(text, language)
    return float(bool(given) and any(given == words(answer, language) for answer in answers))


def f1(text: str, answers: Sequence[str], language: str | None) -> float:
    """Return the F1 of the words that `text` shares with the answer it is nearest to, 0 to 1."""
    given = words(text, language)
    return max((_f1(given, words(answer, language)) for answer in answers), default=0.0)


def _f1(given: Sequence[str], wanted: Sequence[str]) -> float:
    shared = (Counter(given) & Counter(wanted)).total()
    # The harmonic mean of precision (shared/given) and recall (shared/wanted).
    return 2 * shared / (len(given) + len(wanted)) if shared else 0.0
