"""How the pieces of an evaluation tell how far they are."""

from collections.abc import Callable

Progress = Callable[[int, int], None]
"""Told how many questions or passages are done, and how many there are."""
