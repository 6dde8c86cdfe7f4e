from dataclasses import replace
from datetime import date

import pytest

from assistant.agreement import Statement
from assistant.positions import Stand, take_positions
from assistant.question import understand
from index.article import DatePrecision
from tests.assistant.test_agreement import HELD, WHEN, WHY, stated

DAY, MONTH, YEAR = DatePrecision.DAY, DatePrecision.MONTH, DatePrecision.YEAR


def said(
    question: str,
    text: str,
    name: str,
    published: date | None = None,
    precision: DatePrecision = DAY,
    *,
    probability: float = 0.5,
    language: str = "en",
) -> Statement:
    """Return a statement of an article of that date, as likely as `probability`."""
    one = stated(question, text, language, name=name)
    known = {"published": published, "published_precision": precision if published else None}
    dated = replace(one.sentence, article=one.sentence.article.model_copy(update=known))
    return Statement(replace(one.read, sentence=dated, probability=probability), one.span)


def texts(stands: list[Stand]) -> list[str]:
    return [stand.first.sentence.text for stand in stands]


def taken(question: str, *statements: Statement) -> tuple[list[Stand], str | None, int]:
    stands, disagreement = take_positions(understand(question, language="en"), statements)
    return (
        stands,
        disagreement.kind if disagreement else None,
        disagreement.between if disagreement else 0,
    )


KAZAKHSTAN = "It will be held in Kazakhstan."
CHINA = "It will be held in China."
ALMATY = "It will be held in Almaty."


def test_an_answer_that_changed_with_time_shows_the_newer_first() -> None:
    stands, kind, between = taken(
        HELD,
        said(HELD, CHINA, "a", date(2025, 1, 3)),
        said(HELD, KAZAKHSTAN, "b", date(2025, 6, 17)),
    )
    assert (texts(stands), kind, between) == ([KAZAKHSTAN, CHINA], "changed", 2)


@pytest.mark.parametrize(
    ("first", "other"),
    [
        ((date(2025, 6, 17), DAY), (date(2025, 6, 17), DAY)),
        ((date(2025, 6, 17), DAY), (None, DAY)),
        ((date(2025, 6, 17), DAY), (date(2025, 6, 1), MONTH)),
        ((date(2025, 6, 17), DAY), (date(2025, 1, 1), YEAR)),
        ((None, DAY), (None, DAY)),
    ],
)
def test_articles_differ_where_their_dates_do_not_tell_which_is_newer(
    first: tuple[date | None, DatePrecision], other: tuple[date | None, DatePrecision]
) -> None:
    stands, kind, _ = taken(
        HELD, said(HELD, KAZAKHSTAN, "a", *first), said(HELD, CHINA, "b", *other)
    )
    assert (texts(stands), kind) == ([KAZAKHSTAN, CHINA], "differ")


def test_an_old_article_that_agrees_with_the_new_one_makes_it_no_change() -> None:
    _, kind, _ = taken(
        HELD,
        said(HELD, KAZAKHSTAN, "a", date(2025, 6, 17)),
        said(HELD, CHINA, "b", date(2025, 1, 3)),
        said(HELD, KAZAKHSTAN, "c", date(2024, 12, 1)),
    )
    assert kind == "differ"


def test_a_contradiction_is_seen_where_an_article_in_another_language_leads() -> None:
    stands, kind, between = taken(
        HELD,
        said(HELD, "Il se tiendra à Astana.", "a", probability=0.6, language="fr"),
        said(HELD, "It will be held in Astana.", "b"),
        said(HELD, ALMATY, "c"),
    )
    assert (len(stands), kind, between) == (2, "differ", 2)


def test_a_city_beside_a_country_is_shown_without_a_contradiction() -> None:
    stands, kind, _ = taken(HELD, said(HELD, KAZAKHSTAN, "a"), said(HELD, ALMATY, "b"))
    assert (texts(stands), kind) == ([KAZAKHSTAN, ALMATY], None)


def test_what_does_not_contradict_follows_what_does() -> None:
    stands, kind, between = taken(
        HELD, said(HELD, KAZAKHSTAN, "a"), said(HELD, ALMATY, "b"), said(HELD, CHINA, "c")
    )
    assert (texts(stands), kind, between) == ([KAZAKHSTAN, CHINA, ALMATY], "differ", 2)


def test_two_reasons_are_no_contradiction() -> None:
    reasons = "It was closed because of a strike.", "It was closed because of the snow."
    stands, kind, _ = taken(WHY, said(WHY, reasons[0], "a"), said(WHY, reasons[1], "b"))
    assert (texts(stands), kind) == ([*reasons], None)


def test_a_much_less_likely_sentence_is_no_position() -> None:
    stands, kind, _ = taken(
        HELD,
        said(HELD, KAZAKHSTAN, "a", probability=0.9),
        said(HELD, CHINA, "b", date(2025, 6, 17), probability=0.3),
    )
    assert (texts(stands), kind) == ([KAZAKHSTAN], None)


def test_a_less_likely_one_is_shown_after_the_best_but_not_set_against_it() -> None:
    stands, kind, _ = taken(
        HELD,
        said(HELD, KAZAKHSTAN, "a", probability=0.9),
        said(HELD, CHINA, "b", date(2025, 6, 17), probability=0.4),
    )
    assert (texts(stands), kind) == ([KAZAKHSTAN, CHINA], None)


def test_the_finer_of_two_dates_that_agree_is_quoted() -> None:
    month, day = "It opens in June 2025.", "It opens on 17 June 2025."
    stands, kind, _ = taken(WHEN, said(WHEN, month, "a"), said(WHEN, day, "b"))
    assert (texts(stands), kind) == ([day], None)


def test_nothing_said_is_no_position() -> None:
    assert taken(HELD) == ([], None, 0)


@pytest.mark.parametrize(("likely", "expected"), [(0.48, 1), (0.3, 0)])
def test_what_says_more_leads_only_if_it_is_about_as_likely(likely: float, expected: int) -> None:
    year, day = "It will be held in 2025.", "It was held on 25 April 2025."
    stands, _, _ = taken(WHEN, said(WHEN, year, "a"), said(WHEN, day, "b", probability=likely))
    assert texts(stands) == [[year], [day]][expected]
    assert sum(len(stand.voices) for stand in stands) == 1 + expected
