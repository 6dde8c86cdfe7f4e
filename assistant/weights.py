"""The weights that turn features into probabilities, learned by `python -m training.evidence`.

They are kept in `weights.json` beside this file, with the record of how they were learned.
"""

import math
from collections.abc import Mapping
from functools import lru_cache
from importlib.resources import files

from pydantic import BaseModel, ConfigDict


class LogisticModel(BaseModel):
    """A logistic regression: log-odds = intercept + sum of weight * feature."""

    model_config = ConfigDict(frozen=True, extra="forbid")

    intercept: float
    weights: Mapping[str, float]

    def log_odds(self, features: Mapping[str, float]) -> float:
        """Return the log-odds; every weight needs its feature (KeyError otherwise)."""
        return self.intercept + sum(
            weight * features[name] for name, weight in self.weights.items()
        )


class ByLanguage(BaseModel):
    """Two models: words say much inside a language and little across languages."""

    model_config = ConfigDict(frozen=True, extra="forbid")

    same: LogisticModel
    """For a text in the question's language."""
    other: LogisticModel
    """For a text in another language."""

    def log_odds(self, features: Mapping[str, float], *, same_language: bool) -> float:
        """Return the log-odds by the model that fits."""
        return (self.same if same_language else self.other).log_odds(features)


class PerLanguage(BaseModel):
    """A number for texts in the question's language, and one for those in others."""

    model_config = ConfigDict(frozen=True, extra="forbid")

    same: float
    other: float

    def of(self, *, same_language: bool) -> float:
        """Return the number for a text in the question's language or in another."""
        return self.same if same_language else self.other


class Line(BaseModel):
    """A straight line."""

    model_config = ConfigDict(frozen=True, extra="forbid")

    intercept: float
    slope: float

    def at(self, value: float) -> float:
        """Return the height of the line at `value`."""
        return self.intercept + self.slope * value


class Calibration(BaseModel):
    """Turns the log-odds of a model into those of the first quote being right (Platt 1999).

    The best of many sentences is less often right than its own log-odds say: some of them look
    good by chance.
    """

    model_config = ConfigDict(frozen=True, extra="forbid")

    same: Line
    other: Line


class Stage(BaseModel):
    """How sentences are judged once a certain number of signals is known."""

    model_config = ConfigDict(frozen=True, extra="forbid")

    model: ByLanguage
    """That a sentence holds the answer."""
    calibration: Calibration
    abstain_below: PerLanguage
    """Confidence under which a sentence does not answer."""
    sure_from: PerLanguage
    """Confidence from which nine in ten of the answers shown were right."""

    def confidence(self, features: Mapping[str, float], *, same_language: bool) -> float:
        """Return how likely a sentence, shown as the answer, is right."""
        log_odds = self.model.log_odds(features, same_language=same_language)
        line = self.calibration.same if same_language else self.calibration.other
        return probability(line.at(log_odds))


class Weights(BaseModel):
    """All that has been learned."""

    model_config = ConfigDict(frozen=True, extra="forbid")

    passage: ByLanguage
    """That a passage holds the answer."""
    glance: ByLanguage
    """That a sentence holds the answer, by the evidence of words alone."""
    found: ByLanguage
    """By what the trained reader finds too, before anything is embedded."""
    read: Stage
    """By evidence, the trained reader and closeness."""
    sentence: Stage
    """By evidence and closeness, where there is no trained reader."""
    learned_from: Mapping[str, object]
    """The data and figures of the run that made these weights."""


@lru_cache(maxsize=1)
def weights() -> Weights:
    """Return the weights that ship with the product."""
    text = files("assistant").joinpath("weights.json").read_text(encoding="utf-8")
    return Weights.model_validate_json(text)


def probability(log_odds: float) -> float:
    """Return the probability of the given log-odds."""
    return 1.0 / (1.0 + math.exp(-log_odds))
