import numpy as np

from assistant.span_reader.scores import TextScores

TEXT = "They met in Astana in 2024."
WORDS = [(0, 4), (5, 8), (9, 11), (12, 18), (19, 21), (22, 26), (26, 27)]


def scores(starts: dict[int, float], ends: dict[int, float], none: float = 0.0) -> TextScores:
    return TextScores(
        characters=np.array(WORDS),
        starts=np.array([starts.get(n, -5.0) for n in range(len(WORDS))], np.float32),
        ends=np.array([ends.get(n, -5.0) for n in range(len(WORDS))], np.float32),
        none=none,
    )


def test_the_best_span_starts_and_ends_where_the_scores_are_highest() -> None:
    found = scores({3: 4.0, 5: 1.0}, {3: 3.0, 5: 2.0}).best(0, len(TEXT))
    assert found is not None
    assert TEXT[found.start : found.end] == "Astana"
    assert found.score == 7.0


def test_a_span_never_ends_before_it_starts() -> None:
    found = scores({5: 4.0}, {3: 4.0, 5: 0.0}).best(0, len(TEXT))
    assert found is not None
    assert TEXT[found.start : found.end] == "2024"


def test_only_the_asked_part_of_the_text_is_looked_at() -> None:
    found = scores({3: 4.0, 5: 1.0}, {3: 3.0, 5: 2.0}).best(19, len(TEXT))
    assert found is not None
    assert TEXT[found.start : found.end] == "2024"


def test_the_score_is_against_there_being_no_answer() -> None:
    found = scores({3: 4.0}, {3: 3.0}, none=10.0).best(0, len(TEXT))
    assert found is not None
    assert found.score == -3.0


def test_a_part_without_tokens_has_no_span() -> None:
    assert scores({}, {}).best(27, 27) is None
