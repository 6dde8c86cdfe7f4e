import pytest

from benchmarks.ramdocs import RAMDOCS, Asked, compared, questions
from tests.ui.standin import StandIn


def asked(*right: str, wrong: tuple[str, ...] = ()) -> Asked:
    return Asked(question="?", documents=(), right=right, wrong=wrong)


def test_answers_are_found_by_their_words_in_the_quotes() -> None:
    answer = StandIn().ask("dispute")
    shown = compared(asked("10 november, 2023", "CHINE", "chin", wrong=("in 2023",)), answer)
    assert shown.right == {"10 november, 2023", "CHINE"}
    assert shown.wrong == frozenset()
    assert shown.right_first
    assert (shown.others, shown.others_right) == (1, 1)
    shown = compared(asked("Chine"), answer)
    assert shown.right_first
    assert (shown.others, shown.others_right) == (1, 0)


def test_an_abstention_shows_nothing() -> None:
    shown = compared(asked("10 November 2023"), StandIn().ask("prix du blé"))
    assert shown.right == frozenset()
    assert not shown.right_first


@pytest.mark.skipif(not RAMDOCS.exists(), reason=f"RAMDocs is not at {RAMDOCS}")
def test_the_parts_share_no_question() -> None:
    learn, judge = ({one.question for one in questions(part)} for part in ("learn", "judge"))
    assert min(len(learn), len(judge)) > 200
    assert not learn & judge
