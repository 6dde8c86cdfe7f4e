"""What is learned from examples, on examples made for it."""

import random
from collections.abc import Sequence

import pytest

from training.fitting import Example, fit, stage


def example(cosine: float, *, answers: bool, same_language: bool) -> Example:
    features = {"cosine": cosine, "words": cosine / 2, "length": 3.0 + cosine}
    return Example(features, same_language, answers)


@pytest.fixture(scope="module")
def questions() -> list[list[Example]]:
    """Questions of six sentences; in half of them the nearest mostly answers, in half none does."""
    chance = random.Random(5)  # noqa: S311
    made = []
    for number in range(600):
        same = number % 3 > 0
        others = [
            example(chance.uniform(0.2, 0.6), answers=False, same_language=same) for _ in range(5)
        ]
        answered = number % 2 == 0
        cosine = chance.uniform(0.5, 0.9) if answered else chance.uniform(0.3, 0.65)
        made.append([*others, example(cosine, answers=answered, same_language=same)])
    return made


def shown(questions: Sequence[Sequence[Example]], same: bool) -> list[tuple[float, Example]]:
    """Return the best sentence of every question with its confidence."""
    learned = stage(questions)
    return [
        max(
            ((learned.confidence(one.features, same_language=same), one) for one in sentences),
            key=lambda pair: pair[0],
        )
        for sentences in questions
        if sentences[0].same_language == same
    ]


def test_what_answers_is_likelier(questions: list[list[Example]]) -> None:
    model = fit([one for sentences in questions for one in sentences])
    near, far = (example(c, answers=False, same_language=True).features for c in (0.85, 0.3))
    assert model.log_odds(near, same_language=True) > 3 + model.log_odds(far, same_language=True)


@pytest.mark.parametrize("same", [True, False])
def test_the_confidence_is_the_share_that_is_right(
    questions: list[list[Example]], same: bool
) -> None:
    rated = shown(questions, same)
    mean = sum(confidence for confidence, _ in rated) / len(rated)
    right = sum(one.answers for _, one in rated) / len(rated)
    assert mean == pytest.approx(right, abs=0.05)


@pytest.mark.parametrize("same", [True, False])
def test_sure_means_nine_in_ten(questions: list[list[Example]], same: bool) -> None:
    sure_from = stage(questions).sure_from.of(same_language=same)
    sure = [one.answers for confidence, one in shown(questions, same) if confidence >= sure_from]
    assert len(sure) > 20
    assert sum(sure) / len(sure) >= 0.87, "judged with the folds apart, so about nine in ten here"


def test_nothing_is_sure_where_nothing_can_be_told() -> None:
    chance = random.Random(6)  # noqa: S311
    noise = [
        [
            example(
                chance.random(),
                answers=number % 4 == 0 and place == 0,
                same_language=number % 3 > 0,
            )
            for place in range(6)
        ]
        for number in range(300)
    ]
    learned = stage(noise)
    assert learned.sure_from.same > 0.5
    assert learned.abstain_below.same < learned.sure_from.same
