"""Ordinals, numbers and dates in a text, brought to one form in every language.

"second", "deuxième", "IIe" and "第二" are one ordinal; "31 milliards" and "31 billion" one number;
"19 mai 2023" and "May 19, 2023" one date. A question's values are what an answer must hold to, and
an answer's values are what two sources can agree on.
"""

import re
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from enum import StrEnum
from functools import lru_cache

from babel.dates import get_month_names

from assistant.language.accents import unaccented
from assistant.language.relative import find_relative_dates
from assistant.language.vocabulary import vocabulary

_MONTH_LANGUAGES = (
    "ar", "cs", "da", "de", "el", "en", "es", "fi", "fr", "hu", "it", "nl", "no", "pl", "pt",
    "ro", "ru", "sv", "tr", "uk",
)  # fmt: skip
_DAY = r"(?:3[01]|[12]\d|0?[1-9])"
_YEAR = r"(?:1\d{3}|20\d{2})"
_AFTER_DAY = r"(?:er|st|nd|rd|th|\.|º|ª|-го)?"
_OF = r"(?:de\s+|del\s+|of\s+|d[’'])?"
_AND = r"\s*(?:-|–|—|au|et|and|to|und|bis|y|al|e|и|по)\s*"

_SCALES = {
    "thousand": 1e3, "mille": 1e3, "mil": 1e3, "tausend": 1e3, "тысяч": 1e3, "тыс": 1e3,
    "million": 1e6, "millions": 1e6, "millones": 1e6, "millón": 1e6, "millionen": 1e6, "mio": 1e6,
    "milioni": 1e6, "milhões": 1e6, "млн": 1e6, "миллион": 1e6, "миллионов": 1e6, "مليون": 1e6,
    "billion": 1e9, "milliard": 1e9, "milliards": 1e9, "milliarden": 1e9, "mrd": 1e9,
    "miliardi": 1e9, "млрд": 1e9, "миллиард": 1e9, "миллиардов": 1e9, "миллиарда": 1e9,
    "مليار": 1e9, "trillion": 1e12, "万": 1e4, "亿": 1e8,
}  # fmt: skip
_LONG_SCALE = {"billion": 1e12, "trillion": 1e18}
"""What English-looking scale words mean outside English."""

_NUMBER = re.compile(
    r"(?<![^\W\u3040-\u30FF\u4E00-\u9FFF])(?<![.,])"
    r"(\d{1,3}(?:[ \u00A0\u202F.,]\d{3})+(?![\d])|\d+)(?:[.,](\d+))?"
    r"(?:\s*(%|‰|percent\b|per cent\b|pour cent\b|por ciento\b|prozent\b|процент\w*"
    rf"|(?:{'|'.join(sorted(_SCALES, key=len, reverse=True))})(?![^\W\u4E00-\u9FFF])))?",
    re.IGNORECASE,
)
_ORDINAL_FIGURES = re.compile(
    r"\b(\d{1,3})(?:e|er|ère|re|ème|eme|nd|st|rd|th|º|ª|-?(?:й|я|е|го|ой|ая))\b"
    r"|\b([IVX]{2,})(?:e|ème|er|º|-й|-го)?\b"
    r"|第\s*(\d{1,3}|[一二三四五六七八九十]{1,3})"
)
_HAN_DIGITS = {digit: value for value, digit in enumerate("一二三四五六七八九十", start=1)}
_PARTS_OF_DATE = re.compile(r"[\s,(（，]*(?:le|the|den|am|el)?[\s)）]*", re.IGNORECASE)
"""What stands between a weekday and its date: Thursday, 12 June; le jeudi 12 juin."""
_DATE_KEY = re.compile(
    r"(?P<year>\d{4})?-?-?(?P<month>\d\d)?(?:-(?P<day>\d\d)(?:/(?P<last>\d\d))?)?"
)
_HAS_DIGIT = re.compile(r"\d")
_ROMAN = {"I": 1, "V": 5, "X": 10}


class ValueKind(StrEnum):
    """What a value counts."""

    ORDINAL = "ordinal"
    NUMBER = "number"
    DATE = "date"


@dataclass(frozen=True)
class Value:
    """A value in a text: `key` is its form in every language, `start` and `end` its characters.

    Keys: an ordinal or number in decimal figures ("2", "31000000000", "23.6%"), a date as
    ISO 8601 of what is known ("2023-05-19", "2023-05", "2023", "--05-19", "2023-05-18/19").
    """

    kind: ValueKind
    key: str
    start: int
    end: int
    relative: bool = False
    """Whether it is a date told from the day of writing: yesterday, last year."""


def find_values(text: str, language: str | None, written: date | None = None) -> list[Value]:
    """Return the values in `text`, in order, without overlaps.

    Relative dates count from the day on which the text was `written`; they are left out when that
    is not known.
    """
    found: list[Value] = []
    for search in (_dates, _ordinals, _numbers):
        taken = [(value.start, value.end) for value in found]
        found.extend(
            value
            for value in search(text, language)
            if not any(start < value.end and value.start < end for start, end in taken)
        )
    if written is not None:
        found = _with_relative_dates(found, text, language, written)
    return sorted(found, key=lambda value: value.start)


def date_includes(wider: str, narrower: str) -> bool:
    """Tell whether a date key holds another: 2023 holds 2023-05-19, and each holds itself."""
    return narrower == wider or narrower.startswith((f"{wider}-", f"{wider}/"))


def _with_relative_dates(
    found: Sequence[Value], text: str, language: str | None, written: date
) -> list[Value]:
    """Return the values found, with relative dates in the place of those that these overlap."""
    dates = [value for value in found if value.kind == ValueKind.DATE]
    relative = [
        Value(ValueKind.DATE, one.key, one.start, one.end, relative=True)
        for one in find_relative_dates(text, language, written)
        if not (one.is_weekday and any(_stands_beside(one.start, one.end, d, text) for d in dates))
    ]
    kept = [v for v in found if not any(r.start < v.end and v.start < r.end for r in relative)]
    return [*kept, *relative]


def _stands_beside(start: int, end: int, other: Value, text: str) -> bool:
    """Tell whether only a comma or an article parts the characters from a date."""
    gap = text[end : other.start] if end <= other.start else text[other.end : start]
    return bool(_PARTS_OF_DATE.fullmatch(gap))


def compare_dates(one: str, other: str) -> bool | None:
    """Tell whether two date keys can be one date (True) or not (False).

    They can when one holds the other: June 2025 the 17th, 16 to 18 June the 17th. None when they
    have nothing in common to compare: 2025 and the 17th of June.
    """
    first, second = _DATE_KEY.fullmatch(one), _DATE_KEY.fullmatch(other)
    if first is None or second is None:
        return None
    shared = [part for part in ("year", "month") if first[part] and second[part]]
    if any(first[part] != second[part] for part in shared):
        return False
    if first["day"] and second["day"]:
        days = [(int(k["day"]), int(k["last"] or k["day"])) for k in (first, second)]
        (low, high), (start, end) = days
        return low <= start <= end <= high or start <= low <= high <= end
    return True if shared else None


def compare_numbers(one: str, other: str) -> bool | None:
    """Tell whether two number keys are one number (True) or not (False).

    From a million on, a number is often rounded: 31 billion and 31.2 billion are one, if the
    rounder has two figures at least. None when only one of them is a percentage.
    """
    if one.endswith("%") != other.endswith("%"):
        return None
    rounder, finer = sorted((float(key.rstrip("%")) for key in (one, other)), key=_figures)
    if rounder == finer:
        return True
    figures = _figures(rounder)
    return rounder >= 1e6 and figures > 1 and rounder == float(f"{finer:.{figures - 1}e}")


def _figures(number: float) -> int:
    """Return how many significant figures a number is written with."""
    return len(f"{number:.12g}".partition("e")[0].replace(".", "").strip("0")) or 1


def _dates(text: str, language: str | None) -> list[Value]:  # noqa: ARG001
    values: list[Value] = []
    if not _HAS_DIGIT.search(text):  # the pattern is long, and all its forms need one
        return values
    for match in _date_pattern().finditer(text):
        part = {name: value for name, value in match.groupdict().items() if value is not None}
        key = _date_key({name.rstrip("0123456789"): value for name, value in part.items()})
        if key:
            end = match.end() - match.group().endswith(".")  # it may be the sentence's full stop
            values.append(Value(ValueKind.DATE, key, match.start(), end))
    return values


def _date_key(part: dict[str, str]) -> str | None:
    year = part.get("y")
    month = _month(part.get("m"))
    if month is None:
        return year
    head = f"{year}-{month:02}" if year else f"--{month:02}"
    if "d" not in part:
        return head
    first, last = part.get("first"), int(part["d"])
    if first and int(first) < last:
        return f"{head}-{int(first):02}/{last:02}"
    return f"{head}-{last:02}"


def _month(name: str | None) -> int | None:
    if name is None:
        return None
    number = int(name) if name.isdigit() else _month_names()[name.lower().rstrip(".")]
    return number if 1 <= number <= 12 else None


@lru_cache(maxsize=1)
def _month_names() -> dict[str, int]:
    names: dict[str, int] = {}
    for language in _MONTH_LANGUAGES:
        for context in ("format", "stand-alone"):
            for width in ("wide", "abbreviated"):
                for number, name in get_month_names(width, context, language).items():
                    plain = name.lower().rstrip(".")
                    if len(plain) > 2 and not plain[0].isdigit() and plain[0] < "\u4e00":
                        names.setdefault(plain, number)
                        names.setdefault(unaccented(plain), number)
    return names


@lru_cache(maxsize=1)
def _date_pattern() -> re.Pattern[str]:
    month = "|".join(sorted(map(re.escape, _month_names()), key=len, reverse=True))
    day = rf"(?P<{{first}}>{_DAY}){_AFTER_DAY}{_AND}"
    span = day.format(first="first1")
    # A month counts only before a figure: looking for that first spares most words the long list.
    named = r"\b(?=\D{3,40}\d)"
    return re.compile(
        rf"\b(?P<y1>{_YEAR})-(?P<m1>\d\d)(?:-(?P<d1>\d\d))?\b"
        rf"|(?P<y2>{_YEAR})\s*年(?:\s*(?P<m2>\d{{1,2}})\s*月(?:\s*(?:(?P<first2>{_DAY})日?[至到-])?"
        rf"(?P<d2>{_DAY})\s*[日号])?)?"
        rf"|(?P<m3>\d{{1,2}})月(?:(?P<first3>{_DAY})日?[至到-])?(?P<d3>{_DAY})[日号]"
        rf"|\b(?:{span})?(?P<d4>{_DAY}){_AFTER_DAY}\s+{_OF}(?P<m4>{month})\b\.?"
        rf"(?:,?\s+{_OF}(?P<y4>{_YEAR})\b)?"
        rf"|{named}(?P<m5>{month})\b\.?\s+(?:(?P<first5>{_DAY}){_AFTER_DAY}{_AND})?(?P<d5>{_DAY})"
        rf"{_AFTER_DAY}(?![\d:])(?:,?\s+(?P<y5>{_YEAR})\b)?"
        rf"|{named}(?P<m6>{month})\b\.?,?\s+{_OF}(?P<y6>{_YEAR})\b"
        rf"|\b(?P<d7>{_DAY})[./](?P<m7>0?[1-9]|1[0-2])[./](?P<y7>{_YEAR})\b"
        rf"|(?<![\d.,])(?P<y8>{_YEAR})(?![\d]|[.,]\d|\s*%)",
        re.IGNORECASE,
    )


def _ordinals(text: str, language: str | None) -> list[Value]:
    values = []
    for match in _ORDINAL_FIGURES.finditer(text):
        figures, roman, han = match.groups()
        number = int(figures) if figures else _roman(roman) if roman else _han(han)
        values.append(Value(ValueKind.ORDINAL, str(number), match.start(), match.end()))
    pattern = vocabulary(language).ordinals
    if pattern:
        values.extend(
            Value(ValueKind.ORDINAL, str(match.lastindex), match.start(), match.end())
            for match in pattern.finditer(unaccented(text))
        )
    return values


def _roman(numeral: str) -> int:
    digits = [_ROMAN[letter] for letter in numeral]
    return sum(
        -digit if digit < after else digit
        for digit, after in zip(digits, [*digits[1:], 0], strict=True)
    )


def _han(numeral: str) -> int:
    if numeral.isdigit():
        return int(numeral)
    tens, ten, ones = numeral.rpartition("十")
    if not ten:
        return _HAN_DIGITS[numeral[0]]
    return _HAN_DIGITS.get(tens, 1) * 10 + _HAN_DIGITS.get(ones, 0)


def _numbers(text: str, language: str | None) -> list[Value]:
    values = []
    for match in _NUMBER.finditer(text):
        whole, decimals, unit = match.groups()
        number = float(f"{re.sub(r'[^0-9]', '', whole)}.{decimals or 0}")
        scale = _scale(unit.lower(), language) if unit else None
        percent = "%" if unit and scale is None else ""
        key = f"{number * (scale or 1):.12g}{percent}"
        values.append(Value(ValueKind.NUMBER, key, match.start(), match.end()))
    pattern = vocabulary(language).numbers
    if pattern:
        values.extend(
            Value(ValueKind.NUMBER, str((match.lastindex or 0) + 1), match.start(), match.end())
            for match in pattern.finditer(unaccented(text))
        )
    return values


def _scale(word: str, language: str | None) -> float | None:
    if language not in {"en", None} and word in _LONG_SCALE:
        return _LONG_SCALE[word]
    return _SCALES.get(word)
