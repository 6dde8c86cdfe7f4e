from datetime import date

import pytest

from index.errors import ScopeInvalid
from index.scope import EVERYTHING, Scope, read_scope


@pytest.mark.parametrize(
    ("written", "first", "last"),
    [
        ("2024-02-10", date(2024, 2, 10), date(2024, 2, 10)),
        ("2024-02", date(2024, 2, 1), date(2024, 2, 29)),
        ("2024-12", date(2024, 12, 1), date(2024, 12, 31)),
        (" 2023 ", date(2023, 1, 1), date(2023, 12, 31)),
    ],
)
def test_a_bound_takes_in_the_whole_of_what_it_names(written: str, first: date, last: date) -> None:
    scope = read_scope(after=written, before=written, as_of=written)
    assert (scope.after, scope.before, scope.as_of) == (first, last, last)


@pytest.mark.parametrize(
    "written",
    ["tomorrow", "2024-13", "2024-02-30", "24-02-01", "2024-2-1", "0000", "9999", "x" * 99],
)
def test_what_is_no_date_is_refused_in_one_sentence(written: str) -> None:
    with pytest.raises(ScopeInvalid, match=r"^'.{1,30}' is not a date: write it as") as refused:
        read_scope(after=written)
    assert len(str(refused.value).splitlines()) == 1


@pytest.mark.parametrize("written", ["french", "f", "1a", "fr-FR"])
def test_what_is_no_language_code_is_refused(written: str) -> None:
    with pytest.raises(ScopeInvalid, match="two letters"):
        read_scope(language=written)


@pytest.mark.parametrize("end", ["before", "as_of"])
def test_a_period_that_ends_before_it_begins_is_refused(end: str) -> None:
    with pytest.raises(ScopeInvalid, match="ends on 2023-12-31, before it begins on 2024-01-01"):
        read_scope(after="2024", **{end: "2023"})


def test_one_day_is_a_period() -> None:
    assert read_scope(after="2024-05-01", before="2024-05-01").after == date(2024, 5, 1)


def test_blank_filters_ask_for_nothing() -> None:
    blank = read_scope(as_of="", after=" ", before=None, source=" ", language="")
    assert blank == EVERYTHING


def test_a_language_may_be_written_in_capitals() -> None:
    assert read_scope(language=" FR ", source=" Xinhua ") == Scope(language="fr", source="Xinhua")
