import tomllib
from string import Formatter

import pytest
from babel import Locale

from index.language import detect_language
from prompts import frame_language, frames
from tests.conftest import ROOT

FRAMES: dict[str, dict[str, str]] = tomllib.loads(
    (ROOT / "prompts" / "frames.toml").read_text(encoding="utf-8")
)
ASKED_IN = ["en", "fr", "es", "de", "ru", "zh", "ar"]


def placeholders(frame: str) -> list[str]:
    """Return the names of the fields of `frame`, sorted."""
    return sorted(field for _, field, _, _ in Formatter().parse(frame) if field is not None)


def test_the_languages_that_are_promised_have_frames() -> None:
    assert set(ASKED_IN) <= set(FRAMES)


@pytest.mark.parametrize("language", FRAMES)
def test_every_language_has_the_same_frames(language: str) -> None:
    own = {name: placeholders(frame) for name, frame in FRAMES[language].items()}
    assert own == {name: placeholders(frame) for name, frame in FRAMES["en"].items()}


@pytest.mark.parametrize("language", FRAMES)
def test_the_name_of_a_frame_says_what_it_takes(language: str) -> None:
    for name in ("source_date", "source", "title_date", "title", "date", "unknown"):
        taken = [part for part in name.split("_") if part != "unknown"]
        assert placeholders(FRAMES[language][name]) == sorted(taken)


@pytest.mark.parametrize("language", FRAMES)
def test_no_frame_is_blank_and_each_speaks_its_language(language: str) -> None:
    assert all(frame.strip() for frame in FRAMES[language].values())
    spoken = " ".join(FRAMES[language][name] for name in ("abstain", "nearest", "also"))
    assert detect_language(spoken) == language
    assert Locale.parse(language).language == language, "dates are worded by Babel's locale"


@pytest.mark.parametrize("language", FRAMES)
def test_frames_are_given_in_the_language_asked_for(language: str) -> None:
    assert frames(language) == FRAMES[language]
    assert frame_language(language) == language


@pytest.mark.parametrize("language", ["pt", "xx", ""])
def test_english_serves_the_other_languages(language: str) -> None:
    assert frames(language) == FRAMES["en"]
    assert frame_language(language) == "en"
