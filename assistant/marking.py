"""Marks the words inside a quote that answer the question."""

import re
from collections.abc import Callable

from assistant.answer import Span
from assistant.clauses import reason_clause
from assistant.definition import defining_words
from assistant.enumeration import new_list
from assistant.evidence import NAMING_KINDS, new_names, new_values
from assistant.language.names import BETWEEN_NAMES
from assistant.language.vocabulary import QuestionKind, vocabulary
from assistant.question import Question
from assistant.sentences import Sentence
from assistant.span_reader.scores import FoundSpan

_FARTHEST = {QuestionKind.WHEN: 12, QuestionKind.QUANTITY: 60}
"""Characters between two values that are still marked as one answer: 31 billion, up by 23.6 %."""
_BOUNDED = frozenset({QuestionKind.LIST, QuestionKind.WHY, QuestionKind.DEFINITION})
_TRUSTED = 0.0
"""Log-odds from which the trained reader's words are marked rather than those of the right kind."""
_AROUND = " \u00a0\t\n.,;:!?…—–()[]«»“”„\"'‘’،؛؟。，、；：！？（）《》「」"
_FIRST_WORD = re.compile(r"\W*(\w+)[\s\u00a0\-‑]")
_REST_OF_NAME = re.compile(r"[’'\-‑](?!s\b)\w+")
_QUOTED = re.compile(r"[«“„\"《]\s*([^«»“”„\"《》]{3,80}?)\s*[»”“\"》]")


def mark(question: Question, sentence: Sentence, found: FoundSpan | None = None) -> Span | None:
    """Return the range of the article's text that answers.

    `found` is what the trained reader takes for the answer. Where it is not sure, and for lists,
    reasons and definitions, whose bounds can be told, the kind of the question decides: a date,
    number, name, list, reason, definition or quoted title. None when neither finds anything.
    """
    ruled = _range(question, sentence)
    if found is not None and not (ruled and question.kind in _BOUNDED):
        read = _trimmed(found, sentence)
        if read is not None and (ruled is None or found.score >= _TRUSTED):
            return read
    if ruled is None:
        return None
    return Span(start=sentence.start + ruled[0], end=sentence.start + ruled[1])


def _trimmed(found: FoundSpan, sentence: Sentence) -> Span | None:
    """Return the span without the blanks and punctuation around it; None when nothing is left."""
    text = sentence.article.text[found.start : found.end]
    start = found.start + len(text) - len(text.lstrip(_AROUND))
    end = found.end - len(text) + len(text.rstrip(_AROUND))
    return Span(start=start, end=end) if start < end else None


def _range(question: Question, sentence: Sentence) -> tuple[int, int] | None:
    if question.kind in _FARTHEST:
        farthest = _FARTHEST[question.kind]
        values = [(v.start, v.end) for v in new_values(question, sentence.matter)]
        return _joined(values, lambda gap: len(gap) <= farthest, sentence.text)
    if question.kind in NAMING_KINDS:
        names = _names(question, sentence)
        found = _joined(names, lambda gap: bool(BETWEEN_NAMES.fullmatch(gap)), sentence.text)
        return _whole_name(found, sentence) if found else None
    if question.kind == QuestionKind.LIST:
        return new_list(question, sentence.matter)
    if question.kind == QuestionKind.WHY:
        return reason_clause(sentence.matter)
    if question.kind == QuestionKind.DEFINITION:
        return defining_words(question, sentence.matter)
    if question.kind == QuestionKind.WHAT:
        quoted = _QUOTED.search(sentence.text)
        return quoted.span(1) if quoted else None
    return None


def _names(question: Question, sentence: Sentence) -> list[tuple[int, int]]:
    """Return the names that could answer: who won in Ghana is not "Ghana", if there is another."""
    names = new_names(question, sentence.matter)
    if question.kind != QuestionKind.WHO:
        return names
    places = {(start, end) for _, start, end in sentence.matter.places}
    return [characters for characters in names if characters not in places] or names


def _whole_name(found: tuple[int, int], sentence: Sentence) -> tuple[int, int]:
    """Draw a name out over its parts that do not look like one: Kassym- at the start, ’an in Xi’an.

    The first word of a sentence is taken for a part when it stands before the name, begins with a
    capital and is no little word.
    """
    start, end = found
    before = _FIRST_WORD.fullmatch(sentence.text[:start])
    functions = vocabulary(sentence.article.language).functions
    if before and before.group(1)[0].isupper() and before.group(1).lower() not in functions:
        start = before.start(1)
    after = _REST_OF_NAME.match(sentence.text, end)
    return start, after.end() if after else end


def _joined(
    ranges: list[tuple[int, int]], joins: Callable[[str], bool], text: str
) -> tuple[int, int] | None:
    """Return the first range, drawn out over those that follow it closely enough."""
    if not ranges:
        return None
    start, end = ranges[0]
    for next_start, next_end in ranges[1:]:
        if not joins(text[end:next_start]):
            break
        end = next_end
    return start, end
