from datetime import date

import pytest

from assistant.writing.checking import PlainChecker, Source

SUMMIT = (
    "The second China-Central Asia summit was held in Astana on 17 June 2025. Six leaders came."
)
SOMMET = "Le deuxième sommet s’est tenu à Astana le 17 juin 2025 ; 23 % de plus y sont venus."


def check(sentence: str, text: str = SUMMIT, language: str = "en", of: str = "en") -> bool:
    source = Source(text, of, None)
    return PlainChecker().check(sentence, [source], language).supported


@pytest.mark.parametrize(
    "sentence",
    [
        "The second summit was held in Astana on 17 June 2025.",
        "The summit in Astana was held in June 2025.",
        "It was the 2nd summit, held in 2025.",
    ],
)
def test_what_stands_there_is_supported(sentence: str) -> None:
    assert check(sentence)


@pytest.mark.parametrize(
    ("sentence", "fault"),
    [
        ("The second summit took place on 2023-05-18.", "2023-05-18"),
        ("The second summit was held on 18 June 2025.", "18 June 2025"),
        ("The third summit was held in Astana.", "third"),
        ("The summit, with 40 leaders, was held in Astana.", "40"),
        ("The second summit was held in Bishkek.", "Bishkek"),
    ],
)
def test_an_invented_value_or_name_is_found(sentence: str, fault: str) -> None:
    found = PlainChecker().check(sentence, [Source(SUMMIT, "en", None)], "en")
    assert not found.supported
    assert fault in found.faults


def test_a_date_is_no_finer_than_its_source() -> None:
    assert not check("It was held on 17 June 2025.", "The summit was held in June 2025.")


def test_values_are_held_against_other_languages() -> None:
    assert check("The second summit was held on 17 June 2025.", SOMMET, of="fr")
    assert check("23% more came.", SOMMET, of="fr")
    assert not check("The third summit was held on 17 June 2025.", SOMMET, of="fr")


def test_a_day_without_its_year_is_of_the_year_of_the_article() -> None:
    source = Source("The summit will be held on 17 June.", "en", date(2025, 6, 1))
    checker = PlainChecker()
    assert checker.check("The summit will be held on 17 June 2025.", [source], "en").supported
    assert not checker.check("The summit will be held on 17 June 2024.", [source], "en").supported


def test_words_that_the_passage_does_not_have_are_not_supported() -> None:
    assert not check("Everybody should buy cheap pills today.")
