import pytest

from index.sentences import sentence_ranges


def sentences(text: str, language: str | None) -> list[str]:
    return [text[start:end] for start, end in sentence_ranges(text, language)]


@pytest.mark.parametrize(
    ("language", "expected"),
    [
        ("en", ["The U.S. trade rose by 3.5%.", "Mr. Smith left at 5 p.m. on Jan. 5."]),
        ("fr", ["M. Xi est venu le 1er janv. 2024.", "« C'est fait », a déclaré M. Tokaïev."]),
        ("de", ["Am 3. Oktober kam Dr. Kohl.", "Er blieb z. B. lange."]),
        ("ru", ["В 2022 г. товарооборот вырос.", "Министр А. С. Петров приехал."]),
        ("zh", ["峰会在西安举行。", "第二届峰会将于2025年举行！"]),
        ("ar", ["انعقدت القمة في شيان.", "ثم انتهت."]),
    ],
)
def test_sentences_of_each_language(language: str, expected: list[str]) -> None:
    joiner = "" if language == "zh" else " "
    assert sentences(joiner.join(expected), language) == expected


def test_a_line_ends_a_sentence_unless_the_next_goes_on() -> None:
    text = "A headline without a stop\nParis / La Gazette\nThe first line of a\nwrapped paragraph."
    assert sentences(text, "en") == [
        "A headline without a stop",
        "Paris / La Gazette",
        "The first line of a\nwrapped paragraph.",
    ]


def test_unknown_language_and_blank_text() -> None:
    assert sentences("One. Two.", None) == ["One.", "Two."]
    assert sentences(" \n\n ", "fr") == []
