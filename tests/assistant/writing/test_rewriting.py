from pathlib import Path

import pytest

from assistant.conversation import Turn
from assistant.writing.model import Failure
from tests.assistant.writing.scripted import Scripted, writer

BEFORE = [Turn(question="When was the second China-Central Asia summit held?", answer="17 June")]


def rewritten(question: str, model: Scripted, folder: Path) -> str | None:
    meant = writer(model, folder).rewrite(question, BEFORE, language="en", stopped=lambda: False)
    return meant.text if meant else None


def test_a_question_that_lacks_something_is_the_models(tmp_path: Path) -> None:
    model = Scripted("Where was the second China-Central Asia summit held?")
    told = rewritten("and where?", model, tmp_path)
    assert told == "Where was the second China-Central Asia summit held?"
    assert "- When was the second China-Central Asia summit held?\n- 17 June" in model.told[0]


def test_a_question_that_lacks_nothing_does_not_call_the_model(tmp_path: Path) -> None:
    model = Scripted()
    assert rewritten("Who is the president of Kazakhstan?", model, tmp_path) is None
    assert model.told == []


@pytest.mark.parametrize(
    "said",
    [
        "Where was the third China-Central Asia summit held?",
        "Where was the second China-Central Asia summit of Bishkek held?",
        "The summit was held in the beautiful capital city of some other country.",
        "",
        "See www.evil.example",
    ],
)
def test_what_nobody_said_is_left_to_the_rules(tmp_path: Path, said: str) -> None:
    assert rewritten("and where?", Scripted(said), tmp_path) is None


def test_a_model_that_fails_leaves_it_to_the_rules(tmp_path: Path) -> None:
    assert rewritten("and where?", Scripted([Failure.DOWN]), tmp_path) is None
