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
        ("Is the summit in Astana?", "en", QuestionKind.OTHER),
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


def test_a_given_language_is_taken() -> None:
    assert understand("Astana", language="fr").language == "fr"


@pytest.mark.parametrize("text", ["", "  \n", "?!", "…"])
def test_an_empty_question_is_refused(text: str) -> None:
    with pytest.raises(QuestionRefused, match="empty"):
        understand(text)


def test_an_overlong_question_is_refused() -> None:
    with pytest.raises(QuestionRefused, match="20,000 characters"):
        understand("x" * 20_000)
    assert understand("x" * QUESTION_LIMIT, language="en").text
