"""Puts the quotes into an answer, framed in the asker's language with the words of `prompts`."""

from collections.abc import Sequence
from datetime import date

from babel import Locale
from babel.dates import format_date, format_skeleton

from assistant.answer import CarriedBy, Citation, Disagreement
from index.article import DatePrecision
from index.scope import EVERYTHING, Scope
from prompts import frame_language, frames

_FIRST_OF_MONTH = {"fr": "d'er' MMMM y"}
"""How the first day of a month is written, where it is not as other days are; CLDR has "1 mai"."""


def answer_text(
    groups: Sequence[Sequence[Citation]],
    language: str,
    disagreement: Disagreement | None = None,
    decided: bool | None = None,
    *,
    sure: bool = True,
) -> str:
    """Return the answer: a paragraph for each group of citations that say the same.

    The first citation of a group is quoted, the others are named after it. Where the first groups
    contradict each other, what each says stands in a line before the quotes. A yes-or-no question
    that is `decided` is answered so before them; any other answer that is not `sure` says so.
    """
    words = frames(language)
    between = disagreement.between if disagreement else 0
    paragraphs = [_group_text(group, language, named=False) for group in groups[:between]]
    if disagreement:
        lines = [_position_line(group, language) for group in groups[:between]]
        paragraphs.insert(0, "\n".join([words[disagreement.kind], *lines]))
    rest = [_group_text(group, language) for group in groups[between:]]
    if not paragraphs:
        paragraphs, rest = rest[:1], rest[1:]
    text = "\n\n".join([*paragraphs, *([words["also"]] if rest else []), *rest])
    if decided is not None:
        return f"{words['yes' if decided else 'no']} {text}"
    return text if sure or disagreement else f"{words['unsure']}\n\n{text}"


def abstention_text(nearest: Sequence[Citation], language: str, scope: Scope = EVERYTHING) -> str:
    """Return the sentence that the articles in `scope` do not say, and the nearest passages."""
    words = frames(language)
    said = [words["abstain"]]
    if scope != EVERYTHING:
        said.append(words["searched"].format(filters=scope_text(scope, language)))
    if not nearest:
        return " ".join(said)
    quotes = [_quoted(citation, language) for citation in nearest]
    return "\n\n".join([" ".join([*said, words["nearest"]]), *quotes])


def scope_text(scope: Scope, language: str) -> str:
    """Return the filters of `scope` in words: articles from … to …; source: …; language: …."""
    words = frames(language)
    ends = [day for day in (scope.before, scope.as_of) if day is not None]
    days = {
        name: written_date(day, DatePrecision.DAY, language)
        for name, day in (("after", scope.after), ("before", min(ends, default=None)))
        if day is not None
    }
    filters = []
    if days:
        name = "period" if len(days) == 2 else next(iter(days))
        filters.append(words[f"filter_{name}"].format(**days))
    if scope.source:
        filters.append(words["filter_source"].format(source=scope.source))
    if scope.language:
        named = Locale.parse(frame_language(language)).languages.get(scope.language, scope.language)
        filters.append(words["filter_language"].format(language=named))
    return words["filter_break"].join(filters)


def carried_text(citation: Citation, language: str) -> str | None:
    """Return the sentence that names the near-duplicates of a cited article; None without any."""
    if not citation.carried_by:
        return None
    names = dict.fromkeys(_name(each, language) for each in citation.carried_by)
    return frames(language)["copied"].format(citations=", ".join(names))


def translated_text(citation: Citation, language: str) -> str | None:
    """Return the translation of a quote, marked as one; None where there is none."""
    if citation.translation is None:
        return None
    return frames(language)["translated"].format(text=citation.translation)


def date_text(article: Citation | CarriedBy, language: str) -> str | None:
    """Return an article's date in words, as far as it is known; None when it is not."""
    if article.published is None:
        return None
    return written_date(article.published, article.published_precision, language)


def written_date(day: date, precision: DatePrecision | None, language: str) -> str:
    """Return a publication date as a reader writes it, no more precise than it is known."""
    spoken = frame_language(language)
    locale = "en_GB" if spoken == "en" else spoken  # 26 April 2025, which nobody misreads
    skeleton = {DatePrecision.YEAR: "y", DatePrecision.MONTH: "yMMMM"}.get(
        precision or DatePrecision.DAY
    )
    if skeleton is None:
        first = _FIRST_OF_MONTH.get(spoken) if day.day == 1 else None
        return str(format_date(day, first or "long", locale=locale))
    return str(format_skeleton(skeleton, day, locale=locale))


def _position_line(group: Sequence[Citation], language: str) -> str:
    """Return who gives an answer and when, the answer, and the markers that prove it."""
    names = dict.fromkeys(_name(each, language) for each in group if each.copy_of is None)
    text = f"{group[0].answering} {' '.join(f'[{each.marker}]' for each in group)}"
    return frames(language)["position"].format(names=", ".join(names), text=text)


def _group_text(group: Sequence[Citation], language: str, *, named: bool = True) -> str:
    """Return the quote of a group; with `named`, the others that say the same are named too."""
    words, (lead, *others) = frames(language), group
    sentences = [_lead_in(lead, language), _quoted(lead, language)]
    agreeing = [other for other in others if other.copy_of is None]
    if agreeing and named:
        sentences.append(words["same"].format(citations=_names(agreeing, language)))
    copies = [other for other in others if other.copy_of is not None]
    if copies:
        sentences.append(words["copied"].format(citations=_names(copies, language)))
    return " ".join(sentences)


def _names(citations: Sequence[Citation], language: str) -> str:
    return ", ".join(f"{_name(each, language)} [{each.marker}]" for each in citations)


def _quoted(citation: Citation, language: str) -> str:
    words = frames(language)
    quote = f"{words['open']}{citation.quote}{words['close']} [{citation.marker}]"
    return " ".join([quote, *_resolved(citation, language)])


def _resolved(citation: Citation, language: str) -> list[str]:
    """Say what the relative dates of a quote mean, each of its expressions once."""
    told = {
        citation.quote[date.start - citation.start : date.end - citation.start]: date.date
        for date in citation.resolved_dates
    }
    return [
        frames(language)["resolved"].format(words=words, date=_written_key(key, language))
        for words, key in told.items()
    ]


def _written_key(key: str, language: str) -> str:
    """Return a day, month or year in ISO 8601 as a reader writes it."""
    year, month, day = (int(part) for part in f"{key}-01-01"[:10].split("-"))
    precision = [DatePrecision.YEAR, DatePrecision.MONTH, DatePrecision.DAY][key.count("-")]
    return written_date(date(year, month, day), precision, language)


def _lead_in(citation: Citation, language: str) -> str:
    date = date_text(citation, language)
    known = "source" if citation.source else "title" if citation.title else ""
    frame = "_".join(filter(None, (known, "date" if date else ""))) or "unknown"
    return frames(language)[frame].format(source=citation.source, title=citation.title, date=date)


def _name(article: Citation | CarriedBy, language: str) -> str:
    words, date = frames(language), date_text(article, language)
    title = f"{words['open']}{article.title}{words['close']}" if article.title else None
    name = article.source or title
    if name:
        return f"{name} ({date})" if date else name
    return words["article_date"].format(date=date) if date else words["article"]
