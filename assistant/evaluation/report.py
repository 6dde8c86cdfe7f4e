"""The figures of an evaluation. What the questions cannot tell is None."""

from collections.abc import Sequence
from typing import Self

import numpy as np
from pydantic import BaseModel, ConfigDict

from assistant.answer import Citation
from assistant.evaluation.asking import Outcome
from assistant.evaluation.figures import Bin, auroc, recall, reciprocal_rank, reliability
from assistant.evaluation.scoring import exact_match, f1, holds


class Retrieval(BaseModel):
    """How a search ranks the passages, over the questions whose gold is known."""

    model_config = ConfigDict(frozen=True)

    questions: int
    recall_at_1: float
    recall_at_5: float
    recall_at_10: float
    mrr: float
    """Mean reciprocal rank within the first ten passages."""


class Answering(BaseModel):
    """How the questions that have an answer are answered; abstaining from one scores 0."""

    model_config = ConfigDict(frozen=True)

    questions: int
    first_quote: float
    """Share with an expected answer in the first quote."""
    any_quote: float
    """Share with an expected answer in some quote."""
    exact_match: float
    """Share whose first quote has an expected answer marked, no more and no less."""
    f1: float
    """Mean F1 of the words marked in the first quote."""
    answered: float
    """Share from which the assistant did not abstain."""


class Report(BaseModel):
    """All figures of an evaluation; shares are from 0 to 1."""

    model_config = ConfigDict(frozen=True)

    questions: int
    retrieval: Retrieval | None
    answering: Answering | None
    unanswerable: int
    """Questions that have no answer."""
    abstained: float | None
    """Share of these from which the assistant abstained."""
    auroc: float | None
    """Chance that a question with an answer has a higher confidence than one without."""
    shown: int
    """Questions from which the assistant did not abstain, whether they have an answer or not."""
    shown_right: float | None
    """Share of these whose first quote has an expected answer."""
    sure: int
    """Those of them that the assistant is sure of."""
    sure_right: float | None
    reliability: list[Bin]
    """Over all questions: of an abstention, the nearest passage counts as the first quote."""
    quotes: int
    quotes_exact: float | None
    """Share of the quotes that stand in the stored article where the citation says."""
    latency_p50_ms: float
    latency_p95_ms: float

    @classmethod
    def of(cls, outcomes: Sequence[Outcome]) -> Self:
        """Return the figures of `outcomes`, of which there is at least one."""
        answerable = [one for one in outcomes if one.question.answers]
        unanswerable = [one for one in outcomes if not one.question.answers]
        shown = [one for one in outcomes if not one.answer.abstained]
        sure = [one for one in shown if one.answer.sure]
        exact = [quote for one in outcomes for quote in one.exact]
        latencies = [one.answer.took_ms for one in outcomes]
        return cls(
            questions=len(outcomes),
            retrieval=_retrieval([one for one in outcomes if one.gold]),
            answering=_answering(answerable),
            unanswerable=len(unanswerable),
            abstained=_share([one.answer.abstained for one in unanswerable]),
            auroc=auroc(_confidences(answerable), _confidences(unanswerable)),
            shown=len(shown),
            shown_right=_share([_is_right(one) for one in shown]),
            sure=len(sure),
            sure_right=_share([_is_right(one) for one in sure]),
            reliability=reliability(_confidences(outcomes), [_is_right(one) for one in outcomes]),
            quotes=len(exact),
            quotes_exact=_share(exact),
            latency_p50_ms=float(np.percentile(latencies, 50)),
            latency_p95_ms=float(np.percentile(latencies, 95)),
        )


def _retrieval(outcomes: Sequence[Outcome]) -> Retrieval | None:
    if not outcomes:
        return None
    at = {
        places: float(np.mean([recall(one.ranked, one.gold, places) for one in outcomes]))
        for places in (1, 5, 10)
    }
    return Retrieval(
        questions=len(outcomes),
        recall_at_1=at[1],
        recall_at_5=at[5],
        recall_at_10=at[10],
        mrr=float(np.mean([reciprocal_rank(one.ranked, one.gold) for one in outcomes])),
    )


def _answering(outcomes: Sequence[Outcome]) -> Answering | None:
    if not outcomes:
        return None
    shown = [[] if one.answer.abstained else one.answer.citations for one in outcomes]
    expected = [one.question.answers for one in outcomes]
    pairs = list(zip(shown, expected, strict=True))
    return Answering(
        questions=len(outcomes),
        first_quote=float(np.mean([_any_holds(quotes[:1], answers) for quotes, answers in pairs])),
        any_quote=float(np.mean([_any_holds(quotes, answers) for quotes, answers in pairs])),
        exact_match=float(
            np.mean([exact_match(*_marked(quotes, answers)) for quotes, answers in pairs])
        ),
        f1=float(np.mean([f1(*_marked(quotes, answers)) for quotes, answers in pairs])),
        answered=float(np.mean([not one.answer.abstained for one in outcomes])),
    )


def _any_holds(citations: Sequence[Citation], answers: Sequence[str]) -> bool:
    return any(holds(one.quote, answers, one.language) for one in citations)


def _marked(
    citations: Sequence[Citation], answers: Sequence[str]
) -> tuple[str, Sequence[str], str | None]:
    """Return the words marked in the first quote ("" for none), what is expected, the language."""
    first = citations[0] if citations else None
    if first is None or first.highlight is None:
        return "", answers, None
    start, end = first.highlight.start - first.start, first.highlight.end - first.start
    return first.quote[start:end], answers, first.language


def _is_right(outcome: Outcome) -> bool:
    return _any_holds(outcome.answer.citations[:1], outcome.question.answers)


def _confidences(outcomes: Sequence[Outcome]) -> list[float]:
    return [one.answer.confidence for one in outcomes]


def _share(truths: Sequence[bool]) -> float | None:
    return float(np.mean(truths)) if truths else None
