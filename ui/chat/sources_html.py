"""The sources below an answer: the articles cited, their quotes, and who else carries them."""

import re
from collections.abc import Sequence
from dataclasses import dataclass

from assistant.answer import Answer, CarriedBy, Citation
from assistant.wording import date_text
from ui.answer_pieces import pieces
from ui.chat.markup import citation_address, escaped, marker_link
from ui.words import Language, Words, all_words

_TITLE_LIMIT = 90  # characters of a quote that stand for a title that is not known
_WEB = re.compile(r"https?://[^\s]+$", re.IGNORECASE)


@dataclass(frozen=True)
class _Shown:
    """How the sources of one answer are shown."""

    words: Words
    language: Language
    """That of the page."""
    spoken: str
    """That of the answer."""
    proving: frozenset[int]
    """Markers whose quotes stand here, because the answer does not say them itself."""


def sources_html(answer: Answer, language: Language) -> str:
    """One line for each article cited, in the order of its first marker.

    `language` is that of the page. What a language model wrote has its quotes here.
    """
    if not answer.citations:
        return ""
    words = all_words()[language]
    proving = _proving(answer) if answer.mode == "written" else frozenset[int]()
    shown = _Shown(words, language, answer.language, proving)
    by_article: dict[str, list[Citation]] = {}
    for citation in answer.citations:
        by_article.setdefault(citation.article_id, []).append(citation)
    lines = "".join(_source_line(cited, shown) for cited in by_article.values())
    return (
        f'<div class="dp-sources"><div class="dp-heading">{escaped(words.sources)}</div>'
        f"<ul>{lines}</ul></div>"
    )


def _proving(answer: Answer) -> frozenset[int]:
    """The markers in the answer's text, but those of quotes that stand in it."""
    cited = [piece for piece in pieces(answer) if piece.citation]
    quoted = {piece.citation for piece in cited if piece.in_quotation}
    return frozenset(
        piece.citation.marker for piece in cited if piece.citation and piece.citation not in quoted
    )


def _source_line(cited: Sequence[Citation], shown: _Shown) -> str:
    """The article, opened at its first quote, markers for its other quotes, its original, copies.

    The quotes themselves are there unseen, in the order of the links to them: page/tooltip.js
    shows them at the markers.
    """
    first, *others = cited
    quotes = "".join(f'<span class="dp-quote">{escaped(each.quote)}</span>' for each in cited)
    return (
        f'<li><a class="dp-source" href="{citation_address(first)}">'
        f'<span class="dp-number">{first.marker}</span>'
        f'<span class="dp-what">{_source(first, shown.language)}</span></a>'
        + "".join(marker_link(citation, f"[{citation.marker}]") for citation in others)
        + _original(first, shown.words)
        + "".join(_evidence(each, shown, numbered=len(cited) > 1) for each in cited)
        + _carried(first, shown.words, shown.language)
        + f"{quotes}</li>"
    )


def _evidence(citation: Citation, shown: _Shown, *, numbered: bool) -> str:
    """A quote that proves what was written, and its translation beside it where there is one."""
    if citation.translation is None and citation.marker not in shown.proving:
        return ""
    written = f' lang="{escaped(citation.language)}"' if citation.language else ""
    number = f'<span class="dp-which">{citation.marker}</span>' if numbered else ""
    pair = f'{number}<q dir="auto"{written}>{escaped(citation.quote)}</q>'
    if citation.translation is not None:
        pair += (
            f'<p dir="auto" lang="{escaped(shown.spoken)}">'
            f'<em lang="{shown.language}">{escaped(shown.words.translation)}</em> '
            f"{escaped(citation.translation)}</p>"
        )
    return f'<div class="dp-pair">{pair}</div>'


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
