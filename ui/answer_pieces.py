"""An answer taken apart: which of its words are quotes, answering words, and markers."""

import re
from dataclasses import dataclass
from typing import Literal

from assistant.answer import Answer, Citation

_QUOTATION_MARKS = "«»‹›“”„‟‘’\"'「」『』"
_MARKER = re.compile(r"\[(\d+)\]")


@dataclass(frozen=True)
class Piece:
    """A run of the answer's text; all pieces together are the whole text, in order."""

    kind: Literal["text", "quote", "answering", "marker"]
    """`answering` are the words of a quote that answer: Citation.highlight."""
    text: str
    citation: Citation | None = None
    """What a marker points to, and what a quotation is from."""
    in_quotation: bool = False
    """Part of a quotation: its quotation marks, its words, and the marker that proves it."""


def pieces(answer: Answer) -> list[Piece]:
    """The pieces of `answer.answer`.

    A quote is recognised where the words of a citation are followed by its own marker, not
    wherever they occur; and markers are looked for outside quotes only, because an article may
    contain "[1]" itself.
    """
    text, citations = answer.answer, {each.marker: each for each in answer.citations}
    found: list[Piece] = []
    position = 0
    for match, citation in _quotations(text, answer.citations):
        found += _prose(text[position : match.start()], citations)
        found += _quotation(match, citation)
        position = match.end()
    return found + _prose(text[position:], citations)


def _quotations(text: str, citations: list[Citation]) -> list[tuple[re.Match[str], Citation]]:
    """The quotations in `text`, in its order, none overlapping another."""
    found: list[tuple[re.Match[str], Citation]] = []
    for citation in citations:
        if citation.quote:
            pattern = (
                rf"(?P<open>[{_QUOTATION_MARKS}]\s?)?{re.escape(citation.quote)}"
                rf"(?P<close>\s?[{_QUOTATION_MARKS}])?(?P<gap>\s?)(?P<marker>\[{citation.marker}\])"
            )
            found += [(match, citation) for match in re.finditer(pattern, text)]
    kept: list[tuple[re.Match[str], Citation]] = []
    position = 0
    for match, citation in sorted(found, key=lambda each: each[0].span()):
        if match.start() >= position:
            kept.append((match, citation))
            position = match.end()
    return kept


def _quotation(match: re.Match[str], citation: Citation) -> list[Piece]:
    """A quotation with its marks, its marker, and its answering words apart."""
    quote, marked = citation.quote, citation.highlight
    low = marked.start - citation.start if marked else len(quote)
    high = marked.end - citation.start if marked else len(quote)
    parts = [
        Piece("text", match["open"] or "", citation, in_quotation=True),
        Piece("quote", quote[:low], citation, in_quotation=True),
        Piece("answering", quote[low:high], citation, in_quotation=True),
        Piece("quote", quote[high:], citation, in_quotation=True),
        Piece("text", (match["close"] or "") + match["gap"], citation, in_quotation=True),
        Piece("marker", match["marker"], citation, in_quotation=True),
    ]
    return [part for part in parts if part.text]


def _prose(text: str, citations: dict[int, Citation]) -> list[Piece]:
    """What stands outside quotations: plain words, and the markers that have a citation."""
    found: list[Piece] = []
    position = 0
    for match in _MARKER.finditer(text):
        citation = citations.get(int(match[1]))
        if citation is not None:
            found += _before_marker(text[position : match.start()], citation)
            found.append(Piece("marker", match[0], citation))
            position = match.end()
    found.append(Piece("text", text[position:]))
    return [piece for piece in found if piece.text]


def _before_marker(text: str, citation: Citation) -> list[Piece]:
    """The words before a marker outside quotations; they may end with the words that answer."""
    said = text.rstrip()
    low = len(said) - len(citation.answering)
    if citation.highlight is None or not said.endswith(citation.answering):
        return [Piece("text", text)]
    return [
        Piece("text", text[:low]),
        Piece("answering", text[low : len(said)], citation),
        Piece("text", text[len(said) :]),
    ]
