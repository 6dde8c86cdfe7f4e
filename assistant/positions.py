"""Which of the answers found are shown, in what order, and whether they contradict each other."""

from calendar import monthrange
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from itertools import pairwise, product

from assistant.agreement import Statement, compare, fineness, group_by_answer
from assistant.answer import Citation, Disagreement, Position
from assistant.question import Question
from assistant.voices import voices
from index.article import Article, DatePrecision

_POSITIONS = 4
"""Different answers shown at most."""
_VOICES = 4
"""Independent articles cited for an answer at most, and near-copies named beside each."""
_CLOSE = 0.35
"""A different answer is shown when it is at least this share as likely as the best. Lower shares
show more wrong answers and no more right ones, on the learning half of RAMDocs."""
_AS_LIKELY = 0.8
"""Share of the likeliest of those that agree from which one that says more leads them."""
_RIVAL = 0.6
"""The share from which it is set against the best, where it contradicts it."""


@dataclass(frozen=True)
class Stand:
    """One of the answers: its voices, each a statement followed by its near-copies."""

    voices: tuple[tuple[Statement, ...], ...]

    @property
    def first(self) -> Statement:
        """The statement that is quoted."""
        return self.voices[0][0]

    @property
    def probability(self) -> float:
        """How likely the likeliest of its statements answers."""
        return max(one.read.probability for one in self.statements)

    @property
    def statements(self) -> list[Statement]:
        """All statements of this answer."""
        return [one for voice in self.voices for one in voice]

    @property
    def articles(self) -> list[Article]:
        """The articles that give this answer."""
        return [one.sentence.article for one in self.statements]


def take_positions(
    question: Question, statements: Sequence[Statement]
) -> tuple[list[Stand], Disagreement | None]:
    """Return the answers to show, and whether the first of them contradict each other.

    `statements` come the likeliest first, and its answer leads; right after it come those that
    contradict it and one another and are about as likely. Among these the newest leads: which of
    two contradictory articles is right, no probability of ours can tell.
    """
    best = max((one.read.probability for one in statements), default=0.0)
    shown = [one for one in statements if one.read.probability >= _CLOSE * best]
    groups = group_by_answer(question, shown)
    stands = [_stand(question, group) for group in groups[:_POSITIONS]]
    rivals = stands[:1]
    for stand in stands[1:]:
        if stand.probability >= _RIVAL * best and all(
            _contradict(question, stand, rival) for rival in rivals
        ):
            rivals.append(stand)
    if len(rivals) < 2:
        return stands, None
    others = [stand for stand in stands if stand not in rivals]
    rivals.sort(key=_newest, reverse=True)
    changed = all(_is_all_newer(newer, older) for newer, older in pairwise(rivals))
    disagreement = Disagreement(kind="changed" if changed else "differ", between=len(rivals))
    return [*rivals, *others], disagreement


def _contradict(question: Question, one: Stand, other: Stand) -> bool:
    """Tell whether two stands contradict each other.

    Any of their statements may show it: names are compared within a language only, and one of the
    stands may be led by a statement in another.
    """
    verdicts = {
        compare(question, first, second)
        for first, second in product(one.statements, other.statements)
    }
    return False in verdicts and True not in verdicts


def position_of(citations: Sequence[Citation]) -> Position:
    """Return the position of citations that give one answer."""
    return Position(
        text=citations[0].answering,
        markers=[each.marker for each in citations],
        voices=sum(each.copy_of is None for each in citations),
    )


def _stand(question: Question, group: Sequence[Statement]) -> Stand:
    # 17 June 2025 before June 2025, with which it agrees; but only if it is about as likely, for
    # much happens within a year. What says more and is less likely is no witness for the others.
    enough = _AS_LIKELY * max(one.read.probability for one in group)
    fine = max(fineness(question, one) for one in group if one.read.probability >= enough)
    agreeing = [one for one in group if fineness(question, one) <= fine]
    finest = sorted(agreeing, key=lambda one: -fineness(question, one))
    heard = voices(finest)[:_VOICES]
    return Stand(tuple(tuple(voice[: _VOICES + 1]) for voice in heard))


def _newest(stand: Stand) -> date:
    return max((article.published or date.min for article in stand.articles), default=date.min)


def _is_all_newer(newer: Stand, older: Stand) -> bool:
    """Tell whether every article of one stand is dated after every article of the other."""
    first, last = newer.articles, [_last_day(article) for article in older.articles]
    return all(
        article.published is not None and day is not None and article.published > day
        for article in first
        for day in last
    )


def _last_day(article: Article) -> date | None:
    """Return the last day on which an article may have been published."""
    first = article.published
    if first is None or article.published_precision == DatePrecision.DAY:
        return first
    month = 12 if article.published_precision == DatePrecision.YEAR else first.month
    return date(first.year, month, monthrange(first.year, month)[1])
