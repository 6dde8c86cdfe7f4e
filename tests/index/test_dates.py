"""Dates of publication, and the dates of events that must not be taken for one."""

from datetime import date

import pytest

from index.article import DatePrecision
from index.dates import date_in_address, date_in_line, read_date

DAY = date(2025, 4, 26)


@pytest.mark.parametrize(
    ("text", "language"),
    [
        ("26 avril 2025", "fr"),
        ("samedi 26 avril 2025 à 15h11", "fr"),
        ("le 26 avr. 2025", "fr"),
        ("April 26, 2025", "en"),
        ("Saturday, April 26, 2025 3:11 PM EDT", "en"),
        ("26th of April 2025", "en"),
        ("Sat, 26 Apr 2025 15:11:00 GMT", None),
        ("26. April 2025", "de"),
        ("Samstag, den 26. April 2025", "de"),
        ("sábado, 26 de abril de 2025", "es"),
        ("26 апреля 2025 г., 15:11", "ru"),
        ("2025年4月26日 15:11", "zh"),
        ("2025年4月26日（土）", "ja"),
        ("26 أبريل 2025", "ar"),
        ("٢٦ أبريل ٢٠٢٥", "ar"),
        ("السبت 26 نيسان / أبريل 2025", "ar"),
        ("26 aprile 2025", "it"),
        ("26 kwietnia 2025", "pl"),
        ("26 Nisan 2025", "tr"),
        ("2025. április 26.", "hu"),
        ("26.04.2025", "de"),
        ("26/04/2025", "en"),
        ("04/26/2025", "en"),
        ("2025-04-26T15:11:00+02:00", None),
        ("2025-04-26 15:11:00.000000", None),
        ("20250426", None),
    ],
)
def test_day_in_many_writings(text: str, language: str | None) -> None:
    found = read_date(text, language)
    assert found is not None
    assert (found.day, found.precision) == (DAY, DatePrecision.DAY)


@pytest.mark.parametrize(
    ("text", "language", "first", "precision"),
    [
        ("2024-07", None, date(2024, 7, 1), DatePrecision.MONTH),
        ("juillet 2024", "fr", date(2024, 7, 1), DatePrecision.MONTH),
        ("2024年7月", "zh", date(2024, 7, 1), DatePrecision.MONTH),
        ("2024", None, date(2024, 1, 1), DatePrecision.YEAR),
        ("04/05/2025", "fr", date(2025, 5, 4), DatePrecision.DAY),
        ("04/05/2025", "en", date(2025, 1, 1), DatePrecision.YEAR),
        ("04/05/2025", None, date(2025, 1, 1), DatePrecision.YEAR),
    ],
)
def test_precision_is_what_is_known(
    text: str, language: str | None, first: date, precision: DatePrecision
) -> None:
    found = read_date(text, language)
    assert found is not None
    assert (found.day, found.precision) == (first, precision)


@pytest.mark.parametrize(
    "text",
    ["", "demain", "30 février 2025", "2025-13-01", "Concert 26 avril 2025", "Mondial 2026",
     "26 navires 2025", "1404", "12345678"],
)  # fmt: skip
def test_no_date(text: str) -> None:
    assert read_date(text, "fr") is None


@pytest.mark.parametrize(
    ("line", "language"),
    [
        ("2025-04-26 15:11", "fr"),
        ("Publié le 26 avril 2025 à 15h11, mis à jour le 27 avril 2025", "fr"),
        ("Par Anne Roy | Publié le 26/04/2025 | Économie", "fr"),
        ("Paris, le 26 avril 2025", "fr"),
        ("Published: April 26, 2025", "en"),
        ("By Ann Lee · Published on 26 April 2025", "en"),
        ("Veröffentlicht am 26. April 2025", "de"),
        ("Fecha: 26 de abril de 2025", "es"),
        ("Опубликовано: 26 апр 2025, 10:30", "ru"),
        ("发布时间：2025-04-26 10:00", "zh"),
        ("تاريخ النشر: 26 أبريل 2025", "ar"),
    ],
)
def test_line_of_publication(line: str, language: str) -> None:
    found = date_in_line(line, language)
    assert found is not None
    assert (found.published.day, found.rest) == (DAY, "")


def test_label_date_and_title_on_one_line() -> None:
    found = date_in_line(" date 2024-07 Le port : un chantier", "fr")
    assert found is not None
    assert found.published.precision is DatePrecision.MONTH
    assert found.rest == "Le port : un chantier"


@pytest.mark.parametrize(
    ("line", "language"),
    [
        ("Le premier sommet a eu lieu le 19 mai 2023 à Xi'an, en Chine.", "fr"),
        ("Mis à jour le 26 avril 2025", "fr"),
        ("Last updated April 26, 2025", "en"),
        ("Le sommet de mai 2023", "fr"),
        ("Élections de mai 2023", "fr"),
        ("Jeux olympiques 2024", "fr"),
        ("Grève : nouvelle date 26 avril 2025", "fr"),
        ("2025", "fr"),
        ("Summit on 19 May 2023", "en"),
        ("第二届峰会于2025年6月17日举行", "zh"),
    ],
)
def test_event_or_update_is_no_publication(line: str, language: str) -> None:
    assert date_in_line(line, language) is None


@pytest.mark.parametrize(
    ("address", "expected"),
    [
        ("/news/2025-04-26-title.txt", "2025-04-26 day"),
        ("/news/title_20250426.html", "2025-04-26 day"),
        ("/news/2025/04/26/title.txt", "2025-04-26 day"),
        ("https://news.example/2025/04/26/title", "2025-04-26 day"),
        ("https://news.example/2025/04/title", "2025-04-01 month"),
        ("/news/2025/04/2025-04-26-title.md", "2025-04-26 day"),
        ("/export-2025-11-22/title.txt", None),
        ("/news/000_556b8a7504861aea.txt", None),
        ("/news/report-2024-13-45.txt", None),
        ("/news/12345678.txt", None),
    ],
)
def test_date_in_address(address: str, expected: str | None) -> None:
    found = date_in_address(address)
    assert (f"{found.day} {found.precision}" if found else None) == expected
