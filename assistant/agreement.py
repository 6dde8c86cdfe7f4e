"""Which sentences say the same: one answer with several citations, or several answers."""

from collections.abc import Sequence

import numpy as np

from assistant.evidence import NAMING_KINDS, new_names, new_values
from assistant.language.names import same_name
from assistant.language.values import date_includes
from assistant.language.vocabulary import QuestionKind
from assistant.question import Question
from assistant.reading import ReadSentence, Sentence
from index.terms import fold

_SAME_MEANING = 0.965
"""Cosine from which two sentences are taken for one: multilingual-e5-small gives copies and
reorderings 0.973 and more, but two different reasons for one event 0.93 to 0.96. Below, paraphrases
cannot be told from contradictions."""
_TRANSLATED = 0.92
"""The same for two languages: contradictions have up to 0.90, translations 0.81 to 0.94."""


def group_by_answer(
    question: Question, sentences: Sequence[ReadSentence]
) -> list[list[ReadSentence]]:
    """Group sentences that give the same answer, in the order of the best of each group.

    An article is one voice: only the best of its sentences speaks.
    """
    groups: list[list[ReadSentence]] = []
    heard: set[str] = set()
    for read in sentences:
        if read.sentence.article.id in heard:
            continue
        heard.add(read.sentence.article.id)
        group = next(
            (g for g in groups if all(says_the_same(question, member, read) for member in g)), None
        )
        if group is None:
            groups.append([read])
        else:
            group.append(read)
    return groups


def says_the_same(question: Question, one: ReadSentence, other: ReadSentence) -> bool:
    """Tell whether two sentences give the question the same answer."""
    values = [{v.key for v in new_values(question, r.sentence.matter)} for r in (one, other)]
    if any(values):
        return any(date_includes(a, b) or date_includes(b, a) for a in values[0] for b in values[1])
    if question.kind in NAMING_KINDS:
        names = [_names(question, read.sentence) for read in (one, other)]
        if all(names) and one.sentence.article.language == other.sentence.article.language:
            return _cover(*names)
        if _places_agree(question, one.sentence, other.sentence) or (all(names) and _cover(*names)):
            return True
    same_language = one.sentence.article.language == other.sentence.article.language
    needed = _SAME_MEANING if same_language else _TRANSLATED
    return float(np.dot(one.vector, other.vector)) >= needed


def _names(question: Question, sentence: Sentence) -> list[str]:
    ranges = new_names(question, sentence.matter)
    return [fold(sentence.text[start:end].lower()) for start, end in ranges]


def _cover(first: Sequence[str], second: Sequence[str]) -> bool:
    """Tell whether one has all names of the other: one more on both sides is a contradiction."""
    fewer, more = sorted((first, second), key=len)
    return all(any(same_name(a, b) for b in more) for a in fewer)


def _places_agree(question: Question, one: Sentence, other: Sentence) -> bool:
    asked = question.territories
    return question.kind == QuestionKind.WHERE and bool(
        (one.matter.territories - asked) & (other.matter.territories - asked)
    )
