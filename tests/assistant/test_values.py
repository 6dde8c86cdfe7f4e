import pytest

from assistant.language.values import (
    ValueKind,
    compare_dates,
    compare_numbers,
    date_includes,
    find_values,
)


def keys(kind: ValueKind, text: str, language: str | None) -> list[str]:
    return [value.key for value in find_values(text, language) if value.kind == kind]


@pytest.mark.parametrize(
    ("language", "text"),
    [
        ("en", "the second summit"),
        ("en", "the 2nd summit"),
        ("fr", "le deuxième sommet"),
        ("fr", "la seconde réunion"),
        ("fr", "le IIe Sommet"),
        ("fr", "la 2e réunion"),
        ("de", "das zweite Treffen"),
        ("es", "la segunda cumbre"),
        ("it", "il secondo vertice"),
        ("pt", "a segunda cúpula"),
        ("ru", "второй саммит"),
        ("ru", "2-й саммит"),
        ("zh", "第二届峰会"),
        ("zh", "第2届峰会"),
        ("ar", "القمة الثانية"),
        (None, "the 2nd"),
    ],
)
def test_an_ordinal_in_every_language(language: str, text: str) -> None:
    assert keys(ValueKind.ORDINAL, text, language) == ["2"]


@pytest.mark.parametrize(
    ("language", "text"),
    [
        ("fr", "le Premier ministre"),
        ("fr", "pour la première fois"),
        ("es", "el primer ministro"),
        ("en", "for the first time"),
        ("fr", "une secondes"),
        ("en", "every second year"),
        ("de", "jedes zweite Jahr"),
        ("ru", "каждый второй год"),
    ],
)
def test_what_only_looks_like_an_ordinal(language: str, text: str) -> None:
    assert keys(ValueKind.ORDINAL, text, language) == []


@pytest.mark.parametrize(
    ("language", "text", "key"),
    [
        ("en", "on May 19, 2023", "2023-05-19"),
        ("en", "19 May 2023", "2023-05-19"),
        ("en", "May 18-19, 2023", "2023-05-18/19"),
        ("fr", "du 18 au 19 mai 2023", "2023-05-18/19"),
        ("fr", "le 1er mai", "--05-01"),
        ("fr", "en mai 2023", "2023-05"),
        ("fr", "en 2023", "2023"),
        ("de", "am 3. Oktober 1990", "1990-10-03"),
        ("es", "el 5 de julio de 2024", "2024-07-05"),
        ("ru", "17 июня 2025 года", "2025-06-17"),
        ("zh", "2025年6月17日", "2025-06-17"),
        ("zh", "5月18日至19日", "--05-18/19"),
        ("ar", "17 يونيو 2025", "2025-06-17"),
        ("en", "2024-07-05", "2024-07-05"),
        ("de", "5.7.2024", "2024-07-05"),
    ],
)
def test_a_date_in_every_language(language: str, text: str, key: str) -> None:
    assert keys(ValueKind.DATE, text, language) == [key]


@pytest.mark.parametrize(
    ("language", "text", "key"),
    [
        ("fr", "31 milliards de dollars", "31000000000"),
        ("en", "31 billion dollars", "31000000000"),
        ("ru", "31 млрд долларов", "31000000000"),
        ("fr", "23,6 %", "23.6%"),
        ("en", "23.6%", "23.6%"),
        ("en", "23.6 percent", "23.6%"),
        ("fr", "1 500 000 habitants", "1500000"),
        ("en", "1,500,000 people", "1500000"),
        ("de", "1.500.000 Menschen", "1500000"),
        ("en", "three countries", "3"),
        ("fr", "trois pays", "3"),
        ("zh", "310亿美元", "31000000000"),
        ("fr", "4,5 millions de tonnes", "4500000"),
        ("de", "2 Billionen", "2"),
    ],
)
def test_a_number_in_every_language(language: str, text: str, key: str) -> None:
    assert keys(ValueKind.NUMBER, text, language) == [key]


def test_values_do_not_overlap_and_have_their_characters() -> None:
    text = "Le 19 mai 2023, 5 pays et 23,6 % de plus au IIe sommet."
    values = find_values(text, "fr")
    assert [text[v.start : v.end] for v in values] == ["19 mai 2023", "5", "23,6 %", "IIe"]


def test_a_year_holds_its_days() -> None:
    assert date_includes("2023", "2023-05-19")
    assert date_includes("2023-05", "2023-05-18/19")
    assert not date_includes("2023-05-19", "2023")
    assert not date_includes("2023", "2024-05-19")


@pytest.mark.parametrize(
    ("one", "other", "same"),
    [
        ("2023", "2023-05-19", True),
        ("2023-05", "2023-05-18/19", True),
        ("2023-05-18", "2023-05-16/18", True),
        ("--05-18", "2023-05-18", True),
        ("2023", "--05-18", None),
        ("2023", "2024-05-19", False),
        ("2023-05", "2023-06", False),
        ("2023-05-18", "2023-05-19", False),
        ("2023-05-16/18", "2023-05-18/20", False),
        ("--05-18", "2023-06", False),
    ],
)
def test_dates_are_one_date_when_one_holds_the_other(
    one: str, other: str, same: bool | None
) -> None:
    assert compare_dates(one, other) is same
    assert compare_dates(other, one) is same


@pytest.mark.parametrize(
    ("one", "other", "same"),
    [
        ("31000000000", "31000000000", True),
        ("31000000000", "31200000000", True),
        ("31000000000", "31600000000", False),
        ("30000000000", "31200000000", False),
        ("3600", "3559", False),
        ("23.6%", "23.6%", True),
        ("23.6%", "24%", False),
        ("23.6%", "23.6", None),
        ("0", "0", True),
    ],
)
def test_numbers_are_one_number_when_one_is_the_other_rounded(
    one: str, other: str, same: bool | None
) -> None:
    assert compare_numbers(one, other) is same
    assert compare_numbers(other, one) is same
