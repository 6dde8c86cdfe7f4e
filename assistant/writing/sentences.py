"""Cuts a reply that is still coming into its sentences, as soon as each is whole."""

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass

from index.sentences import sentence_ranges

_LEADING_MARKERS = re.compile(r"(?:\s*[\[【][^\[\]【】]{0,40}[\]】][.。]?)+")
_OPEN_BRACKET = re.compile(r"[\[【][^\]】]*$")
_ENDS_IN_DAY = re.compile(r"(?<!\d)\d{1,2}\.$")
"""Matches "am 17." of "am 17. Juni": a model may write another language than it was asked for."""
_THINKING = re.compile(r"<think>.*?(?:</think>|\Z)", re.DOTALL)
_LIST_SIGN = re.compile(r"^(?:[-*•#>]+|\d{1,2}[.)])\s+")
_EMPHASIS = re.compile(r"\*\*|__|`")
_LONGEST = 1_200  # characters of a sentence; a model that never ends one talks nonsense


def whole_sentences(pieces: Iterable[str], language: str) -> Iterator[str]:
    """Yield the sentences of a reply, each with the markers behind its full stop.

    A sentence is whole when letters of the next one are there, or the reply is at its end. What
    some models think aloud before they answer is left out.
    """
    text = ""
    for piece in pieces:
        text = _without_thoughts(text + piece)
        found = _sentences(text, language)
        if len(found) > 1:
            yield from _plain(found[:-1])
            text = text[found[-1].start :]
        elif len(text) > _LONGEST:
            break
    yield from _plain(_sentences(text, language))


@dataclass
class _Found:
    text: str
    start: int


def _without_thoughts(text: str) -> str:
    return _THINKING.sub("", text) if "</think>" in text else text


def _sentences(text: str, language: str) -> list[_Found]:
    """Return the sentences so far; markers that begin one belong to the one before."""
    if text.lstrip().startswith("<think>"):
        return []
    found: list[_Found] = []
    for start, end in sentence_ranges(text, language):
        leading = _LEADING_MARKERS.match(text, start, end) if found else None
        begins = leading.end() if leading else start
        own = text[begins:end]
        if found and (
            not _has_letters(own)
            or _OPEN_BRACKET.match(own.strip())
            or _ENDS_IN_DAY.search(found[-1].text)
        ):
            found[-1].text += f" {text[start:end]}"
            continue
        if leading:
            found[-1].text += f" {leading.group().strip()}"
        found.append(_Found(own.strip(), begins))
    return found


def _has_letters(text: str) -> bool:
    return any(character.isalpha() for character in text)


def _plain(found: Iterable[_Found]) -> Iterator[str]:
    """Yield the sentences without the signs of Markdown lists and emphasis."""
    for one in found:
        text = _EMPHASIS.sub("", _LIST_SIGN.sub("", one.text)).strip()
        if _has_letters(text):
            yield text
