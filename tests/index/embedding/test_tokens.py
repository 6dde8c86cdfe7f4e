"""How texts are put together for a run."""

from index.embedding.tokens import batches


def test_a_batch_holds_texts_of_about_one_length() -> None:
    texts = ["a" * length for length in (100, 10, 14, 16, 90, 12)]
    assert list(batches(texts, 8)) == [[1, 5, 2], [3], [4, 0]]


def test_a_batch_is_no_larger_than_asked_for() -> None:
    assert list(batches(["same"] * 5, 2)) == [[0, 1], [2, 3], [4]]


def test_nothing_makes_no_batch() -> None:
    assert list(batches([], 4)) == []
