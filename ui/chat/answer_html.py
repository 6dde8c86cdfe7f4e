"""An answer as the HTML of a chat message: its words, its markers, its sources."""

from collections.abc import Iterator, Sequence
from dataclasses import replace
from itertools import groupby, zip_longest

from assistant.answer import Answer
from assistant.writing.model import Failure
from ui.answer_pieces import Piece, pieces
from ui.chat.markup import escaped, marker_link
from ui.chat.sources_html import sources_html
from ui.words import Language, all_words

WAITING_HTML = '<div class="dp-waiting"><span></span><span></span><span></span></div>'
"""What stands where the answer will be; the page shows it when it stays a while."""


def question_html(question: str, filters: str | None) -> str:
    """The question of the reader as a chat message, with its line breaks and its filters."""
    lines = [escaped(line) for line in question.strip().splitlines()]
    message = f'<div class="dp-question" dir="auto">{"<br>".join(lines)}</div>'
    if filters:
        message += f'<div class="dp-scope">{escaped(filters)}</div>'
    return message


def understood_html(answer: Answer, language: Language) -> str:
    """The question that was searched, where it was completed from those before it."""
    if not answer.understood:
        return ""
    told = all_words()[language].understood.format(question=answer.understood)
    return f'<p class="dp-understood" dir="auto">{escaped(told)}</p>'


def failure_html(sentence: str) -> str:
    """A refusal or a failure, as a chat message."""
    return f'<div class="dp-failure">{escaped(sentence)}</div>'


def answer_html(answer: Answer, language: Language, *, is_stopped: bool = False) -> str:
    """The answer and its sources; `language` is that of the page, for headings and dates.

    `is_stopped` tells that it was not written to its end.
    """
    stopped = escaped(all_words()[language].stopped_writing)
    told = f'<p class="dp-stopped">{stopped}</p>' if is_stopped else ""
    return _body(answer, pieces(answer)) + told + sources_html(answer, language)


def draft_html(draft: Answer) -> str:
    """The text of an answer that is still being written; its markers can be opened already."""
    return _body(draft, pieces(draft), draft=True)


def growing_answer_html(answer: Answer, steps: int) -> Iterator[str]:
    """The beginnings of the answer's text, `steps` - 1 of them, each longer than the last."""
    whole = pieces(answer)
    length = sum(len(piece.text) for piece in whole)
    for step in range(1, steps):
        yield _body(answer, _beginning(whole, length * step // steps))


def _beginning(whole: Sequence[Piece], length: int) -> list[Piece]:
    """The first `length` characters, up to the last whole word; a marker is never cut."""
    shown: list[Piece] = []
    for piece in whole:
        if len(piece.text) > length:
            cut = piece.text[:length].rpartition(" ")[0]
            if piece.kind != "marker" and cut:
                shown.append(replace(piece, text=cut))
            break
        shown.append(piece)
        length -= len(piece.text)
    return shown


def _body(answer: Answer, shown: Sequence[Piece], *, draft: bool = False) -> str:
    """Paragraphs of plain words, and quotations set off between them."""
    kind = "dp-answer"
    if answer.abstained:
        kind += " dp-abstained"
    if answer.mode == "written":
        kind += " dp-written"
    if draft:
        kind += " dp-draft"
    notes = _notes(answer)
    blocks: list[str] = []
    for in_quotation, group in groupby(shown, key=lambda piece: piece.in_quotation):
        run = list(group)
        if in_quotation:
            blocks.append(_quotation(run))
        else:
            blocks += [_paragraph(line, notes) for line in _lines(run)]
    return f'<div class="{kind}" lang="{escaped(answer.language)}">{"".join(blocks)}</div>'


def _notes(answer: Answer) -> list[str]:
    """The last lines of the text, where they tell of the writing: see writer.py."""
    writing = answer.writing
    if writing is None:
        return []
    if answer.mode == "verbatim":
        count = int(writing.failure is not None)
    else:
        count = int(writing.failure is Failure.CUT) + int(writing.unsupported > 0)
    return answer.answer.rsplit("\n\n", count)[1:]


def _paragraph(line: Sequence[Piece], notes: Sequence[str]) -> str:
    text = "".join(piece.text for piece in line)
    # While the text grows, so does its last line.
    is_note = any(note.startswith(text) for note in notes)
    kind = ' class="dp-note"' if is_note else ""
    return f'<p{kind} dir="auto">{_inline(line)}</p>'


def _quotation(run: Sequence[Piece]) -> str:
    citation = run[0].citation
    language = citation.language if citation else None
    lang = f' lang="{escaped(language)}"' if language else ""
    return f'<blockquote dir="auto"{lang}>{_inline(run)}</blockquote>'


def _lines(run: Sequence[Piece]) -> list[list[Piece]]:
    """Plain words parted at their line breaks, without lines that hold nothing."""
    lines: list[list[Piece]] = [[]]
    for piece in run:
        for number, text in enumerate(piece.text.split("\n")):
            if number:
                lines.append([])
            lines[-1].append(replace(piece, text=text))
    return [line for line in lines if any(piece.text.strip() for piece in line)]


def _inline(run: Sequence[Piece]) -> str:
    return "".join(_piece(piece, after) for piece, after in zip_longest(run, run[1:]))


def _piece(piece: Piece, after: Piece | None) -> str:
    text = escaped(piece.text)
    if after and after.kind == "marker" and text.endswith(" "):
        text = f"{text[:-1]}\u00a0"  # no line begins with a marker
    if piece.kind == "answering":
        return f'<strong class="dp-answering">{text}</strong>'
    if piece.kind == "marker" and piece.citation is not None:
        return marker_link(piece.citation, piece.text)
    return text
