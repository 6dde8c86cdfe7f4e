"""Which articles are searched: those of a period, of a source, in a language."""

import re
from dataclasses import dataclass
from datetime import date, timedelta

from index.errors import ScopeInvalid

_WRITTEN_DATE = re.compile(r"(\d{4})(?:-(\d{2})(?:-(\d{2}))?)?", re.ASCII)
_LANGUAGE = re.compile(r"[a-z]{2}")


@dataclass(frozen=True)
class Scope:
    """What an article must be to be searched; None asks for nothing.

    An article without a date lies in no period: `as_of`, `after` and `before` leave it out. One
    whose month or year alone is known lies in the period when any of its days does, but `as_of`
    takes it only when all of them do: what may have been published later was not known then.
    """

    as_of: date | None = None
    """Nothing published after this day is searched, and the question is put on this day."""
    after: date | None = None
    """The first day of the period."""
    before: date | None = None
    """The last day of the period."""
    source: str | None = None
    """Who published it, in capitals or not."""
    language: str | None = None
    """ISO 639-1 code of the article's language."""


EVERYTHING = Scope()
"""The scope of a question without filters."""


def read_scope(
    *,
    as_of: str | None = None,
    after: str | None = None,
    before: str | None = None,
    source: str | None = None,
    language: str | None = None,
) -> Scope:
    """Return the scope that a user has written; blank is the same as not given.

    Dates are 2025-06-17, 2025-06 or 2025, which stand for their first day as `after` and for their
    last as `before` and `as_of`. Raises ScopeInvalid for what is no date or no language code, and
    for a period that ends before it begins.
    """
    scope = Scope(
        as_of=_last_day(as_of),
        after=_first_day(after),
        before=_last_day(before),
        source=(source or "").strip() or None,
        language=_language(language),
    )
    ends = [day for day in (scope.before, scope.as_of) if day is not None]
    if scope.after is not None and ends and min(ends) < scope.after:
        raise ScopeInvalid(
            f"The period ends on {min(ends)}, before it begins on {scope.after}: "
            "choose an earlier beginning or a later end."
        )
    return scope


def _first_day(written: str | None) -> date | None:
    days = _days(written)
    return days and days[0]


def _last_day(written: str | None) -> date | None:
    days = _days(written)
    return days and days[1]


def _days(written: str | None) -> tuple[date, date] | None:
    """Return the first and the last day of a date, month or year."""
    text = (written or "").strip()
    if not text:
        return None
    found = _WRITTEN_DATE.fullmatch(text)
    try:
        if found is None:
            raise ValueError
        year, month, day = (int(part) if part else None for part in found.groups())
        first = date(year or 0, month or 1, day or 1)
        if day:
            return first, first
        months = 1 if month else 12
        following = first.year * 12 + first.month - 1 + months
        return first, date(following // 12, following % 12 + 1, 1) - timedelta(days=1)
    except ValueError:
        raise ScopeInvalid(
            f"'{text[:30]}' is not a date: write it as 2025-06-17, 2025-06 or 2025."
        ) from None


def _language(written: str | None) -> str | None:
    text = (written or "").strip().lower()
    if text and not _LANGUAGE.fullmatch(text):
        raise ScopeInvalid(
            f"'{text[:30]}' is not a language code: write two letters (ISO 639-1), such as fr."
        )
    return text or None
