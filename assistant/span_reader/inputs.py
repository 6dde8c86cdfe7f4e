"""What the trained reader is given, in training as in use: a question, a title and a text."""

MAX_TOKENS = 256
"""Longest input; what is beyond is not read."""
WINDOW_WIDTH = 600
"""Widest text, in characters of an alphabet, so that it fits with its question and title."""
_QUESTION_WIDTH = 300
_TITLE_WIDTH = 100


def reader_input(question: str, title: str | None, text: str) -> tuple[str, str, int]:
    """Return the two sequences of the input, and where `text` begins in the second.

    The title tells what "it" and "the summit" are. A question or title that is too long is cut.
    """
    start = f"{title[:_TITLE_WIDTH].strip()}: " if title else ""
    return question[:_QUESTION_WIDTH], start + text, len(start)
