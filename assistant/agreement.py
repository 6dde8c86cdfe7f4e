"""Which sentences say the same: one answer with several citations, or several answers."""

from collections.abc import Sequence

import numpy as np

from assistant.evidence import NAMING_KINDS, new_names, new_values
from assistant.language.names import same_name
from assistant.language.values import ValueKind, date_includes
from assistant.language.vocabulary import QuestionKind
from assistant.question import Question
from assistant.reading import ReadSentence, Sentence
from index.terms import fold

_SAME_MEANING = 0.93
"""Cosine from which two sentences are taken for paraphrases: multilingual-e5-small gives unrelated
sentences of one topic 0.80 to 0.88, translations of each other 0.92 and more."""


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
        group = next((g for g in groups if says_the_same(question, g[0], read)), None)
        if group is None:
            groups.append([read])
        else:
            group.append(read)
    return groups


def says_the_same(question: Question, one: ReadSentence, other: ReadSentence) -> bool:
    """Tell whether two sentences give the question the same answer."""
    if question.kind == QuestionKind.WHEN:
        return _dates_agree(question, one.sentence, other.sentence)
    if question.kind == QuestionKind.QUANTITY:
        keys = [
            {value.key for value in new_values(question, r.sentence.matter)} for r in (one, other)
        ]
        return bool(keys[0] & keys[1])
    if question.kind in NAMING_KINDS and _names_agree(question, one.sentence, other.sentence):
        return True
    return float(np.dot(one.vector, other.vector)) >= _SAME_MEANING


def _dates_agree(question: Question, one: Sentence, other: Sentence) -> bool:
    first, second = (
        [v.key for v in new_values(question, s.matter) if v.kind == ValueKind.DATE]
        for s in (one, other)
    )
    return any(date_includes(a, b) or date_includes(b, a) for a in first for b in second)


def _names_agree(question: Question, one: Sentence, other: Sentence) -> bool:
    first, second = (
        [fold(s.text[start:end].lower()) for start, end in new_names(question, s.matter)]
        for s in (one, other)
    )
    asked = question.territories
    places = (one.matter.territories - asked) & (other.matter.territories - asked)
    return bool(places) or any(same_name(a, b) for a in first for b in second)
