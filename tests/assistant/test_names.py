import pytest

from assistant.language.names import is_name, same_name, territories
from index.terms import fold


@pytest.mark.parametrize(
    ("one", "other"),
    [("Tokayev", "Tokaïev"), ("Токаев", "Tokaïev"), ("Алматы", "Almaty"), ("Astana", "Астана")],
)
def test_spellings_of_one_name(one: str, other: str) -> None:
    assert same_name(fold(one.lower()), fold(other.lower()))


@pytest.mark.parametrize(("one", "other"), [("trade", "train"), ("xi", "xo"), ("2023", "2024")])
def test_different_words(one: str, other: str) -> None:
    assert not same_name(one, other)


@pytest.mark.parametrize(
    ("text", "language", "expected"),
    [
        ("Le Kazakhstan et les États-Unis", "fr", {"KZ", "US"}),
        ("встреча в Казахстане и Германии", "ru", {"KZ", "DE"}),
        ("a summit with Central Asia", "en", {"143"}),
        ("nothing is named here", "en", set()),
    ],
)
def test_territories_in_every_language(text: str, language: str, expected: set[str]) -> None:
    assert territories(text, language) == expected


def test_a_capital_makes_a_name_only_inside_a_sentence() -> None:
    text = "Who met Wang Yi? Then he left."
    assert [is_name(text, text.index(word)) for word in ("Who", "Wang", "Then", "left")] == [
        False, True, False, False,
    ]  # fmt: skip
