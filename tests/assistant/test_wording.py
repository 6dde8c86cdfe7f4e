from datetime import date

import pytest

from assistant.answer import Citation, Disagreement, Span
from assistant.wording import abstention_text, answer_text, date_text, scope_text
from index.article import DatePrecision
from index.scope import EVERYTHING, Scope
from prompts import frames

JULY = date(2024, 7, 5)
ALMATY = Span(start=6, end=15)
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


@pytest.mark.parametrize(("language", "words"), [("fr", "1er mai 2025"), ("en", "1 May 2025")])
def test_the_first_of_a_month_is_written_as_its_readers_do(language: str, words: str) -> None:
    first = citation(published=date(2025, 5, 1), published_precision=DatePrecision.DAY)
    assert date_text(first, language) == words


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
        ("fr", {"source": "Le Monde"}, "Selon Le Monde\u00a0:"),
        ("fr", {}, "Selon un article non daté\u00a0:"),
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
        "According to an undated article: “No.” [3] The same is said by “A” [4].",
    ]


def test_contradictory_answers_stand_side_by_side_with_names_and_dates() -> None:
    newer = citation(
        1, source="CGTN", published=date(2025, 6, 17), quote="It is in\nAlmaty.", highlight=ALMATY
    )
    agreeing = citation(2, published=date(2025, 6, 16), title="A summit")
    older = citation(3, published=date(2025, 6, 12), source="La Gazette", quote="In Astana.")
    other = citation(4, quote="Far away.")
    between = Disagreement(kind="differ", between=2)
    text = answer_text([[newer, agreeing], [older], [other]], "en", between)
    assert text.split("\n\n") == [
        "The articles give different answers:\n"
        "CGTN (17 June 2025), “A summit” (16 June 2025): in Almaty [1] [2]\n"
        "La Gazette (12 June 2025): In Astana. [3]",
        "According to CGTN, 17 June 2025: “It is in\nAlmaty.” [1]",
        "According to La Gazette, 12 June 2025: “In Astana.” [3]",
        "Other articles say:",
        "According to an undated article: “Far away.” [4]",
    ]


def test_an_answer_that_has_changed_is_said_to_have() -> None:
    groups = [[citation(1, source="A")], [citation(2)]]
    lines = answer_text(groups, "fr", Disagreement(kind="changed", between=2)).splitlines()
    assert lines[:3] == [
        "Les articles récents répondent autrement que les plus anciens\u00a0:",
        "A\u00a0: Yes. [1]",
        "un article non daté\u00a0: Yes. [2]",
    ]


def test_articles_that_carry_the_same_text_are_named_as_such() -> None:
    copy = citation(2, source="Xinhua", copy_of=1)
    text = answer_text([[citation(1), copy, citation(3, source="CGTN")]], "en")
    assert text == (
        "According to an undated article: “Yes.” [1] The same is said by CGTN [3]. "
        "The same text is carried by Xinhua [2]."
    )


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


@pytest.mark.parametrize(
    ("scope", "language", "words"),
    [
        (Scope(after=date(2024, 5, 1), before=date(2024, 5, 31)), "en",
         "articles from 1 May 2024 to 31 May 2024"),
        (Scope(after=date(2024, 5, 1)), "en", "articles from 1 May 2024 on"),
        (Scope(before=date(2024, 5, 31), as_of=date(2024, 5, 9)), "en",
         "articles up to 9 May 2024"),
        (Scope(as_of=date(2024, 5, 9), source="Xinhua", language="fr"), "fr",
         "articles jusqu’au 9 mai 2024\u00a0; source\u00a0: Xinhua\u00a0; langue\u00a0: français"),
        (Scope(source="Xinhua", language="zz"), "de", "Quelle: Xinhua; Sprache: zz"),
        (Scope(language="en"), "es", "idioma: inglés"),
        (Scope(language="en"), "ru", "язык: английский"),
        (Scope(after=date(2024, 5, 1), language="en"), "zh", "2024年5月1日起的文章；语言：英语"),
        (Scope(source="{date}"), "ar", "المصدر: {date}"),
        (EVERYTHING, "en", ""),
    ],
)  # fmt: skip
def test_filters_in_words(scope: Scope, language: str, words: str) -> None:
    assert scope_text(scope, language) == words


@pytest.mark.parametrize("language", LANGUAGES)
def test_abstaining_under_a_filter_says_so(language: str) -> None:
    scope = Scope(source="Xinhua")
    said = abstention_text([], language, scope)
    assert said.startswith(abstention_text([], language))
    assert scope_text(scope, language) in said


@pytest.mark.parametrize(
    ("key", "language", "note"),
    [
        ("2025-06-12", "en", "“It … yesterday.” [1] (“yesterday” is 12 June 2025.)"),
        (
            "2025-06",
            "fr",
            "«\u00a0It … yesterday.\u00a0» [1] («\u00a0yesterday\u00a0»\u00a0: juin 2025.)",
        ),
        ("2024", "zh", "“It … yesterday.” [1] （“yesterday”指2024年。）"),
    ],
)
def test_a_relative_date_in_a_quote_is_told(key: str, language: str, note: str) -> None:
    dates = [{"start": 105, "end": 114, "date": key}]
    quoted = citation(quote="It … yesterday.", start=100, end=115, resolved_dates=dates)
    assert answer_text([[quoted]], language).endswith(note)


def test_an_expression_that_comes_twice_is_told_once() -> None:
    dates = [{"start": n, "end": n + 5, "date": "2025-06-12"} for n in (0, 6)]
    text = answer_text([[citation(quote="today today", end=11, resolved_dates=dates)]], "en")
    assert text.count("12 June 2025") == 1


@pytest.mark.parametrize("language", LANGUAGES)
def test_a_decided_question_is_answered_before_the_quotes(language: str) -> None:
    quoted = answer_text([[citation(1)]], language)
    yes, no = (answer_text([[citation(1)]], language, decided=said) for said in (True, False))
    assert yes.endswith(f" {quoted}")
    assert no.endswith(f" {quoted}")
    assert len({quoted, yes, no}) == 3


@pytest.mark.parametrize("language", LANGUAGES)
def test_an_answer_that_is_not_sure_says_so(language: str) -> None:
    groups = [[citation(1)]]
    quoted = answer_text(groups, language)
    unsure = answer_text(groups, language, sure=False)
    assert unsure.endswith(f"\n\n{quoted}")
    assert unsure.removesuffix(quoted).strip() == frames(language)["unsure"]


def test_what_a_quote_decides_is_not_called_unsure() -> None:
    groups = [[citation(1)]]
    decided = answer_text(groups, "en", decided=True, sure=False)
    assert decided == answer_text(groups, "en", decided=True)


def test_sources_that_contradict_each_other_are_not_called_unsure_as_well() -> None:
    groups, differ = [[citation(1)], [citation(2)]], Disagreement(kind="differ", between=2)
    assert answer_text(groups, "en", differ, sure=False) == answer_text(groups, "en", differ)
