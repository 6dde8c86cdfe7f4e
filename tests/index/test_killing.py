"""A process that is killed at any moment loses nothing that it had acknowledged."""

from pathlib import Path

from tests.index.killing import kill_often, losses


def test_kills_at_random_moments_lose_nothing(tmp_path: Path) -> None:
    """The short version of `python -m tests.index.killing`, which kills a hundred times."""
    assert kill_often(tmp_path / "library", kills=5, seed=20261125) == []


def test_a_loss_would_be_seen(tmp_path: Path) -> None:
    folder = tmp_path / "library"
    assert losses(folder, 0), "nothing was ever taken in, so the first round is missing"
