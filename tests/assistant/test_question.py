from datetime import date

import pytest

from assistant.language.vocabulary import QuestionKind
from assistant.question import QUESTION_LIMIT, understand
from index.errors import QuestionRefused


@pytest.mark.parametrize(
    ("text", "language", "kind"),
    [
        ("when is the second China-Central Asia summit", "en", QuestionKind.WHEN),
        ("Quand a lieu le sommet ?", "fr", QuestionKind.WHEN),
        ("En quelle année a-t-il eu lieu ?", "fr", QuestionKind.WHEN),
        ("where did the fifth meeting take place?", "en", QuestionKind.WHERE),
        ("Dans quelle ville la réunion s'est-elle tenue ?", "fr", QuestionKind.WHERE),
        ("Who is China's ambassador to Kazakhstan?", "en", QuestionKind.WHO),
        ("Qui est l'ambassadeur de Chine ?", "fr", QuestionKind.WHO),
        ("How much was the trade when it peaked?", "en", QuestionKind.QUANTITY),
        ("De combien le commerce a-t-il augmenté ?", "fr", QuestionKind.QUANTITY),
        ("Warum wurde das Treffen verschoben?", "de", QuestionKind.WHY),
        ("¿Cuántos países participaron en la cumbre?", "es", QuestionKind.QUANTITY),
        ("Когда состоится второй саммит?", "ru", QuestionKind.WHEN),
        ("第二届峰会什么时候举行？", "zh", QuestionKind.WHEN),
        ("متى تعقد القمة الثانية؟", "ar", QuestionKind.WHEN),
        ("Is the summit in Astana?", "en", QuestionKind.YES_NO),
        ("quand a lieu le deuxieme sommet", "fr", QuestionKind.WHEN),
        ("ou se tient le deuxieme sommet", "fr", QuestionKind.WHERE),
        ("QUI EST L'AMBASSADEUR DE CHINE ?", "fr", QuestionKind.WHO),
        ("cuantos paises participaron en la cumbre", "es", QuestionKind.QUANTITY),
        ("WARUM WURDE DAS TREFFEN VERSCHOBEN", "de", QuestionKind.WHY),
        ("когда состоится второй саммит", "ru", QuestionKind.WHEN),
    ],
)
def test_language_and_kind(text: str, language: str, kind: QuestionKind) -> None:
    question = understand(text)
    assert (question.language, question.kind) == (language, kind)


def test_what_a_question_holds_to() -> None:
    question = understand("When will Wang Yi visit Kazakhstan for the second summit of 2025?")
    assert question.words == ("wang", "yi", "visit", "kazakhstan", "second", "summit", "2025")
    assert question.names == {"wang", "yi", "kazakhstan"}
    assert [value.key for value in question.values] == ["2", "2025"]
    assert question.territories == {"KZ"}


@pytest.mark.parametrize(
    ("careless", "careful"),
    [
        ("QUAND OUVRE LA DEUXIEME FOIRE", "Quand ouvre la deuxième foire ?"),
        ("la foire ouvre le 3 fevrier 2024 ou le 12 aout 2025",
         "La foire ouvre le 3 février 2024 ou le 12 août 2025 ?"),
        ("la quatorzieme ou la sixieme foire", "La quatorzième ou la sixième foire"),
        ("La foire de Liège : quand a-t-elle lieu ?", "La foire de Liège : quand a-t-elle lieu ?"),
    ],
)  # fmt: skip
def test_accents_and_capitals_change_no_value(careless: str, careful: str) -> None:
    typed, meant = (understand(text, language="fr") for text in (careless, careful))
    assert [value.key for value in typed.values] == [value.key for value in meant.values]


def test_a_search_in_capitals_is_understood() -> None:
    question = understand("ASIE CENTRALE SOMMET DATE", likely=("en", "fr"))
    assert (question.language, question.kind) == ("fr", QuestionKind.WHEN)
    assert question.territories == understand("Asie centrale", language="fr").territories != set()


def test_words_and_names_of_every_sentence_count() -> None:
    question = understand("I read that Lindqvist built a bridge. When does it open?")
    assert question.kind == QuestionKind.WHEN
    assert {"lindqvist", "bridge", "open"} <= set(question.words)
    assert question.names == {"lindqvist"}


@pytest.mark.parametrize("text", ["WHO BUILT THE BRIDGE OF OSLO", "who built the bridge of oslo"])
def test_a_question_without_case_has_no_name_of_its_own(text: str) -> None:
    question = understand(text)
    assert not question.has_case
    assert question.names == frozenset()


def test_relative_dates_count_from_the_day_of_the_question() -> None:
    asked = "What was signed last year?"
    question = understand(asked, language="en", today=date(2025, 6, 18))
    assert [value.key for value in question.values] == ["2024"]
    assert question.value_of["year"].key == "2024"
    assert understand(asked, language="en").values == ()


def test_today_in_a_question_holds_to_no_day() -> None:
    question = understand("Who is mayor today?", language="en", today=date(2025, 6, 18))
    assert question.values == ()


def test_a_given_language_is_taken() -> None:
    assert understand("Astana", language="fr").language == "fr"


@pytest.mark.parametrize("text", ["", "  \n", "?!", "…"])
def test_an_empty_question_is_refused(text: str) -> None:
    with pytest.raises(QuestionRefused, match="empty"):
        understand(text)


def test_half_a_surrogate_pair_is_left_out() -> None:
    assert understand("When\ud800 is the fair?", language="en").text == "When is the fair?"
    with pytest.raises(QuestionRefused, match="empty"):
        understand("\ud800")


def test_an_overlong_question_is_refused() -> None:
    with pytest.raises(QuestionRefused, match="20,000 characters"):
        understand("x" * 20_000)
    assert understand("x" * QUESTION_LIMIT, language="en").text
