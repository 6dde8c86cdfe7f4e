"""The conversation as the browser keeps it: read back as it was, and only what can be read."""

import copy
from typing import Any
from urllib.parse import parse_qsl

import pytest

from assistant.conversation import Turn
from tests.ui.standin import StandIn
from ui.chat.conversation import Exchange, asked_turn, earlier_turns, read_turns, written_turns
from ui.chat.filters import NOTHING_CHOSEN
from ui.chat.link import linked_question, question_link


def answered(question: str) -> Exchange:
    return Exchange(question=question, answer=StandIn().ask(question))


def test_what_was_kept_is_read_back() -> None:
    turns = [
        answered("sommet"),
        Exchange(question="visa", chosen=("2024", "", None, "Gazette", "fr"), failure="No."),
        asked_turn("stopped", NOTHING_CHOSEN),
    ]
    assert read_turns(written_turns(turns)) == turns


@pytest.mark.parametrize("kept", [None, "", {}, 7, "[]", {"turns": []}, [[]], [None, 3, "x", {}]])
def test_what_is_no_conversation_is_an_empty_one(kept: object) -> None:
    assert read_turns(kept) == []


def test_a_damaged_turn_leaves_the_others() -> None:
    kept = written_turns([answered("sommet"), answered("visa"), answered("dispute")])
    del kept[1]["answer"]["citations"][0]["quote"]
    assert [turn.question for turn in read_turns(kept)] == ["sommet", "dispute"]


def test_a_turn_of_an_older_version_is_read_where_it_can_be() -> None:
    kept = written_turns([answered("sommet")])
    del kept[0]["answer"]["understood"]
    kept[0]["colour"] = "blue"
    assert read_turns(kept)[0] == answered("sommet").model_copy(update={"chosen": NOTHING_CHOSEN})


def test_no_kept_state_is_dearer_than_an_honest_one() -> None:
    honest: dict[str, Any] = written_turns([answered("sommet")])[0]
    long_text, many, long_question = (copy.deepcopy(honest) for _ in range(3))
    long_text["answer"]["answer"] = "x" * 100_000
    many["answer"]["citations"] *= 100
    long_question["question"] = "x" * 100_000
    assert read_turns([long_text, many, long_question]) == []
    assert len(read_turns([honest] * 1000)) == 50
    assert len(written_turns([answered("visa")] * 60)) == 50


def test_only_answered_questions_are_leaned_on() -> None:
    turns = [answered("sommet"), asked_turn("stopped", NOTHING_CHOSEN), answered("wheat")]
    assert earlier_turns(turns) == [
        Turn(question="sommet", answer="à Astana"),
        Turn(question="wheat", answer=None),
    ]


def test_a_link_opens_the_same_question() -> None:
    chosen = ("2024-01", "2025", "", "L’Écho & Cie", "fr")
    link = question_link("Où, « quand » & #qui ?\n+1 %41", chosen)
    assert link.startswith("?q=")
    query = dict(parse_qsl(link[1:]))
    assert linked_question(query) == ("Où, « quand » & #qui ?\n+1 %41", chosen)


def test_a_link_without_a_question_opens_the_page() -> None:
    assert linked_question({}) is None
    assert linked_question({"q": "  ", "after": "2024"}) is None
    assert linked_question({"q": "x", "source": "y" * 201}) is None
