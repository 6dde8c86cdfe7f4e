"""An answer in the terminal."""

import pytest

from tests.ui.standin import StandIn
from ui.terminal import print_answer


def test_answers_that_differ_stand_in_lines_of_their_own(
    capsys: pytest.CaptureFixture[str],
) -> None:
    print_answer(StandIn().ask("dispute"))
    lines = [line.rstrip() for line in capsys.readouterr().out.strip().splitlines()]
    assert lines[:4] == [
        "The articles give different answers:",
        "La Gazette des Steppes (17 June 2025): 2027 [1]",
        "an article of July 2024: 10 November 2023 [2]",
        "",
    ]


def test_the_words_that_answer_are_bold_only_where_they_answer(
    capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("FORCE_COLOR", "1")
    monkeypatch.setenv("TERM", "xterm")
    print_answer(StandIn().ask("visa"))
    shown = capsys.readouterr().out
    assert shown.count("\x1b[1m10 November 2023\x1b[0m") == 1
    assert "\x1b[36m[1]\x1b[0m" in shown


def test_near_duplicates_are_named_below_their_source(capsys: pytest.CaptureFixture[str]) -> None:
    print_answer(StandIn().ask("visa", language="fr"))
    source, carried = capsys.readouterr().out.split("of article 00000000000000b2")
    assert source.splitlines()[-1].startswith("[1] juillet 2024")
    assert " ".join(carried.split()) == (
        "Le même texte est repris par : La Gazette des Steppes (17 juin 2025), "
        "[click](javascript:window.hacked=1)."
    )


def test_a_translation_stands_below_its_source_and_is_marked(
    capsys: pytest.CaptureFixture[str],
) -> None:
    answer = StandIn().ask("visa", language="fr")
    translated = {"translation": "L’exemption\x1b[2J est entrée en vigueur.", "carried_by": ()}
    cited = answer.citations[0].model_copy(update=translated)
    print_answer(answer.model_copy(update={"citations": [cited]}))
    shown = capsys.readouterr().out
    below = " ".join(shown.split("of article 00000000000000b2")[1].split())
    assert below == (f"“{cited.quote}” Traduction : L’exemption[2J est entrée en vigueur.")
    assert "\x1b" not in shown


def test_an_article_does_not_speak_to_the_terminal(capsys: pytest.CaptureFixture[str]) -> None:
    answer = StandIn().ask("hostile")
    quote = answer.citations[0].quote
    loud = answer.model_copy(update={"answer": answer.answer.replace(quote, "\x1b[2J\x07A")})
    print_answer(loud)
    shown = capsys.readouterr().out
    assert "\x1b" not in shown
    assert "\x07" not in shown
