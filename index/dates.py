"""Publication dates as articles write them: on a line of their own, in metadata, in an address."""

import re
import unicodedata
from dataclasses import dataclass
from datetime import date, datetime
from functools import lru_cache

from index.article import DatePrecision

_YEAR = r"(?P<year>1[6-9]\d\d|20\d\d)"
_QUICK_YEAR = re.compile(r"(?<!\d)(?:1[6-9]\d\d|20\d\d)")
_WORD = r"[^\W\d_][^\s\d,()]*"
"""A word that begins with a letter; marks and full stops ("févr.", Arabic vowels) may follow."""

_CLOCK = re.compile(
    r"(?:(?<=\d)[Tt]|[\s,;–—|-]+)(?:(?:à|at|um|kl\.?|a las|às|alle ore|ore|в|о|om|godz\.)\s+)?"
    r"\d{1,2}\s?[:hH.時时点]\s?\d{2}(?:[:.]\d{2}(?:[.,]\d+)?)?"
    r"(?:\s*(?:[ap]\.?m\.?|uhr|hrs?|h))?"
    r"(?:\s*(?:z|\(?(?:utc|gmt|[a-z]{2,4}t|мск|msk)?\s*(?:[+-]\d{1,2}(?::?\d{2})?)?\)?))?$",
    re.IGNORECASE,
)
_NUMERIC = [
    re.compile(rf"{_YEAR}(?P<sep>[-/.])(?P<month>\d{{1,2}})(?:(?P=sep)(?P<day>\d{{1,2}}))?\.?$"),
    re.compile(
        rf"{_YEAR}\s?[年년]\s?(?P<month>\d{{1,2}})\s?[月월](?:\s?(?P<day>\d{{1,2}})\s?[日号號일])?"
        r"\s?[(（]?(?:(?:星期|周|週)?[一二三四五六日天月火水木金土](?:曜日)?|[월화수목금토일]요일)?[)）]?$"
    ),
    re.compile(rf"{_YEAR}(?P<month>\d\d)(?P<day>\d\d)$"),
]
_DAY_FIRST = re.compile(rf"(?P<first>\d{{1,2}})(?P<sep>[-/.])(?P<second>\d{{1,2}})(?P=sep){_YEAR}$")
_DAY = r"(?P<day>\d{1,2})(?:er|st|nd|rd|th|\.|º|°|e)?"
_OF = r"(?:(?:de|del|of|d’|d')\s*)?"
_MONTH = rf"(?P<month>{_WORD}(?:\s{_WORD})?)"
_YEAR_WORD = r"(?:\s?(?:г\.?|года?|р\.|року|ж\.|жыл[ғы]*))?"
_WEEKDAY = rf"(?:(?!(?:le|den|the|el|il)\s)(?P<weekday>{_WORD}),?\s+)?"
_THE = r"(?:(?:le|den|the|el|il|op|am|dem)\s+)?"
_WORDS = [
    re.compile(rf"{_WEEKDAY}{_THE}{_DAY}[\s-]*{_OF}{_MONTH}[\s,-]+{_OF}{_YEAR}{_YEAR_WORD}$", re.I),
    re.compile(rf"{_WEEKDAY}(?P<month>{_WORD})\s+{_DAY},?\s+{_YEAR}$", re.I),
    re.compile(rf"{_YEAR}\.?\s+(?P<month>{_WORD})\s+(?P<day>\d{{1,2}})\.?$", re.I),
    re.compile(rf"{_MONTH}[\s,]+{_OF}{_YEAR}{_YEAR_WORD}$", re.I),
]

_PUBLISHED = (
    r"(?:publié|publiée|posté|paru|mis en ligne)(?: le)?|date de (?:publication|parution)|"
    r"(?:first )?published(?: on)?|posted(?: on)?|issued(?: on)?|publication date|date published|"
    r"veröffentlicht(?: am)?|erschienen am|publicado(?: el| em)?|fecha de publicación|"
    r"data (?:de publicação|di pubblicazione)|pubblicato(?: il)?|gepubliceerd(?: op)?|"
    r"опубликован[оа]?|дата публикации|опубліковано|opublikowano|yayınlanma tarihi|"
    r"发布(?:时间|日期|于)|發布(?:時間|日期)|发表(?:时间|于)|公開日|掲載日|"
    r"تاريخ النشر|نشرت? في|نُشر في"
)
# Words that can also date something else ("nouvelle date"): labels at the start of a line only.
_DATE = r"date|datum|fecha|data|дата|日期|التاريخ"
_UPDATED = (
    r"mis(?:e)? à jour|modifié|actualisé|(?:last )?updated?|(?:last )?modified|aktualisiert|"
    r"actualizado|atualizado|aggiornato|обновлен[оа]|изменен[оа]|оновлено|更新|修改|آخر تحديث|تحديث"
)
_LABELLED = re.compile(
    rf"(?:{_DATE}|(?:.*?[\s|·•,:–—(\[])?(?:{_PUBLISHED}))\s*[:：]?\s*(?P<rest>\S.*)$", re.I
)
_FROM_UPDATED = re.compile(rf"[\s,;|·•(\[–—-]*(?:{_UPDATED}).*$", re.I)
_STARTS_UPDATED = re.compile(rf"(?:{_UPDATED})", re.I)
_LABEL_DATE_TITLE = re.compile(
    rf"(?:{_DATE}|{_PUBLISHED})\s*[:：]?\s*(?P<date>{_YEAR}-\d\d(?:-\d\d)?)\s+(?P<rest>\D.*)$", re.I
)
_PLACE = re.compile(
    r"[^\W\d_][^\d,.;:!?]{1,38},\s*(?:le\s+|den\s+|the\s+|a\s+|el\s+)?(?P<rest>\S.*)$"
)
_SEPARATORS = re.compile(r"\s+[|·•]\s+")

_LONGEST_LINE = 120
_LONGEST_DATE = 50

# A month and a year in two scripts of reckoning, as the press of the Levant writes them.
_TWO_NAMES = re.compile(rf"({_WORD})\s?/\s?{_WORD}(?=\s+\d{{4}}$)")

# Folders of dates, then dates in a file's name. A folder such as "export-2025-11-22" is left
# alone: it dates the export and not the article.
_IN_ADDRESS = [
    re.compile(r"/(?P<year>19\d\d|20\d\d)[/-](?P<month>\d\d)(?:[/-](?P<day>\d\d))?(?=/|$)"),
    re.compile(
        r"(?:/|[/_-][^/]*?(?<!\d))(?P<year>19\d\d|20\d\d)(?P<sep>[-_.]?)(?P<month>\d\d)"
        r"(?P=sep)(?P<day>\d\d)(?=[^\d/][^/]*$|$)"
    ),
    re.compile(r"/(?P<year>19\d\d|20\d\d)[-_](?P<month>\d\d)(?=[^\d/][^/]*$|$)"),
]


@dataclass(frozen=True)
class PublicationDate:
    """A day, or the first day of a month or year when no more than that is known."""

    day: date
    precision: DatePrecision


@dataclass(frozen=True)
class DateLine:
    """A line that says when the article was published, and what else stood on it."""

    published: PublicationDate
    rest: str
    labelled: bool
    """Whether the line says that it is a date of publication, and not just a date."""


def read_date(text: str, language: str | None = None) -> PublicationDate | None:
    """Return the date that `text` is, None when it is anything more or less than one date.

    A weekday before it and a clock time after it are allowed. `language` is the ISO 639-1 code
    of the month's name; English names are always understood. 04/05/2025 is read with the day
    first, except in English (or an unknown language), where only its year is certain.
    """
    if not _QUICK_YEAR.search(text := _plain(text)):
        return None
    text = _CLOCK.sub("", text).strip(" ,.;")
    for pattern in _NUMERIC:
        if found := pattern.match(text):
            day = int(found["day"]) if found["day"] else None
            return _dated(int(found["year"]), int(found["month"]), day)
    if found := _DAY_FIRST.match(text):
        return _from_numbers(found, language)
    if re.fullmatch(_YEAR, text):
        return _dated(int(text), None, None)
    return _from_words(text, language)


def date_in_line(line: str, language: str | None = None) -> DateLine | None:
    """Return the publication date that `line` announces, None when it is another line.

    Such a line holds a date and nothing else, or a place and a date ("Paris, le 26 avril 2025"),
    or a label and a date ("Publié le …", "By Ann Lee | Published: …"), or a label, a numeric date
    and the title. A date inside a sentence is an event and never counts, nor does an update.
    """
    line = _plain(line)
    if not _QUICK_YEAR.search(line):
        return None
    if found := _LABEL_DATE_TITLE.match(line):
        published = read_date(found["date"])
        return DateLine(published, found["rest"], True) if published else None
    if len(line) > _LONGEST_LINE or _STARTS_UPDATED.match(line):
        return None
    if found := _LABELLED.match(line):
        candidate = _FROM_UPDATED.sub("", found["rest"])
        published = read_date(_SEPARATORS.split(candidate)[0].strip("()[] "), language)
        return DateLine(published, "", True) if published else None
    for candidate in (line, _after_place(line)):
        published = read_date(candidate, language)
        if published and published.precision is not DatePrecision.YEAR:
            return DateLine(published, "", False)
    return None


def date_in_address(address: str) -> PublicationDate | None:
    """Return the date in a path or web address: /2025/04/26/, 2025-04-26-title.txt, /2025/04/.

    A whole day is preferred to a month, a folder to a name, and what stands last to the rest.
    """
    month_only = None
    for pattern in _IN_ADDRESS:
        for found in reversed(list(pattern.finditer(address))):
            day = found.groupdict().get("day")
            published = _dated(int(found["year"]), int(found["month"]), int(day) if day else None)
            if published and published.precision is DatePrecision.DAY:
                return published
            month_only = month_only or published
    return month_only


def _plain(text: str) -> str:
    """Digits of every script as 0-9, blanks of every kind as one space."""
    if not text.isascii():
        text = "".join(
            str(unicodedata.decimal(character)) if character.isdecimal() else character
            for character in unicodedata.normalize("NFC", text)
            if unicodedata.category(character) != "Cf"
        )
    return " ".join(text.split())


def _after_place(line: str) -> str:
    found = _PLACE.match(line)
    return found["rest"] if found else ""


def _dated(year: int, month: int | None, day: int | None) -> PublicationDate | None:
    try:
        first_known = date(year, month or 1, day or 1)
    except ValueError:
        return None
    if month is None:
        return PublicationDate(first_known, DatePrecision.YEAR)
    return PublicationDate(first_known, DatePrecision.DAY if day else DatePrecision.MONTH)


def _from_numbers(found: re.Match[str], language: str | None) -> PublicationDate | None:
    year, first, second = int(found["year"]), int(found["first"]), int(found["second"])
    if second > 12:
        return _dated(year, first, second)
    uncertain = found["sep"] != "." and language in (None, "en") and first != second and first <= 12
    return _dated(year, None, None) if uncertain else _dated(year, second, first)


def _from_words(text: str, language: str | None) -> PublicationDate | None:
    if len(text) > _LONGEST_DATE:
        return None
    text = _TWO_NAMES.sub(r"\1", text)
    for pattern in _WORDS:
        if not (found := pattern.match(text)):
            continue
        groups = found.groupdict()
        if (weekday := groups.get("weekday")) and not _is_weekday(weekday.casefold(), language):
            continue
        month = _month(found["month"].casefold(), language)
        if month is not None:
            day = int(groups["day"]) if groups.get("day") else None
            return _dated(int(found["year"]), month, day)
    return None


@lru_cache(maxsize=1024)
def _month(name: str, language: str | None) -> int | None:
    """The month that `name` means in `language` or in English, 1 to 12.

    Kept because dateparser takes milliseconds for a name, and a library repeats the same twelve.
    """
    parsed = _parse(f"1 {name} 2024", language)
    if parsed is not None and (parsed.year, parsed.day) == (2024, 1):
        return parsed.month
    return _levantine_months().get(name) if language == "ar" else None


@lru_cache(maxsize=1024)
def _is_weekday(name: str, language: str | None) -> bool:
    return _parse(name.strip(".,،"), language, strict=False) is not None


def _parse(text: str, language: str | None, *, strict: bool = True) -> datetime | None:
    import dateparser

    settings = {"STRICT_PARSING": strict, "PARSERS": ["absolute-time"]}
    for code in dict.fromkeys((language or "en", "en")):
        try:
            parsed: datetime | None = dateparser.parse(text, languages=[code], settings=settings)
        except ValueError:  # a language that dateparser does not know
            continue
        if parsed is not None:
            return parsed
    return None


@lru_cache(maxsize=1)
def _levantine_months() -> dict[str, int]:
    """Months as Syria, Lebanon and Iraq name them, from CLDR: dateparser has Egypt's names."""
    from babel.dates import get_month_names

    return {name: number for number, name in get_month_names("wide", locale="ar_SY").items()}
