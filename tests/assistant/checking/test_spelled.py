import pytest

from assistant.checking.spelled import in_figures


@pytest.mark.parametrize(
    ("text", "language", "expected"),
    [
        ("Two hundred and fifty thousand came.", "en", "250 thousand came."),
        ("two hundred fifty, twenty-one", "en", "250, 21"),
        ("Vingt et un pays, un homme neuf", "fr", "21 pays, un homme neuf"),
        ("quatre-vingt-cinq pour cent", "fr", "85 pour cent"),
        ("fünfundzwanzig Länder", "de", "25 Länder"),
        ("сорок пять стран", "ru", "45 стран"),
        ("two million, deux, two of them", "en", "2 million, deux, two of them"),
        ("deux milliards", "fr", "2 milliards"),
        ("the second of them", "en", "the second of them"),
        ("ninety-nine problems", "xx", "ninety-nine problems"),
    ],
)
def test_numbers_in_words_become_figures(text: str, language: str, expected: str) -> None:
    assert in_figures(text, language) == expected


def test_a_comma_parts_two_numbers() -> None:
    assert in_figures("twenty, thirty", "en") == "20, 30"
