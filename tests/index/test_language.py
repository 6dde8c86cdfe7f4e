"""Languages of short questions, of articles, and of texts that have none."""

import threading

import pytest

from index.language import LANGUAGES, detect_language, language_code

SHORT = {
    "fr": "Quand ?|et où ?|Qui ?|Pourquoi ?|Combien ?|Et ensuite ?|Quel sommet ?|Avec qui ?|"
    "C'était quand ?|Et en 2023 ?|Qui a signé ?|Comment ?|Et le Kazakhstan ?|À Almaty ?|"
    "Où aura lieu le sommet ?|Et la Chine ?|Prix du gaz ?|Plus de détails|Merci|Et après ?",
    "en": "When?|and where?|Who?|Why?|How many?|And then?|Which summit?|With whom?|When was it?|"
    "And in 2023?|Who signed?|How?|And Kazakhstan?|In Almaty?|Where will the summit be?|"
    "And China?|Gas price?|More details|Thanks|What next?",
}


@pytest.mark.parametrize("language", SHORT)
@pytest.mark.parametrize("others", [(), ("ru", "zh"), ("fr", "en")])
def test_short_question_is_in_an_expected_language(language: str, others: tuple[str, ...]) -> None:
    wrong = [
        question
        for question in SHORT[language].split("|")
        if detect_language(question, likely={language, *others}) != language
    ]
    assert wrong == []


@pytest.mark.parametrize(
    ("text", "language"),
    [
        ("Combien de navires ont accosté au port samedi matin ?", "fr"),
        ("How many ships reached the harbour on Saturday morning?", "en"),
        ("Wie viele Schiffe haben am Samstag im Hafen angelegt?", "de"),
        ("¿Cuántos barcos llegaron al puerto el sábado por la mañana?", "es"),
        ("Сколько судов пришло в порт в субботу утром?", "ru"),
        ("星期六上午有多少艘船抵达港口？", "zh"),
        ("كم عدد السفن التي وصلت إلى الميناء صباح السبت؟", "ar"),
    ],
)
def test_sentence_keeps_its_language_against_expectations(text: str, language: str) -> None:
    assert detect_language(text) == language
    assert detect_language(text, likely=("fr", "en")) == language
    assert detect_language(text * 3, stated="en") == language


@pytest.mark.parametrize("text", ["", " \n", "2025 !", "12/05 — 3 %"])
def test_no_letter_no_language(text: str) -> None:
    assert detect_language(text, likely=("fr",), stated="fr") is None


def test_claim_of_the_page_settles_what_the_text_leaves_open() -> None:
    assert detect_language("Lorem ipsum dolor sit amet, consectetur elit.", stated="en") == "en"


def test_threads_share_one_identifier() -> None:
    found: list[str | None] = []
    threads = [
        threading.Thread(target=lambda: found.append(detect_language("Le port est ouvert.")))
        for _ in range(8)
    ]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert found == ["fr"] * 8


@pytest.mark.parametrize(
    ("tag", "code"),
    [("fr-FR", "fr"), ("pt_BR", "pt"), (" EN ", "en"), ("nb-NO", "no"), ("xx", None), (None, None)],
)
def test_language_code_of_a_tag(tag: str | None, code: str | None) -> None:
    assert language_code(tag) == code


def test_codes_have_two_letters() -> None:
    assert all(len(code) == 2 and code.islower() for code in LANGUAGES)
