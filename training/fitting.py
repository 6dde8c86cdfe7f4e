"""Fits the models of passages and sentences, and finds the thresholds that part the answers."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass

import numpy as np
from sklearn.linear_model import LogisticRegression

from assistant.weights import (
    ByLanguage,
    Calibration,
    Line,
    LogisticModel,
    PerLanguage,
    Stage,
    probability,
)

_REGULARISATION = 1.0  # scikit-learn's C: the smaller, the nearer to zero the weights stay
_CLOSENESS = frozenset({"cosine", "cosine_margin"})
_SPAN = frozenset({"span", "span_behind"})
_SCALED = frozenset(
    {"length", "passage", "passage_behind"} | _CLOSENESS | _SPAN
)  # the rest are shares
_CONSTANT = 10.0  # the column of each language's intercept: large, so as not to be regularised
_BY_LANGUAGE = frozenset(
    {"stems", "folded", "words", "words_before", "words_around"}
    | {"names_held", "names_near", "names_missing"}
    | _CLOSENESS
    | _SPAN
)
"""Features that mean something else when the text is in another language than the question."""
_GIVEN_UP = 0.02  # balanced accuracy given up for answers that would otherwise not be shown
_FOLDS = 5  # for judging a question by what was learned from others
_LEVELS = np.linspace(0.02, 0.98, 97)  # confidences that may become thresholds
_SURE = 0.9  # share of right answers that "sure" promises


@dataclass(frozen=True)
class Example:
    """The features of a passage or sentence, and whether it answers."""

    features: dict[str, float]
    same_language: bool
    answers: bool


def flat(questions: Sequence[Sequence[Example]]) -> list[Example]:
    """Return the examples of all questions."""
    return [example for examples in questions for example in examples]


def fit(examples: Sequence[Example]) -> ByLanguage:
    """Return the models of examples in the question's language and in others.

    They are learned together: what a value or a kind of question says is the same in both, so
    these weights are common, which the few examples across languages need.
    """
    names = sorted(examples[0].features)
    common = [name for name in names if name not in _BY_LANGUAGE]
    apart = [name for name in names if name in _BY_LANGUAGE]
    norms = {name: _norm(name, examples) for name in names}
    rows = []
    for example in examples:
        normed = {name: norms[name].apply(example.features[name]) for name in names}
        own = [*(normed[name] for name in apart), _CONSTANT]
        none = [0.0] * len(own)
        rows.append(
            [normed[name] for name in common]
            + (own + none if example.same_language else none + own)
        )
    model = LogisticRegression(C=_REGULARISATION, max_iter=2_000, fit_intercept=False)
    model.fit(np.array(rows), [example.answers for example in examples])
    learned = [float(weight) for weight in model.coef_[0]]
    shared = learned[: len(common)]
    same = learned[len(common) : len(common) + len(apart) + 1]
    other = learned[len(common) + len(apart) + 1 :]
    return ByLanguage(
        same=_model([*common, *apart], [*shared, *same], norms),
        other=_model([*common, *apart], [*shared, *other], norms),
    )


@dataclass(frozen=True)
class _Norm:
    """How a feature is brought to a common scale, so that regularisation is fair to all."""

    mean: float
    scale: float

    def apply(self, value: float) -> float:
        return (value - self.mean) / self.scale


def _norm(name: str, examples: Sequence[Example]) -> _Norm:
    """Shares stay as they are, so that what is rarely seen earns only a small weight."""
    if name not in _SCALED:
        return _Norm(0.0, 1.0)
    values = [example.features[name] for example in examples]
    return _Norm(float(np.mean(values)), float(np.std(values)))


def _model(
    names: Sequence[str], learned: Sequence[float], norms: Mapping[str, _Norm]
) -> LogisticModel:
    weights = {
        name: weight / norms[name].scale for name, weight in zip(names, learned[:-1], strict=True)
    }
    moved = sum(weight * norms[name].mean for name, weight in weights.items())
    return LogisticModel(
        intercept=round(learned[-1] * _CONSTANT - moved, 4),
        weights={name: round(weight, 4) for name, weight in weights.items()},
    )


@dataclass(frozen=True)
class Judged:
    """A sentence as a model that has not learned from its question judges it."""

    log_odds: float
    same_language: bool
    right: bool
    answerable: bool
    """Whether any sentence read for its question answers."""


def stage(questions: Sequence[Sequence[Example]]) -> Stage:
    """Return the model of the questions' sentences, its calibration and its thresholds."""
    judged = [_best_of_sides(one) for one in _judged_apart(questions)]
    same, other = (
        [one for sides in judged for one in sides if one.same_language == side]
        for side in (True, False)
    )
    calibration = Calibration(same=_line(same), other=_line(other))

    def confidence(one: Judged) -> float:
        line = calibration.same if one.same_language else calibration.other
        return probability(line.at(one.log_odds))

    # The best sentence of a question stands for it, and counts for its language.
    first = [max(sides, key=confidence) for sides in judged if sides]
    first_same = [(confidence(one), one) for one in first if one.same_language]
    first_other = [(confidence(one), one) for one in first if not one.same_language]
    return Stage(
        model=fit(flat(questions)),
        calibration=calibration,
        abstain_below=PerLanguage(same=_parting(first_same), other=_parting(first_other)),
        sure_from=PerLanguage(same=_surety(first_same), other=_surety(first_other)),
    )


def _judged_apart(questions: Sequence[Sequence[Example]]) -> Iterator[list[Judged]]:
    """Yield the sentences of every question, judged by a model that the other folds taught."""
    folds = [questions[number::_FOLDS] for number in range(_FOLDS)]
    for number, fold in enumerate(folds):
        model = fit([one for other in folds[:number] + folds[number + 1 :] for one in flat(other)])
        for examples in fold:
            answerable = any(example.answers for example in examples)
            yield [
                Judged(
                    model.log_odds(one.features, same_language=one.same_language),
                    one.same_language,
                    one.answers,
                    answerable,
                )
                for one in examples
            ]


def _best_of_sides(sentences: Sequence[Judged]) -> list[Judged]:
    """Return the best sentence in the question's language and the best in others, if any."""
    sides = [[one for one in sentences if one.same_language == side] for side in (True, False)]
    return [max(side, key=lambda one: one.log_odds) for side in sides if side]


def _line(best: Sequence[Judged]) -> Line:
    model = LogisticRegression(C=1e6)
    model.fit([[one.log_odds] for one in best], [one.right for one in best])
    return Line(
        intercept=round(float(model.intercept_[0]), 4), slope=round(float(model.coef_[0][0]), 4)
    )


def _parting(first: Sequence[tuple[float, Judged]]) -> float:
    """Return the lowest confidence that parts questions with an answer from those without well.

    Well is a balanced accuracy (the mean of the shares of both that are judged right) of at most
    `_GIVEN_UP` below the best: a quote that does not answer is easily seen through, an answer that
    is not shown is lost.
    """
    answerable = np.array([score for score, one in first if one.answerable])
    unanswerable = np.array([score for score, one in first if not one.answerable])
    balanced = [(answerable >= t).mean() + (unanswerable < t).mean() for t in _LEVELS]
    good = 2 * (max(balanced) / 2 - _GIVEN_UP)
    return round(float(_LEVELS[next(i for i, b in enumerate(balanced) if b >= good)]), 2)


def _surety(first: Sequence[tuple[float, Judged]]) -> float:
    """Return the lowest confidence from which `_SURE` of the answers shown are right; 1.0 if none.

    Questions without an answer are among them: whatever is shown of these is wrong.
    """
    scores = np.array([score for score, _ in first])
    right = np.array([one.right for _, one in first])
    enough = [t for t in _LEVELS if (scores >= t).any() and right[scores >= t].mean() >= _SURE]
    return round(float(min(enough, default=1.0)), 2)
