"""Texts against expected answers; the figures are counted by hand."""

import pytest

from assistant.evaluation.scoring import exact_match, f1, holds, words


@pytest.mark.parametrize(
    ("language", "text", "expected"),
    [
        ("en", "The 1,250 Ships, a fleet!", ["1250", "ships", "fleet"]),
        ("fr", "L’école du port", ["école", "port"]),
        ("fr", "les ponts de Grande-Bretagne", ["ponts", "de", "grande", "bretagne"]),
        ("es", "La niña y el mar", ["niña", "y", "mar"]),
        ("de", "Das Straßenfest der Stadt", ["strassenfest", "stadt"]),
        ("ar", "الميناء القديم", ["ميناء", "قديم"]),
        ("zh", "2015年，港口", ["2015", "年", "港", "口"]),
        ("ru", "Новый порт", ["новый", "порт"]),
        (None, "the port", ["the", "port"]),
        ("fr", "La", ["la"]),
    ],
)
def test_words_are_those_that_are_compared(language: str, text: str, expected: list[str]) -> None:
    assert words(text, language) == expected


def test_an_answer_is_held_word_for_word() -> None:
    assert holds("Denver's harbour was opened in 1950.", ["Denver"], "en")
    assert holds("Il mesure 2 500 mètres.", ["les 2 500 mètres"], "fr")
    assert holds("港口于2015年开放。", ["2015年"], "zh")
    assert not holds("It was opened in 1950.", ["5", "195"], "en")
    assert not holds("It closed in November.", ["no"], "en")
    assert not holds("It closed.", ["%", ""], "en")
    assert not holds("It closed.", [], "en")


def test_exact_match_is_all_the_words_and_no_more() -> None:
    assert exact_match("the old port", ["a quay", "old port."], "en") == 1.0
    assert exact_match("the very old port", ["old port"], "en") == 0.0
    assert exact_match("", ["%"], "en") == 0.0


def test_f1_is_taken_with_the_nearest_answer() -> None:
    # Two words shared; precision 2/3, recall 2/2.
    assert f1("very old port", ["quay", "the old port"], "en") == pytest.approx(0.8)
    # Three of the four characters given are among the five expected.
    assert f1("一二三四", ["一二三五六"], "zh") == pytest.approx(2 * 3 / 9)
    # A word counts as often as it stands in both.
    assert f1("port port", ["port quay"], "en") == pytest.approx(0.5)
    assert f1("port", ["quay"], "en") == 0.0
    assert f1("", ["quay"], "en") == 0.0
