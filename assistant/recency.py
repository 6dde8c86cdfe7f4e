"""Which of the sentences that answer comes first, when the answer can change with time."""

from collections.abc import Sequence
from datetime import date

from assistant.language.relative import asks_for_newest
from assistant.language.values import ValueKind
from assistant.question import Question
from assistant.reading import ReadSentence

_ABOUT_AS_LIKELY = 0.9
"""Share of the probability of a likelier sentence from which a newer one goes before it."""
_ASKED_FOR_NEWEST = 0.6
"""The same where the question asks for what is latest."""


def newest_first(question: Question, sentences: Sequence[ReadSentence]) -> list[ReadSentence]:
    """Return sentences that answer, likeliest first, with newer articles before about as likely.

    Who holds an office or how much is traded changes, and then the newest article is right. What
    is asked of a day or year that the question names does not change: there the likeliest stays
    first. An article without a date comes after those with one.
    """
    if asks_for_newest(question.text, question.language):
        share = _ASKED_FOR_NEWEST
    elif any(value.kind == ValueKind.DATE for value in question.values):
        return list(sentences)
    else:
        share = _ABOUT_AS_LIKELY
    rest = sorted(sentences, key=lambda read: -read.probability)
    ordered: list[ReadSentence] = []
    while rest:
        # Compared with the likeliest that is left, not each with the next: else many small steps
        # would lead from a likely sentence to an unlikely one.
        enough = share * rest[0].probability
        alike = [read for read in rest if read.probability >= enough]
        ordered += sorted(alike, key=_published, reverse=True)
        rest = rest[len(alike) :]
    return ordered


def _published(read: ReadSentence) -> date:
    return read.sentence.article.published or date.min
