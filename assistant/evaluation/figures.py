"""The figures that outcomes are summed up in: recall, reciprocal rank, AUROC, reliability."""

from collections.abc import Collection, Sequence

import numpy as np
from pydantic import BaseModel, ConfigDict

_BINS = 10


def recall(ranked: Sequence[str], gold: Collection[str], places: int) -> float:
    """Return the share of `gold` that stands in the first `places` of `ranked`."""
    return len(set(gold) & set(ranked[:places])) / len(gold)


def reciprocal_rank(ranked: Sequence[str], gold: Collection[str]) -> float:
    """Return 1 / the place (from 1) of the first of `gold` in `ranked`; 0.0 when none is there."""
    return next((1.0 / place for place, one in enumerate(ranked, start=1) if one in gold), 0.0)


def auroc(positive: Sequence[float], negative: Sequence[float]) -> float | None:
    """Return the area under the ROC curve, None when either side is empty.

    It is the chance that a positive has a higher score than a negative, a tie counting one half
    (Mann and Whitney 1947).
    """
    if not positive or not negative:
        return None
    below = np.searchsorted(np.sort(negative), positive, side="left")
    not_above = np.searchsorted(np.sort(negative), positive, side="right")
    return float((below + not_above).mean() / 2 / len(negative))


class Bin(BaseModel):
    """The answers whose confidence is from `low` up to `high`."""

    model_config = ConfigDict(frozen=True)

    low: float
    high: float
    count: int
    confidence: float
    """Their mean confidence."""
    right: float
    """The share of them that is right: like their mean confidence, if that can be believed."""


def reliability(confidences: Sequence[float], right: Sequence[bool]) -> list[Bin]:
    """Return the tenths of the confidence, from 0 to 1, in which there are answers.

    `right` tells of each answer whether it is; both have the same length.
    """
    values, truths = np.array(confidences), np.array(right)
    places = np.minimum((values * _BINS).astype(int), _BINS - 1)  # 1.0 belongs to the last
    return [
        Bin(
            low=place / _BINS,
            high=(place + 1) / _BINS,
            count=int((places == place).sum()),
            confidence=float(values[places == place].mean()),
            right=float(truths[places == place].mean()),
        )
        for place in sorted(set(places.tolist()))
    ]
