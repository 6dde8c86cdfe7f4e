from pathlib import Path

import pytest

from assistant.writing.prompting import open_prompts, spoken_language
from index.errors import SettingsInvalid


def test_comments_are_not_sent_and_braces_of_a_question_stay() -> None:
    told = open_prompts().fill(
        "question", question="{passages} {x}", passages="P", language="French"
    )
    assert "#" not in told
    assert "Question: {passages} {x}" in told


def test_a_folder_of_ones_own_replaces_what_it_has(tmp_path: Path) -> None:
    (tmp_path / "system.txt").write_text("# why\nSpeak like a judge.", encoding="utf-8")
    prompts = open_prompts(tmp_path)
    assert prompts.fill("system") == "Speak like a judge."
    assert prompts.fill("passage") == open_prompts().fill("passage")


@pytest.mark.parametrize(
    ("name", "text", "told"),
    [
        ("sytem.txt", "Hello", "sytem.txt"),
        ("question.txt", "Say something about {passages}.", "{question}"),
        ("system.txt", "x" * 20_001, "20000"),
    ],
)
def test_a_folder_that_does_not_fit_is_refused(
    tmp_path: Path, name: str, text: str, told: str
) -> None:
    (tmp_path / name).write_text(text, encoding="utf-8")
    with pytest.raises(SettingsInvalid, match=told.replace("{", r"\{")):
        open_prompts(tmp_path)


def test_a_folder_that_is_not_there_is_refused(tmp_path: Path) -> None:
    with pytest.raises(SettingsInvalid, match="not a folder"):
        open_prompts(tmp_path / "nowhere")


def test_every_text_says_why_it_is_as_it_is() -> None:
    folder = Path(__file__).parents[3] / "prompts"
    for path in folder.glob("*.txt"):
        reasons = [line for line in path.read_text("utf-8").splitlines() if line.startswith("#")]
        assert len(reasons) > 2, path


def test_languages_are_called_by_their_names() -> None:
    assert [spoken_language(code) for code in ("fr", "zh", "xx")] == ["French", "Chinese", "xx"]
