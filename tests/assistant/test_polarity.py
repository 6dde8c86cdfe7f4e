"""Yes or no is said only where the sentence says the question over again."""

import pytest

from assistant import Assistant
from assistant.matter import matter
from assistant.polarity import verdict
from assistant.question import understand
from assistant.span_reader.model import SpanReader
from index.library import Library
from tests.conftest import article, put

SIGNED = "Did Norway sign the accord?"
SIGNE = "La Norvège a-t-elle signé l'accord ?"
FAIR = "Did the second fair open on 3 May 2024?"


@pytest.mark.parametrize(
    ("language", "question", "text"),
    [
        ("en", SIGNED, "Norway signed the accord in Oslo."),
        ("en", "Is the fair in Bergen?", "The fair is in Bergen this year."),
        ("en", "Will the bridge open in Oslo?", "The bridge will open in Oslo."),
        ("en", FAIR, "The second fair opened on 3 May 2024."),
        ("fr", SIGNE, "La Norvège a signé l’accord à Oslo."),
        ("fr", "Est-ce que la Norvège a signé l’accord ?", "La Norvège a signé l’accord."),
        (
            "de",
            "Hat Norwegen das Abkommen unterzeichnet?",
            "Norwegen hat das Abkommen unterzeichnet.",
        ),
        ("ar", "هل وقعت النرويج الاتفاق؟", "وقعت النرويج الاتفاق."),
    ],
)
def test_yes(language: str, question: str, text: str) -> None:
    assert verdict(understand(question, language=language), matter(text, language)) is True


@pytest.mark.parametrize(
    ("language", "question", "text"),
    [
        ("en", SIGNED, "Norway did not sign the accord."),
        ("en", "Is the fair in Bergen?", "The fair is not in Bergen."),
        ("en", FAIR, "The second fair opened on 4 May 2024."),
        ("fr", SIGNE, "La Norvège n'a pas signé l’accord."),
        ("de", "Hat Norwegen das Abkommen unterzeichnet?",
         "Norwegen hat das Abkommen nicht unterzeichnet."),
    ],
)  # fmt: skip
def test_no(language: str, question: str, text: str) -> None:
    assert verdict(understand(question, language=language), matter(text, language)) is False


@pytest.mark.parametrize(
    "text",
    [
        "Norway will sign the accord.",
        "Norway refused to sign the accord.",
        "Norway almost signed the accord.",
        "Norway may have signed the accord.",
        "If Norway signed the accord, Denmark would follow.",
        "Norway signed the accord, the paper claims.",
        "The ambassador of Norway signed the accord.",
        "Without Norway signing the accord, nothing moves.",
        "Denmark and Norway's rivals signed the accord.",
        "The accord was signed by Norway.",
        "Norway signed the accord, but Denmark did not.",
        "Norway signed another accord.",
        "Has Norway signed the accord?",
        "Norway signed.",
    ],
)
def test_nothing_is_said_where_it_is_not_certain(text: str) -> None:
    assert verdict(understand(SIGNED), matter(text, "en")) is None


@pytest.mark.parametrize(
    ("language", "question", "written_in", "text"),
    [
        ("en", "Is the fair in Bergen?", "en", "The fair in Bergen was put off."),
        ("en", "Does Norway export gas?", "en", "Norway exported gas."),
        ("en", "Did the fair open in 2023?", "en", "The fair opened in 2024."),
        ("en", "Did the second fair open in May?", "en", "The second fair opened on 3 June 2024."),
        ("en", "Did Norway not sign the accord?", "en", "Norway did not sign the accord."),
        ("en", "Who signed the accord?", "en", "Norway signed the accord."),
        ("fr", SIGNE, "fr", "La Norvège signera l’accord."),
        ("fr", SIGNE, "fr", "L’ambassadeur de Norvège a signé l’accord."),
        ("fr", SIGNE, "en", "Norway signed the accord."),
    ],
)
def test_nor_where_the_question_leaves_it_open(
    language: str, question: str, written_in: str, text: str
) -> None:
    assert verdict(understand(question, language=language), matter(text, written_in)) is None


def test_the_answer_begins_with_the_verdict_and_quotes(
    library: Library, span_reader: SpanReader
) -> None:
    put(library, article("a", "Norway signed the accord in Oslo. It was a cold day."))
    answer = Assistant(library, span_reader).ask(SIGNED)
    assert answer.answer.startswith("Yes. ")
    assert answer.citations[0].quote == "Norway signed the accord in Oslo."


def test_articles_that_deny_each_other_leave_it_without_a_verdict(
    library: Library, span_reader: SpanReader
) -> None:
    put(
        library,
        article("a", "Norway signed the accord in Oslo."),
        article("b", "Norway did not sign the accord in Oslo."),
    )
    answer = Assistant(library, span_reader).ask("Did Norway sign the accord in Oslo?")
    assert not answer.abstained
    assert not answer.answer.startswith(("Yes.", "No."))
