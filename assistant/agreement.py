"""Which sentences say the same: one answer with several citations, or several answers."""

from collections.abc import Sequence
from dataclasses import dataclass
from itertools import product

import numpy as np

from assistant.answer import Span
from assistant.evidence import NAMING_KINDS, new_names, new_values
from assistant.language.names import same_name, territories
from assistant.language.values import Value, ValueKind, compare_dates, compare_numbers
from assistant.language.vocabulary import QuestionKind, vocabulary
from assistant.question import Question
from assistant.reading import ReadSentence
from assistant.sentences import Sentence
from index.terms import fold, stem, tokens

_SAME_MEANING = 0.965
"""Cosine from which two sentences are taken for one: multilingual-e5-small gives copies and
reorderings 0.973 and more, but two different reasons for one event 0.93 to 0.96. Below, paraphrases
cannot be told from contradictions."""
_TRANSLATED = 0.92
"""The same for two languages: contradictions have up to 0.90, translations 0.81 to 0.94."""


@dataclass(frozen=True)
class Statement:
    """A sentence that answers, and which of its words do: a range of the article's text."""

    read: ReadSentence
    span: Span | None

    @property
    def sentence(self) -> Sentence:
        """The sentence itself."""
        return self.read.sentence

    @property
    def marked(self) -> str:
        """The words that answer, as they stand in the article; empty where none are marked."""
        return self.sentence.article.text[self.span.start : self.span.end] if self.span else ""


def group_by_answer(question: Question, statements: Sequence[Statement]) -> list[list[Statement]]:
    """Group sentences that give the same answer, in the order of the best of each group.

    An article speaks once: only the best of its sentences does.
    """
    groups: list[list[Statement]] = []
    heard: set[str] = set()
    for one in statements:
        if one.sentence.article.id in heard:
            continue
        heard.add(one.sentence.article.id)
        group = next(
            (g for g in groups if all(says_the_same(question, member, one) for member in g)), None
        )
        if group is None:
            groups.append([one])
        else:
            group.append(one)
    return groups


def says_the_same(question: Question, one: Statement, other: Statement) -> bool:
    """Tell whether two sentences give the question the same answer."""
    verdict = compare(question, one, other)
    return _means_the_same(one, other) if verdict is None else verdict


def compare(question: Question, one: Statement, other: Statement) -> bool | None:
    """Tell whether two sentences agree (True) or differ (False) in the fact that is asked for.

    None where it cannot be told: nothing is marked, a city may lie in the country that the other
    names, a name may have another form in the other language.
    """
    if question.kind in NAMING_KINDS:
        return _compare_names(question, one, other)
    values = [_marked_values(question, each) for each in (one, other)]
    if all(values):
        return _compare_values(question, (one, values[0]), (other, values[1]))
    words = [_words(each) for each in (one, other)]
    return True if words[0] and words[0] == words[1] else None


def fineness(question: Question, one: Statement) -> int:
    """Return how finely a sentence gives the date that is asked for; 0 for other questions."""
    if question.kind != QuestionKind.WHEN:
        return 0
    return max((len(value.key) for value in _marked_values(question, one)), default=0)


def _compare_values(
    question: Question, one: tuple[Statement, list[Value]], other: tuple[Statement, list[Value]]
) -> bool | None:
    """Compare the marked values, then each with what else the other sentence holds.

    "On 12 June they announced it for 17 June": the first date is not always the one that answers.
    """
    (first, marked), (second, others) = one, other
    verdict = _best_verdict(marked, others)
    if verdict is False and (
        _best_verdict(marked, new_values(question, second.sentence.matter))
        or _best_verdict(new_values(question, first.sentence.matter), others)
    ):
        return True
    return verdict


def _best_verdict(some: Sequence[Value], others: Sequence[Value]) -> bool | None:
    verdicts = {
        compare_dates(a.key, b.key) if a.kind == ValueKind.DATE else compare_numbers(a.key, b.key)
        for a, b in product(some, others)
    }
    return True if True in verdicts else False if False in verdicts else None


def _marked_values(question: Question, one: Statement) -> list[Value]:
    """Return the values that could answer: those marked, or all where none is."""
    values = new_values(question, one.sentence.matter)
    if one.span is None:
        return values
    low, high = one.span.start - one.sentence.start, one.span.end - one.sentence.start
    return [value for value in values if value.start < high and low < value.end] or values


def _compare_names(question: Question, one: Statement, other: Statement) -> bool | None:
    names = [_words(each) for each in (one, other)]
    if all(names) and _cover(*names):
        return True
    if question.kind != QuestionKind.WHO:
        asked = question.territories
        named = [_territories(each) - asked for each in (one, other)]
        # What neither marks says nothing of the place: both may speak of the China–Central Asia
        # summit, one of Astana and one of Almaty.
        if any(named):
            # "In Astana, Kazakhstan", where the city is marked, and "in Kazakhstan".
            first, second = (
                marked or each.sentence.matter.territories - asked
                for marked, each in zip(named, (one, other), strict=True)
            )
            return True if first & second else _compare_territories(*named)
    everyone = [_sentence_names(question, each.sentence) for each in (one, other)]
    if all(everyone) and _cover(*everyone):
        return True
    # Pékin and Beijing, Xi and Си: between languages another name may be the same.
    return False if all(names) and _same_language(one, other) else None


def _compare_territories(one: frozenset[str], other: frozenset[str]) -> bool | None:
    """Two countries differ; a country and a region or a city may lie in one another."""
    countries = bool(one and other) and all(code.isalpha() for code in one | other)
    return False if countries else None


def _territories(one: Statement) -> frozenset[str]:
    return territories(one.marked, one.sentence.article.language)


def _sentence_names(question: Question, sentence: Sentence) -> list[str]:
    ranges = new_names(question, sentence.matter)
    return [fold(sentence.text[start:end].lower()) for start, end in ranges]


def _words(one: Statement) -> list[str]:
    """Return the marked words without the little ones, folded: the Sixth Summit, sixth summit."""
    functions = vocabulary(one.sentence.article.language).functions
    return [fold(token.word) for token in tokens(one.marked) if token.word not in functions]


def _cover(first: Sequence[str], second: Sequence[str]) -> bool:
    """Tell whether one has all names of the other: one more on both sides is a contradiction."""
    fewer, more = sorted((first, second), key=len)
    return all(any(same_name(a, b) for b in more) for a in fewer)


def _same_language(one: Statement, other: Statement) -> bool:
    return one.sentence.article.language == other.sentence.article.language


def _means_the_same(one: Statement, other: Statement) -> bool:
    nearness = float(np.dot(one.read.vector, other.read.vector))
    if not _same_language(one, other):
        return nearness >= _TRANSLATED
    # "A defender, he began in 1979" and "A forward, he began in 1979" are as near as copies are.
    return nearness >= _SAME_MEANING and _cover(_stems(one.sentence), _stems(other.sentence))


def _stems(sentence: Sentence) -> list[str]:
    language = sentence.article.language
    functions = vocabulary(language).functions
    words = dict.fromkeys(t.word for t in tokens(sentence.text) if t.word not in functions)
    return [stem(word, language) for word in words]
