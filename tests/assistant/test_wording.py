from datetime import date

import pytest

from assistant.answer import Citation
from assistant.wording import abstention_text, answer_text, date_text
from index.article import DatePrecision

JULY = date(2024, 7, 5)
LANGUAGES = ["en", "fr", "es", "de", "ru", "zh", "ar", "pt"]


def citation(marker: int = 1, /, **known: object) -> Citation:
    """Return a citation of an article of which only `known` is known."""
    unknown = dict.fromkeys(
        ("title", "published", "published_precision", "source", "url", "language", "highlight")
    )
    some = {"article_id": "a", "passage_id": "a-0", "quote": "Yes.", "start": 0, "end": 4}
    return Citation.model_validate(unknown | some | {"marker": marker, "score": 0.5} | known)


def dated(precision: DatePrecision, marker: int = 1, /, **known: object) -> Citation:
    """Return a citation of an article of July 2024."""
    return citation(marker, published=JULY, published_precision=precision, **known)


@pytest.mark.parametrize(
    ("precision", "language", "words"),
    [
        (DatePrecision.DAY, "en", "5 July 2024"),
        (DatePrecision.MONTH, "en", "July 2024"),
        (DatePrecision.YEAR, "en", "2024"),
        (DatePrecision.DAY, "fr", "5 juillet 2024"),
        (DatePrecision.MONTH, "fr", "juillet 2024"),
        (DatePrecision.YEAR, "fr", "2024"),
        (DatePrecision.MONTH, "es", "julio de 2024"),
        (DatePrecision.MONTH, "de", "Juli 2024"),
        (DatePrecision.DAY, "zh", "2024年7月5日"),
        (DatePrecision.MONTH, "zh", "2024年7月"),
        (DatePrecision.DAY, "pt", "5 July 2024"),
    ],
)
def test_a_date_is_worded_as_far_as_it_is_known(
    precision: DatePrecision, language: str, words: str
) -> None:
    assert date_text(dated(precision), language) == words


def test_an_unknown_date_is_not_worded() -> None:
    assert date_text(citation(), "en") is None


@pytest.mark.parametrize(
    ("language", "known", "lead_in"),
    [
        ("en", {"source": "Le Monde", "published": JULY}, "According to Le Monde, 5 July 2024:"),
        ("en", {"source": "Le Monde"}, "According to Le Monde:"),
        ("en", {"title": "A summit", "published": JULY}, "According to “A summit”, 5 July 2024:"),
        ("en", {"title": "A summit"}, "According to “A summit”:"),
        ("en", {"source": "Le Monde", "title": "A summit"}, "According to Le Monde:"),
        ("en", {"published": JULY}, "According to an article of 5 July 2024:"),
        ("en", {}, "According to an undated article:"),
        ("fr", {"source": "Le Monde"}, "Selon Le Monde :"),
        ("fr", {}, "Selon un article non daté :"),
        ("pt", {"source": "Le Monde"}, "According to Le Monde:"),
    ],
)
def test_a_quote_is_led_in_by_what_is_known(
    language: str, known: dict[str, object], lead_in: str
) -> None:
    text = answer_text([[citation(**known)]], language)
    assert text.startswith(f"{lead_in} ")


@pytest.mark.parametrize(
    ("language", "precision", "wrong"),
    [
        ("fr", DatePrecision.DAY, "daté de 5 juillet"),
        ("fr", DatePrecision.MONTH, "daté du juillet"),
        ("de", DatePrecision.YEAR, "vom 2024"),
    ],
)
def test_a_date_fits_the_words_around_it(
    language: str, precision: DatePrecision, wrong: str
) -> None:
    assert wrong not in answer_text([[dated(precision)]], language)


def test_agreeing_articles_are_named_and_other_answers_follow() -> None:
    agreeing = dated(DatePrecision.MONTH, 2, source="Xinhua")
    another = [citation(3, quote="No."), citation(4, title="A")]
    text = answer_text([[citation(1), agreeing], another], "en")
    assert text.split("\n\n") == [
        "According to an undated article: “Yes.” [1] The same is said by Xinhua (July 2024) [2].",
        "Other articles say:",
        "According to an undated article: “No.” [3] The same is said by A [4].",
    ]


@pytest.mark.parametrize("language", LANGUAGES)
def test_an_agreeing_article_of_which_nothing_is_known_leaves_no_gap(language: str) -> None:
    text = answer_text([[citation(1, source="Xinhua"), citation(2)]], language)
    assert "  " not in text


@pytest.mark.parametrize("odd", ["{date}", "{", "}", "{0!r}", "%s", "“\\n” <b>", "A\u202eB"])
@pytest.mark.parametrize("language", LANGUAGES)
def test_odd_characters_stay_as_they_are(odd: str, language: str) -> None:
    first = dated(DatePrecision.DAY, 1, title=odd, quote=odd)
    text = answer_text([[first, citation(2, source=odd)]], language)
    assert text.count(odd) == 3
    assert odd in abstention_text([first], language)


@pytest.mark.parametrize("language", LANGUAGES)
def test_quotes_stay_verbatim_with_their_markers(language: str) -> None:
    quote = "He said: “It opens\non Monday”,  « at noon »."
    for text in (
        answer_text([[citation(7, quote=quote)]], language),
        abstention_text([citation(7, quote=quote)], language),
    ):
        assert text.count(quote) == 1
        assert text.count("[7]") == 1
        assert "{" not in text


def test_an_abstention_does_not_sound_like_an_answer() -> None:
    assert abstention_text([], "en") == "The articles do not say."
    nearest = abstention_text([citation(1, quote="A."), citation(2, quote="B.")], "en")
    assert nearest == "The articles do not say. The nearest passages:\n\n“A.” [1]\n\n“B.” [2]"
