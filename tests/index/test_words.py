from pathlib import Path

import pytest

from index.words import WordIndex, WordMatch


@pytest.fixture
def words(tmp_path: Path) -> WordIndex:
    index = WordIndex(tmp_path / "words")
    index.put("fr-0", "Les sommets Chine-Asie centrale à Astana avec M. Tokaïev", "fr")
    index.put("en-0", "The summit in Astana with President Tokayev", "en")
    index.put("ru-0", "Саммит в Астане", "ru")
    index.put("en-1", "Cotton prices fell", "en")
    index.commit()
    return index


def found(matches: list[WordMatch]) -> list[str]:
    return [passage_id for passage_id, _ in matches]


def test_stems_meet_inside_one_language_only(words: WordIndex) -> None:
    assert found(words.search_stems(["sommet"], "fr", 10)) == ["fr-0"]
    assert found(words.search_stems(["summits"], "en", 10)) == ["en-0"]
    assert words.search_stems(["summits"], "fr", 10) == []


def test_folded_words_meet_across_languages(words: WordIndex) -> None:
    assert set(found(words.search_folded(["ASTANA".lower()], 10))) == {"fr-0", "en-0"}
    assert found(words.search_folded(["tokaiev"], 10)) == ["fr-0"]


def test_a_score_is_a_share_of_the_question(words: WordIndex) -> None:
    ((_, whole),) = words.search_stems(["cotton", "prices", "fell"], "en", 10)
    ((_, part),) = words.search_stems(["cotton", "harvest", "rose"], "en", 10)
    assert 0 < part < whole <= 1


def test_put_replaces_and_delete_removes(words: WordIndex) -> None:
    words.put("en-1", "Wheat prices rose", "en")
    words.delete("ru-0")
    words.commit()
    assert words.count() == 3
    assert words.search_stems(["cotton"], "en", 10) == []
    assert found(words.search_stems(["wheat"], "en", 10)) == ["en-1"]


def test_no_words_find_nothing(words: WordIndex) -> None:
    assert words.search_stems([], "en", 10) == []
    assert words.search_folded(["absent"], 10) == []


def test_it_is_found_again_after_closing(words: WordIndex, tmp_path: Path) -> None:
    words.close()
    assert WordIndex(tmp_path / "words").count() == 4


@pytest.fixture
def spelled(tmp_path: Path) -> WordIndex:
    index = WordIndex(tmp_path / "spelled")
    index.put("fr-0", "Les sommets et les présidents réunis à Samarcande en 2025", "fr")
    index.put("fr-1", "Un président et des cavaliers trouvent refuge au sommet", "fr")
    index.put("ru-0", "Встреча в Самарканде", "ru")
    index.commit()
    return index


@pytest.mark.parametrize(
    ("word", "language", "right"),
    [
        ("sommmet", "fr", "sommet"),
        ("somet", "fr", "sommet"),
        ("samarcnde", "fr", "samarcande"),
        ("samrcandee", "fr", "samarcande"),
        ("самаркнд", "ru", "samarkande"),
    ],
)
def test_a_misspelling_is_told_from_the_words_of_the_library(
    spelled: WordIndex, word: str, language: str, right: str
) -> None:
    assert spelled.nearest_term(word, language) == right


@pytest.mark.parametrize(
    ("word", "language"),
    [
        ("sommet", "fr"),  # held as it is
        ("cavalier", "fr"),  # held in another form
        ("president", "fr"),  # held but for its accent
        ("sommeil", "fr"),  # two letters away, and too short for that
        ("au", "fr"),
        ("2026", "fr"),
        ("会议", "zh"),
        ("xylophone", "fr"),
    ],
)
def test_nothing_is_corrected_that_may_be_right(
    spelled: WordIndex, word: str, language: str
) -> None:
    assert spelled.nearest_term(word, language) is None


def test_of_several_spellings_the_nearest_and_then_the_most_frequent_is_taken(
    tmp_path: Path,
) -> None:
    index = WordIndex(tmp_path / "several")
    index.put("0", "planned planned", "en")
    index.put("1", "planets planner", "en")
    index.put("2", "planner", "en")
    index.commit()
    assert index.nearest_term("plannes", "en") == "planner"
