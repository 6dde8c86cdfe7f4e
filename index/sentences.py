"""Sentence boundaries as character ranges of the text, from `sentencex` and three rules of ours."""

import re
from collections.abc import Iterator

import sentencex

# Abbreviations that sentencex 1.0 takes for the end of a sentence (seen on French news: "M. Xi").
_ABBREVIATIONS = {
    "fr": "M|MM|Mme|Mmes|Mlle|Mgr|Pr|Me|S\\.E|St|Ste|janv|févr|avr|juil|sept|oct|nov|déc|art|"
    "env|vol|chap|fig|éd|n",
}
_INITIAL = r"\b[A-ZÀ-ÝА-Я]"
_ENDS_IN_ABBREVIATION = {
    language: re.compile(rf"(?:\b(?:{words})|{_INITIAL})\.\s*$")
    for language, words in _ABBREVIATIONS.items()
}
_ENDS_IN_INITIAL = re.compile(rf"{_INITIAL}\.\s*$")
_LINE = re.compile(r"[^\n]+(?:\n(?=[^\S\n]*[a-zà-ÿа-я])[^\n]+)*")
"""A line; one that goes on with a lower-case letter on the next line is a wrapped line."""


def sentence_ranges(text: str, language: str | None) -> list[tuple[int, int]]:
    """Return the `(start, end)` of every sentence of `text`, in order, blanks trimmed.

    A line break ends a sentence unless the next line starts in lower case, so that a headline
    never runs into the paragraph under it. `language` is an ISO 639-1 code; None and codes that
    sentencex does not know fall back on its general rules.
    """
    ranges: list[tuple[int, int]] = []
    for line in _LINE.finditer(text):
        for start, end in _line_sentences(line.group(), language or "en"):
            trimmed = _trim(text, line.start() + start, line.start() + end)
            if trimmed[0] < trimmed[1]:
                ranges.append(trimmed)
    return ranges


def _line_sentences(line: str, language: str) -> Iterator[tuple[int, int]]:
    ends_early = _ENDS_IN_ABBREVIATION.get(language, _ENDS_IN_INITIAL)
    start: int | None = None
    for boundary in sentencex.get_sentence_boundaries(language, line):
        if start is None:
            start = boundary["start_index"]
        if not ends_early.search(
            line, max(start, boundary["end_index"] - 12), boundary["end_index"]
        ):
            yield start, boundary["end_index"]
            start = None
    if start is not None:
        yield start, len(line)


def _trim(text: str, start: int, end: int) -> tuple[int, int]:
    while start < end and text[start].isspace():
        start += 1
    while end > start and text[end - 1].isspace():
        end -= 1
    return start, end
