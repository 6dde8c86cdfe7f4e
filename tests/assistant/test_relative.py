"""Dates told from the day of writing; that day is Wednesday, 18 June 2025."""

from datetime import date

import pytest

from assistant.language.relative import asks_for_newest, find_relative_dates
from assistant.language.values import ValueKind, find_values
from assistant.matter import day_written, matter
from index.article import DatePrecision
from tests.conftest import article

WRITTEN = date(2025, 6, 18)


def dates(text: str, language: str | None, written: date = WRITTEN) -> dict[str, str]:
    """Return the relative dates in `text`, by the words that tell them."""
    found = find_relative_dates(text, language, written)
    return {text[one.start : one.end]: one.key for one in found}


@pytest.mark.parametrize(
    ("language", "text"),
    [
        ("en", "They met yesterday."),
        ("fr", "Ils se sont vus hier."),
        ("es", "Se reunieron ayer."),
        ("de", "Sie trafen sich gestern."),
        ("ru", "Они встретились вчера."),
        ("zh", "他们昨天会面。"),
        ("ar", "التقوا أمس."),
    ],
)
def test_yesterday(language: str, text: str) -> None:
    assert list(dates(text, language).values()) == ["2025-06-17"]


@pytest.mark.parametrize(
    ("language", "text", "key"),
    [
        ("en", "Trade grew last year.", "2024"),
        ("fr", "Le commerce a crû l'an dernier.", "2024"),
        ("fr", "Le commerce a crû l’année dernière.", "2024"),
        ("fr", "Le commerce a cru l'annee derniere.", "2024"),
        ("es", "El comercio creció el año pasado.", "2024"),
        ("de", "Der Handel wuchs im vergangenen Jahr.", "2024"),
        ("ru", "Торговля выросла в прошлом году.", "2024"),
        ("zh", "去年贸易增长。", "2024"),
        ("ar", "نمت التجارة العام الماضي.", "2024"),
        ("en", "The line opens next month.", "2025-07"),
        ("fr", "La ligne ouvre le mois prochain.", "2025-07"),
        ("es", "La línea abre el próximo mes.", "2025-07"),
        ("de", "Die Strecke öffnet nächsten Monat.", "2025-07"),
        ("ru", "Линия откроется в следующем месяце.", "2025-07"),
        ("zh", "线路下个月开通。", "2025-07"),
        ("ar", "يفتح الخط الشهر المقبل.", "2025-07"),
        ("fr", "Elle est arrivée aujourd’hui.", "2025-06-18"),
        ("en", "They leave the day after tomorrow.", "2025-06-20"),
    ],
)
def test_days_months_and_years(language: str, text: str, key: str) -> None:
    assert list(dates(text, language).values()) == [key]


@pytest.mark.parametrize(
    ("text", "written", "key"),
    [
        ("last month", date(2025, 1, 31), "2024-12"),
        ("next month", date(2024, 12, 31), "2025-01"),
        ("yesterday", date(2024, 3, 1), "2024-02-29"),
    ],
)
def test_months_and_years_are_crossed(text: str, written: date, key: str) -> None:
    assert dates(text, "en", written) == {text: key}


@pytest.mark.parametrize(
    ("language", "before", "bare", "after", "to_come"),
    [
        ("en", "last Thursday", "on Thursday", "next Thursday", "It will open on Thursday."),
        ("fr", "jeudi dernier", "jeudi", "jeudi prochain", "Le salon ouvrira jeudi."),
        ("es", "el jueves pasado", "el jueves", "el próximo jueves", "Se abrirá el jueves."),
        ("de", "letzten Donnerstag", "am Donnerstag", "nächsten Donnerstag",
         "Es wird am Donnerstag eröffnet."),
        ("ru", "в прошлый четверг", "в четверг", "в следующий четверг",
         "Саммит состоится в четверг."),
        ("zh", "上周四", "周四", "下周四", "会议将于周四举行。"),
        ("ar", "الخميس الماضي", "الخميس", "الخميس المقبل", "سوف يفتتح يوم الخميس."),
    ],
)  # fmt: skip
def test_weekdays(language: str, before: str, bare: str, after: str, to_come: str) -> None:
    keys = [list(dates(text, language).values()) for text in (before, bare, after, to_come)]
    assert keys == [["2025-06-12"], ["2025-06-12"], ["2025-06-19"], ["2025-06-19"]]


def test_the_weekday_of_the_day_itself() -> None:
    assert dates("on Wednesday", "en") == {"Wednesday": "2025-06-18"}
    assert dates("last Wednesday", "en") == {"last Wednesday": "2025-06-11"}
    assert dates("next Wednesday", "en") == {"next Wednesday": "2025-06-25"}


def test_another_sentence_does_not_move_a_weekday() -> None:
    text = "The fair opened on Thursday. It will close soon."
    assert dates(text, "en") == {"Thursday": "2025-06-12"}


@pytest.mark.parametrize("text", ["La mañana del lunes", "por la mañana"])
def test_morning_is_not_tomorrow(text: str) -> None:
    assert "2025-06-19" not in dates(text, "es").values()


def test_a_language_without_words_has_no_relative_date() -> None:
    assert dates("ontem", "pt") == {}
    assert dates("yesterday", None) == {}


@pytest.mark.parametrize(
    ("language", "text"),
    [
        ("en", "on Thursday, 19 May 2022"),
        ("fr", "le jeudi 19 mai 2022"),
        ("de", "am Donnerstag, den 19. Mai 2022"),
        ("zh", "2022年5月19日（星期四）"),
    ],
)
def test_a_weekday_beside_its_date_is_no_date_of_its_own(language: str, text: str) -> None:
    values = find_values(text, language, WRITTEN)
    assert [value.key for value in values if value.kind == ValueKind.DATE] == ["2022-05-19"]


def test_relative_dates_are_read_only_where_the_day_of_writing_is_known() -> None:
    text = "Trade grew by 5 % last year."
    assert [value.key for value in find_values(text, "en")] == ["5%"]
    values = find_values(text, "en", WRITTEN)
    assert [(value.key, value.relative) for value in values] == [("5%", False), ("2024", True)]


def test_an_article_known_to_the_month_has_no_day_of_writing() -> None:
    for precision, day in [(DatePrecision.DAY, WRITTEN), (DatePrecision.MONTH, None)]:
        one = article("a", "Text", published=WRITTEN, published_precision=precision)
        assert day_written(one) == day
    assert day_written(article("b", "Text")) is None


def test_one_sentence_of_two_articles_has_the_date_of_each() -> None:
    text = "The envoy left yesterday."
    keys = [matter(text, "en", day).values[0].key for day in (WRITTEN, date(2020, 1, 1))]
    assert keys == ["2025-06-17", "2019-12-31"]


@pytest.mark.parametrize(
    ("language", "question", "newest"),
    [
        ("en", "When is the next summit?", True),
        ("en", "Who is the current ambassador?", True),
        ("en", "What did trade reach last year?", False),
        ("en", "Who is the ambassador?", False),
        ("fr", "Quand est le prochain sommet ?", True),
        ("fr", "Quel est le dernier prix du coton ?", True),
        ("fr", "Qu'a-t-il dit jeudi dernier ?", False),
        ("en", "Who is the ambassador today?", True),
        ("fr", "Qui est ambassadeur aujourd’hui ?", True),
        ("ru", "Кто посол сегодня?", True),
        ("en", "What did he say yesterday?", False),
        ("es", "¿Cuál es el último precio?", True),
        ("de", "Wann ist das nächste Treffen?", True),
        ("ru", "Когда следующий саммит?", True),
        ("zh", "现任大使是谁？", True),
        ("ar", "متى القمة المقبلة؟", True),
    ],
)
def test_a_question_for_what_is_latest(language: str, question: str, newest: bool) -> None:
    assert asks_for_newest(question, language) is newest
