from collections.abc import Callable

import pytest

from assistant.conversation import Turn
from benchmarks.followups import Dialogues, FollowUp, canard, completed, inscit, part_of
from training.pools import EVAL

needs_data = pytest.mark.skipif(not EVAL.is_dir(), reason=f"needs the development sets at {EVAL}")


def test_a_question_is_searched_as_it_is_completed() -> None:
    told = Turn(question="When did Ibsen leave Norway?")
    asked = FollowUp("d", (told,), "Where was he born?", None, frozenset())
    assert completed(asked) == "Where was Ibsen born?"
    alone = FollowUp("d", (), "Where was he born?", None, frozenset())
    assert completed(alone) == "Where was he born?"


@needs_data
@pytest.mark.parametrize("read", [canard, inscit])
def test_every_question_has_its_passage_among_those_searched(
    read: Callable[[], Dialogues],
) -> None:
    dialogues = read()
    known = {article.id for article in dialogues.articles}
    assert len(dialogues.asked) > 300
    assert all(one.gold and one.gold <= known for one in dialogues.asked)
    assert all(one.history for one in dialogues.asked)


@needs_data
def test_the_halves_share_no_dialogue_and_are_both_large() -> None:
    parts = [part_of(name) for name in {one.dialogue for one in canard().asked}]
    assert min(parts.count("learn"), parts.count("judge")) > 150
