"""What only the text of an article tells: its title, date and source; and its clean text."""

import re
from dataclasses import dataclass, replace

from index.article import DateOrigin
from index.dates import DateLine, PublicationDate, date_in_line
from index.language import detect_language
from index.readers.credits import (
    reference_list,
    source_in_credit,
    source_in_dateline,
    source_under_title,
)
from index.readers.draft import Draft
from index.readers.furniture import is_furniture, is_photo_credit, opens_read_also
from index.readers.hygiene import clean

_MARGIN_LINES = 8
"""How many lines before the first paragraph and after the last one can be other than prose."""

_LONGEST_TITLE = 200
_SHORTEST_PARAGRAPH = 80
_LONGEST_LABEL = 200
_CHINESE = re.compile(r"[\u3040-\u30ff\u4e00-\u9fff]")
_SENTENCE_END = re.compile(r"(?:[^.]\.|[!?。！？؟…])[\s\"”»’')\]]*$")
_FULL_STOP = re.compile(r"(?:[^.]{2}\.|。)[\s\"”»’')\]]*$")


@dataclass
class _Lines:
    """The lines of an article while they are read; a blank one is kept as ""."""

    lines: list[str]

    def head(self) -> list[int]:
        """Indexes of the first line and of those before the first paragraph, without blank ones.

        The first line always counts: a headline can be as long as a paragraph and end like one.
        """
        first = next((number for number, line in enumerate(self.lines) if line), 0)
        return [first, *self._margin(range(first + 1, len(self.lines)))]

    def foot(self) -> list[int]:
        """Indexes of the lines after the last paragraph, in order."""
        return self._margin(range(len(self.lines) - 1, -1, -1))[::-1]

    def first_paragraph(self) -> str:
        return next((line for line in self.lines if _is_paragraph(line)), "")

    def _margin(self, order: range) -> list[int]:
        found: list[int] = []
        for number in order:
            line = self.lines[number]
            if len(found) == _MARGIN_LINES or (_is_paragraph(line) and not is_furniture(line)):
                break
            if line:
                found.append(number)
        return found


def complete(draft: Draft, *, title_in_text: bool) -> Draft:
    """Return `draft` with its text clean and with the facts that it left unknown.

    What the file itself declares is never replaced. `title_in_text` says that a first line which
    is not prose is the title, as in a plain text file. Lines that state the date or the source
    leave the text, for a question of when or where must not be answered with them.
    """
    text = clean(draft.text)
    language = draft.language or detect_language(text)
    draft = replace(draft, language=language)
    article = _Lines(["" if is_photo_credit(line) else line for line in text.split("\n")])
    draft = _read_foot(article, _read_head(article, draft, title_in_text))
    if draft.source is None:
        draft = replace(draft, source=source_in_dateline(article.first_paragraph()))
    return replace(draft, text=clean("\n".join(article.lines)))


def _read_head(article: _Lines, draft: Draft, title_in_text: bool) -> Draft:
    title_seen = draft.title is not None and not title_in_text
    for number in article.head():
        line = article.lines[number]
        if is_furniture(line):
            article.lines[number] = ""
            continue
        if dated := _publication_line(article, line, draft.language):
            draft = _with_date(draft, dated.published)
            article.lines[number] = line = dated.rest
            if not line:
                continue
        if not title_seen:
            title_seen = True
            if title_in_text and draft.title is None and _is_title(article.lines, number):
                draft = replace(draft, title=line)
        elif source := source_under_title(line) or source_in_credit(line):
            draft = replace(draft, source=draft.source or source)
            article.lines[number] = ""
    return draft


def _read_foot(article: _Lines, draft: Draft) -> Draft:
    foot = article.foot()
    for position, number in enumerate(foot):
        if opens_read_also(article.lines[number]):
            _drop(article, foot[position:])
            foot = foot[:position]
            break
    if references := reference_list([article.lines[number] for number in foot]):
        start, site = references
        draft = replace(draft, source=draft.source or site)
        _drop(article, foot[start:])
        foot = foot[:start]
    for number in foot:
        line = article.lines[number]
        if is_furniture(line):
            article.lines[number] = ""
        elif source := source_in_credit(line):
            draft = replace(draft, source=draft.source or source)
            article.lines[number] = ""
        elif dated := _publication_line(article, line, draft.language):
            draft = _with_date(draft, dated.published)
            article.lines[number] = dated.rest
    return draft


def _publication_line(article: _Lines, line: str, language: str | None) -> DateLine | None:
    """The date of publication on `line`; several bare dates are the headings of a chronology."""
    dated = date_in_line(line, language)
    if dated is None or dated.labelled:
        return dated
    others = (
        date_in_line(other, language) for other in article.lines if len(other) <= len(line) * 2
    )
    bare = {other.published for other in others if other is not None and not other.labelled}
    return dated if len(bare) == 1 else None


def _with_date(draft: Draft, published: PublicationDate) -> Draft:
    if draft.published is not None:
        return draft
    return replace(draft, published=published, published_origin=DateOrigin.TEXT)


def _drop(article: _Lines, numbers: list[int]) -> None:
    for number in numbers:
        article.lines[number] = ""


def _is_paragraph(line: str) -> bool:
    shortest = _SHORTEST_PARAGRAPH // 2 if _CHINESE.search(line) else _SHORTEST_PARAGRAPH
    return len(line) > _LONGEST_LABEL or (
        len(line) >= shortest and _SENTENCE_END.search(line) is not None
    )


def _is_title(lines: list[str], number: int) -> bool:
    """Whether the line stands as a headline: short, no sentence, something under it.

    A line that the next one continues in lower case is the beginning of a wrapped paragraph.
    """
    line = lines[number]
    if len(line) > _LONGEST_TITLE or _FULL_STOP.search(line):
        return False
    after = lines[number + 1 : number + 4]
    wrapped = bool(after and after[0]) and any(under[:1].islower() for under in after)
    return not wrapped and any(lines[number + 1 :])
