"""Cuts text along its sentences into stretches of at most a width, evenly filled."""

import re
from collections.abc import Iterator, Sequence

from index.sentences import sentence_ranges

_WIDE = re.compile(
    r"[\u0E00-\u0EFF\u1000-\u109F\u1780-\u17FF\u3040-\u30FF\u3400-\u9FFF\uAC00-\uD7A3]"
)
_WIDE_FACTOR = 2.5
"""In multilingual-e5's table a Han or kana character is about 0.6 of a token, a letter 0.25."""


def stretches(text: str, language: str | None, width: int) -> list[tuple[int, int]]:
    """Return the character ranges of the stretches, in order.

    `width` is in characters of an alphabet; those of scripts that say more with each count for
    more. A sentence that is wider is cut.
    """
    pieces = [
        piece
        for start, end in sentence_ranges(text, language)
        for piece in _pieces(text, start, end, width)
    ]
    return list(_groups(text, pieces, width))


def _width(text: str) -> float:
    if text.isascii():
        return len(text)
    return len(text) + (_WIDE_FACTOR - 1) * len(_WIDE.findall(text))


def _pieces(text: str, start: int, end: int, width: int) -> Iterator[tuple[int, int]]:
    """Cut a sentence that is wider than a chunk at its last blank that fits, or anywhere."""
    while _width(text[start:end]) > width:
        cut = start + width
        while _width(text[start:cut]) > width:
            cut = start + (cut - start) * 3 // 4
        blank = text.rfind(" ", start + 1, cut)
        cut = blank if blank > start else cut
        yield start, cut
        start = cut + 1 if text[cut].isspace() else cut
    if start < end:
        yield start, end


def _groups(text: str, pieces: Sequence[tuple[int, int]], width: int) -> Iterator[tuple[int, int]]:
    """Join pieces into chunks of about equal width, so that no chunk is a mere left-over."""
    if not pieces:
        return
    total = _width(text[pieces[0][0] : pieces[-1][1]])
    wanted = total / -(-total // width)  # the even share of the fewest chunks that can hold it
    start, end = pieces[0]
    for piece_start, piece_end in pieces[1:]:
        together = _width(text[start:piece_end])
        if together > width or _width(text[start:end]) >= wanted:
            yield start, end
            start = piece_start
        end = piece_end
    yield start, end
