"""The texts of the chat page: complete in both languages, dates as a reader writes them."""

import re
from datetime import date
from pathlib import Path

import pytest

from ui.words import Language, all_words, library_line, preferred_language

PAGE = Path(__file__).parents[2] / "ui" / "page"


def test_languages_name_the_same_things_in_braces() -> None:
    texts = [words.model_dump() for words in all_words().values()]
    for key in texts[0]:
        assert len({tuple(sorted(re.findall(r"{\w+}", text[key]))) for text in texts}) == 1


def test_the_page_asks_for_words_that_exist() -> None:
    known = set(all_words()["en"].model_dump())
    for script in PAGE.glob("*.js"):
        asked = set(re.findall(r'word\("(\w+)"\)', script.read_text(encoding="utf-8")))
        assert asked <= known, script.name


@pytest.mark.parametrize(
    ("header", "language"),
    [
        ("fr-FR,fr;q=0.9,en;q=0.8", "fr"),
        ("FR", "fr"),
        ("fr;q=0.9", "fr"),
        ("en-GB,en;q=0.9,fr;q=0.8", "en"),
        ("de,fr;q=0.5", "en"),
        ("fro", "en"),
        ("", "en"),
        (None, "en"),
    ],
)
def test_preferred_language(header: str | None, language: Language) -> None:
    assert preferred_language(header) == language


def test_library_line() -> None:
    newest = date(2025, 6, 18)
    assert library_line(12, newest, "en") == "12 articles, newest 18 June 2025"
    assert library_line(1, None, "fr") == "1 article"
    assert "1,234 articles" in library_line(1234, newest, "en")
    assert "pas encore d’article" in library_line(0, None, "fr")
