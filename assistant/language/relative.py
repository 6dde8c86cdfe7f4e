"""Dates that count from the day on which they are written: yesterday, last year, next Thursday."""

import re
import tomllib
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from functools import lru_cache
from importlib.resources import files
from typing import Literal, TypedDict

from assistant.language.accents import unaccented

_WEEK = 7  # days
_UNSPACED = {"zh"}
_SENTENCE_END = re.compile(r"[.!?。！？؟](?:\s|$)|[。！？\n]")

_Unit = Literal["days", "months", "years", "last", "next", "weekday"]


class _Table(TypedDict):
    """The entry of one language in `relative.toml`."""

    days: dict[str, list[str]]
    months: dict[str, list[str]]
    years: dict[str, list[str]]
    weekdays: list[str]
    last: str
    next: str
    newest: list[str]
    future: list[str]


@dataclass(frozen=True)
class _Expression:
    """What an alternative of the pattern means."""

    unit: _Unit
    number: int
    """How many units away, or the weekday: 0 is Monday."""


_TODAY = _Expression("days", 0)


@dataclass(frozen=True)
class _Expressions:
    """The relative dates of one language."""

    pattern: re.Pattern[str]
    meanings: tuple[_Expression, ...]
    """What each group of `pattern` means, in their order."""
    future: re.Pattern[str]
    newest: re.Pattern[str]


@dataclass(frozen=True)
class RelativeDate:
    """An expression in a text, characters `start` to `end`, and the date that it means."""

    key: str
    """ISO 8601 of what is known: "2025-06-12", "2025-06", "2025"."""
    start: int
    end: int
    is_weekday: bool
    """A weekday's bare name, which beside a date only repeats it: "Thursday, 12 June"."""


def find_relative_dates(text: str, language: str | None, written: date) -> Iterator[RelativeDate]:
    """Yield the relative dates in `text`, which was written on the day `written`.

    A bare weekday is the last one up to that day, as news has it, or the next one where its
    sentence speaks of what is to come.
    """
    spoken = _expressions(language or "")
    if spoken is None:
        return
    plain = unaccented(text)
    for match in spoken.pattern.finditer(plain):
        meaning = spoken.meanings[(match.lastindex or 1) - 1]
        unit = meaning.unit
        if unit == "weekday":
            sentence = _sentence_around(plain, match.start(), match.end())
            unit = "next" if spoken.future.search(sentence) else unit
        yield RelativeDate(
            _key(unit, meaning.number, written), match.start(), match.end(),
            is_weekday=meaning.unit == "weekday",
        )  # fmt: skip


def asks_for_newest(text: str, language: str | None) -> bool:
    """Tell whether a question asks for what is latest; "last year" asks for another thing."""
    spoken = _expressions(language or "")
    if spoken is None:
        return False
    meanings = spoken.meanings

    def without_dates(match: re.Match[str]) -> str:
        return match.group() if meanings[(match.lastindex or 1) - 1] == _TODAY else " "

    return bool(spoken.newest.search(spoken.pattern.sub(without_dates, unaccented(text))))


def _key(unit: _Unit, number: int, written: date) -> str:
    if unit == "years":
        return str(written.year + number)
    if unit == "months":
        month = written.year * 12 + written.month - 1 + number
        return f"{month // 12}-{month % 12 + 1:02}"
    if unit == "days":
        return str(written + timedelta(days=number))
    behind = (written.weekday() - number) % _WEEK
    if unit == "weekday":
        return str(written - timedelta(days=behind))
    if unit == "last":
        return str(written - timedelta(days=behind or _WEEK))
    return str(written + timedelta(days=_WEEK - behind))


def _sentence_around(text: str, start: int, end: int) -> str:
    begin = max((match.end() for match in _SENTENCE_END.finditer(text, 0, start)), default=0)
    stop = _SENTENCE_END.search(text, end)
    return text[begin : stop.start() if stop else len(text)]


@lru_cache(maxsize=16)
def _expressions(language: str) -> _Expressions | None:
    table = _tables().get(language)
    if table is None:
        return None
    found: list[tuple[str, _Expression]] = []
    for unit in ("days", "months", "years"):
        for away, words in table[unit].items():
            found.append(("|".join(words), _Expression(unit, int(away))))
    for number, name in enumerate(table["weekdays"]):
        found.append((table["last"].format(day=f"(?:{name})"), _Expression("last", number)))
        found.append((table["next"].format(day=f"(?:{name})"), _Expression("next", number)))
        found.append((name, _Expression("weekday", number)))
    # Of the alternatives that begin at one place the longer comes first: "the day after tomorrow"
    # begins before "tomorrow", but "Thursday" begins where "Thursday last" does.
    found.sort(key=lambda entry: -len(entry[0]))
    return _Expressions(
        pattern=_whole_words([f"({words})" for words, _ in found], language),
        meanings=tuple(meaning for _, meaning in found),
        future=_whole_words(table["future"], language),
        newest=_whole_words(table["newest"], language),
    )


def _whole_words(alternatives: Sequence[str], language: str) -> re.Pattern[str]:
    edge = "" if language in _UNSPACED else r"\b"
    return re.compile(unaccented(f"{edge}(?:{'|'.join(alternatives)}){edge}"), re.IGNORECASE)


@lru_cache(maxsize=1)
def _tables() -> dict[str, _Table]:
    text = files("assistant.language").joinpath("relative.toml").read_text(encoding="utf-8")
    tables: dict[str, _Table] = tomllib.loads(text)
    return tables
