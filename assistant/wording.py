"""Puts the quotes into an answer, framed in the asker's language with the words of `prompts`."""

from collections.abc import Sequence
from datetime import date

from babel.dates import format_date, format_skeleton

from assistant.answer import Citation
from index.article import DatePrecision
from prompts import frame_language, frames


def answer_text(groups: Sequence[Sequence[Citation]], language: str) -> str:
    """Return the answer: a paragraph for each group of citations that say the same.

    The first citation of a group is quoted, the others are named after it.
    """
    words = frames(language)
    paragraphs = [_group_text(group, language) for group in groups]
    if len(paragraphs) > 1:
        paragraphs.insert(1, words["also"])
    return "\n\n".join(paragraphs)


def abstention_text(nearest: Sequence[Citation], language: str) -> str:
    """Return the sentence that the articles do not say, and the nearest passages as such."""
    words = frames(language)
    if not nearest:
        return words["abstain"]
    quotes = [_quoted(citation, language) for citation in nearest]
    return "\n\n".join([f"{words['abstain']} {words['nearest']}", *quotes])


def date_text(citation: Citation, language: str) -> str | None:
    """Return an article's date in words, as far as it is known; None when it is not."""
    if citation.published is None:
        return None
    return written_date(citation.published, citation.published_precision, language)


def written_date(day: date, precision: DatePrecision | None, language: str) -> str:
    """Return a publication date as a reader writes it, no more precise than it is known."""
    spoken = frame_language(language)
    locale = "en_GB" if spoken == "en" else spoken  # 26 April 2025, which nobody misreads
    skeleton = {DatePrecision.YEAR: "y", DatePrecision.MONTH: "yMMMM"}.get(
        precision or DatePrecision.DAY
    )
    if skeleton is None:
        return str(format_date(day, "long", locale=locale))
    return str(format_skeleton(skeleton, day, locale=locale))


def _group_text(group: Sequence[Citation], language: str) -> str:
    lead, *others = group
    text = f"{_lead_in(lead, language)} {_quoted(lead, language)}"
    if others:
        named = ", ".join(f"{_name(other, language)} [{other.marker}]".lstrip() for other in others)
        text += " " + frames(language)["same"].format(citations=named)
    return text


def _quoted(citation: Citation, language: str) -> str:
    words = frames(language)
    return f"{words['open']}{citation.quote}{words['close']} [{citation.marker}]"


def _lead_in(citation: Citation, language: str) -> str:
    date = date_text(citation, language)
    known = "source" if citation.source else "title" if citation.title else ""
    frame = "_".join(filter(None, (known, "date" if date else ""))) or "unknown"
    return frames(language)[frame].format(source=citation.source, title=citation.title, date=date)


def _name(citation: Citation, language: str) -> str:
    name = citation.source or citation.title
    date = date_text(citation, language)
    return f"{name} ({date})" if name and date else name or date or ""
