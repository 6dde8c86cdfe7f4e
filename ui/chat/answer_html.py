"""An answer as the HTML of a chat message: its words, its markers, its sources."""

import re
from collections.abc import Iterator, Sequence
from dataclasses import replace
from itertools import groupby

from assistant.answer import Answer, CarriedBy, Citation
from assistant.wording import date_text
from ui.answer_pieces import Piece, pieces
from ui.words import Language, Words, all_words

_TITLE_LIMIT = 90  # characters of a quote that stand for a title that is not known

# Everything but letters, digits and spaces is written as a character reference: neither HTML nor
# Markdown nor LaTeX nor an automatic link (www., http:, @) can begin with a reference.
_SPECIAL = re.compile(r"[!-/:-@\[-`{-~]")
_CONTROL = re.compile(r"[\x00-\x08\x0b-\x1f\x7f]")
_BREAKS = re.compile(r"\s*\n\s*")
_WEB = re.compile(r"https?://[^\s]+$", re.IGNORECASE)


WAITING_HTML = '<div class="dp-waiting"><span></span><span></span><span></span></div>'
"""What stands where the answer will be; the page shows it when it stays a while."""


def escaped(text: str) -> str:
    """`text` in one line, so that it renders as itself wherever Markdown or HTML is read."""
    line = _BREAKS.sub(" ", _CONTROL.sub("", text))
    return _SPECIAL.sub(lambda match: f"&#{ord(match[0])};", line)


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


def answer_html(answer: Answer, language: Language) -> str:
    """The answer and its sources; `language` is that of the page, for headings and dates."""
    return _body(answer, pieces(answer)) + _sources(answer, all_words()[language], language)


def draft_html(draft: Answer) -> str:
    """The text of an answer that is still being written; its markers can be opened already."""
    return _body(draft, pieces(draft))


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


def _body(answer: Answer, shown: Sequence[Piece]) -> str:
    """Paragraphs of plain words, and quotations set off between them."""
    kind = "dp-answer dp-abstained" if answer.abstained else "dp-answer"
    blocks: list[str] = []
    for in_quotation, group in groupby(shown, key=lambda piece: piece.in_quotation):
        run = list(group)
        if in_quotation:
            blocks.append(_quotation(run))
        else:
            blocks += [f'<p dir="auto">{_inline(line)}</p>' for line in _lines(run)]
    return f'<div class="{kind}" lang="{escaped(answer.language)}">{"".join(blocks)}</div>'


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
    return "".join(_piece(piece) for piece in run)


def _piece(piece: Piece) -> str:
    text = escaped(piece.text)
    if piece.kind == "answering":
        return f'<strong class="dp-answering">{text}</strong>'
    if piece.kind == "marker" and piece.citation is not None:
        return _marker(piece.citation, piece.text)
    return text


def _marker(citation: Citation, text: str) -> str:
    return f'<a class="dp-marker" href="{_address(citation)}">{escaped(text)}</a>'


def _address(citation: Citation) -> str:
    """The fragment that the page opens in the panel: passage, quote and answering words.

    Everything needed is in it, so that the citations of earlier turns keep working. The last
    two numbers are equal when no words are marked.
    """
    marked = citation.highlight
    low, high = (marked.start, marked.end) if marked else (citation.start, citation.start)
    return escaped(f"#p-{citation.passage_id}-{citation.start}-{citation.end}-{low}-{high}")


def _sources(answer: Answer, words: Words, language: Language) -> str:
    """One line for each article cited, in the order of its first marker."""
    if not answer.citations:
        return ""
    by_article: dict[str, list[Citation]] = {}
    for citation in answer.citations:
        by_article.setdefault(citation.article_id, []).append(citation)
    lines = "".join(
        _source_line(cited, words, language, spoken=answer.language)
        for cited in by_article.values()
    )
    return (
        f'<div class="dp-sources"><div class="dp-heading">{escaped(words.sources)}</div>'
        f"<ul>{lines}</ul></div>"
    )


def _source_line(
    cited: Sequence[Citation], words: Words, language: Language, *, spoken: str
) -> str:
    """The article, opened at its first quote, markers for its other quotes, its original, copies.

    The quotes themselves are there unseen, in the order of the links to them: page/tooltip.js
    shows them at the markers. `spoken` is the language of the answer.
    """
    first, *others = cited
    quotes = "".join(f'<span class="dp-quote">{escaped(each.quote)}</span>' for each in cited)
    return (
        f'<li><a class="dp-source" href="{_address(first)}">'
        f'<span class="dp-number">{first.marker}</span>'
        f'<span class="dp-what">{_source(first, language)}</span></a>'
        + "".join(_marker(citation, f"[{citation.marker}]") for citation in others)
        + _original(first, words)
        + _carried(first, words, language)
        + f"{quotes}{''.join(_translation(each, words, spoken) for each in cited)}</li>"
    )


def _translation(citation: Citation, words: Words, spoken: str) -> str:
    """A quote and its translation side by side, where a language model made one."""
    if citation.translation is None:
        return ""
    written = f' lang="{escaped(citation.language)}"' if citation.language else ""
    return (
        f'<div class="dp-pair"><q dir="auto"{written}>{escaped(citation.quote)}</q>'
        f'<p dir="auto" lang="{escaped(spoken)}"><em>{escaped(words.translation)}</em> '
        f"{escaped(citation.translation)}</p></div>"
    )


def _carried(citation: Citation, words: Words, language: Language) -> str:
    """Who carries the same text, each a link that the page opens in the panel."""
    if not citation.carried_by:
        return ""
    names = ", ".join(_copy(each, words, language) for each in citation.carried_by)
    return f'<div class="dp-carried">{escaped(words.carried_by)} {names}</div>'


def _copy(copy: CarriedBy, words: Words, language: Language) -> str:
    name = copy.source or copy.title or words.untitled
    known = [copy.title, date_text(copy, language)]
    told = escaped(" · ".join(part for part in known if part))
    return f'<a href="{escaped(f"#a-{copy.article_id}")}" title="{told}">{escaped(name)}</a>'


def _original(citation: Citation, words: Words) -> str:
    """A link to where the article was published, where that is an address of the web."""
    url = citation.url or ""
    if not _WEB.match(url):
        return ""
    label = escaped(words.panel_original)
    return (
        f'<a class="dp-original" href="{escaped(url)}" target="_blank" '
        f'rel="noopener noreferrer" title="{label}">{label}</a>'
    )


def _source(citation: Citation, language: Language) -> str:
    """Title, or else the beginning of the quote; below it the source and the date."""
    title = citation.title or _shortened(citation.quote, _TITLE_LIMIT)
    about = [citation.source] if citation.source else []
    written = date_text(citation, language)
    if written is not None:
        about.append(written)
    line = f'<span class="dp-title" dir="auto">{escaped(title)}</span>'
    if about:
        line += f'<span class="dp-about">{escaped(" · ".join(about))}</span>'
    return line


def _shortened(text: str, limit: int) -> str:
    if len(text) <= limit:
        return text
    return (text[:limit].rpartition(" ")[0] or text[:limit]) + "…"
