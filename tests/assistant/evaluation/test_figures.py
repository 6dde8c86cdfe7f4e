"""Figures, against values counted by hand."""

import pytest

from assistant.evaluation.figures import auroc, recall, reciprocal_rank, reliability


def test_recall_is_the_share_of_the_gold_within_the_places() -> None:
    ranked = ["a", "b", "c", "d"]
    assert recall(ranked, {"b"}, 1) == 0.0
    assert recall(ranked, {"b"}, 2) == 1.0
    assert recall(ranked, {"a", "d", "x", "y", "z"}, 4) == pytest.approx(0.4)
    assert recall(["a", "a", "b"], {"a", "b"}, 2) == 0.5


def test_reciprocal_rank_is_of_the_first_gold() -> None:
    assert reciprocal_rank(["a", "b", "c"], {"c", "b"}) == 0.5
    assert reciprocal_rank(["a", "b"], {"x"}) == 0.0


def test_auroc_counts_the_pairs_in_order() -> None:
    # Of six pairs, 0.9 is above both, 0.5 above one and level with one, 0.3 above one.
    assert auroc([0.9, 0.5, 0.3], [0.5, 0.2]) == pytest.approx((2 + 1.5 + 1) / 6)
    assert auroc([0.1], [0.9]) == 0.0
    assert auroc([0.4], [0.4]) == 0.5
    assert auroc([], [0.4]) is None
    assert auroc([0.4], []) is None


def test_reliability_sets_confidence_against_the_share_right() -> None:
    found = reliability([0.12, 0.18, 0.9, 1.0, 0.95], [False, True, True, True, False])
    assert [tuple(one.model_dump().values()) for one in found] == [
        pytest.approx((0.1, 0.2, 2, 0.15, 0.5)),
        pytest.approx((0.9, 1.0, 3, 0.95, 2 / 3)),
    ]
