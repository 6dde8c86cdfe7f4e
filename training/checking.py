"""Learns the weights of `assistant/checking/weights.json`: is a claim supported by its sources?

    python -m training.checking [--scale 1.0]

Within a language the claims are those of the learning half of the attribution set, and some made
from passages of the parallel sets, so that one set of English claims is not all that is known.
Across languages they are made from XQuAD: see `training.claims`.
"""

import argparse
from collections.abc import Iterator, Sequence
from pathlib import Path

import numpy as np
from numpy.typing import NDArray
from platformdirs import user_cache_path
from rich.progress import track
from sklearn.linear_model import LogisticRegression
from sklearn.model_selection import GroupKFold, cross_val_predict
from sklearn.pipeline import make_pipeline
from sklearn.preprocessing import StandardScaler

from assistant.checking import SupportChecker
from assistant.checking.checker import Evidence
from assistant.checking.weights import SupportWeights
from assistant.evaluation.figures import auroc
from assistant.weights import ByLanguage, LogisticModel, PerLanguage
from index.embedding import open_embedding
from training.claims import Claim, across, attributions, within
from training.pools import EVAL

WEIGHTS = Path(__file__).parents[1] / "assistant" / "checking" / "weights.json"
_WITHIN = ("xquad_en", "xquad_es", "xquad_de", "xquad_ru", "xquad_zh", "xquad_ar", "piaf_v11")
_ACROSS = (
    ("en", "es"), ("en", "de"), ("en", "ru"), ("en", "zh"), ("en", "ar"), ("es", "en"),
    ("de", "en"), ("ru", "en"), ("zh", "en"), ("ar", "en"), ("de", "es"), ("es", "ru"),
)  # fmt: skip
_FOLDS = 5
_REFUSED = PerLanguage(same=1 / 4, other=1 / 6)
"""Share of the true sentences that may be refused, for a fault or for their score.

A false sentence that is shown costs the reader's trust. A true one that is refused costs the
model's words: the answer then stands there in quotes. Within a language these are read as easily;
across languages the asker may not understand them, so that fewer may be refused there.
"""
_LEVELS = np.linspace(0.05, 0.95, 91)

Weighed = tuple[Claim, Evidence]


def learning_claims(scale: float) -> Iterator[Claim]:
    """Yield the claims to learn from; `scale` 1 makes those of 12 and of 20 passages a set."""
    yield from attributions("learn")
    for name in _WITHIN:
        yield from within(name, "learn", max(1, round(12 * scale)))
    for claimed_in, written_in in _ACROSS:
        yield from across(claimed_in, written_in, "learn", max(1, round(20 * scale)))


def weighed(claims: Sequence[Claim], checker: SupportChecker) -> list[Weighed]:
    """Return the claims with what a check weighs, without those that no weight decides.

    These are claims without words, and altered ones with a certain fault: that it is one is known,
    and their number would only teach how many were made.
    """
    found = (
        (claim, checker.evidence(claim.text, claim.sources, claim.language))
        for claim in track(claims, "Weighing")
    )
    return [
        (claim, evidence)
        for claim, evidence in found
        if evidence is not None and not (claim.is_altered and evidence.faults)
    ]


def learned(claims: Sequence[Weighed], refused: float) -> tuple[LogisticModel, float, float]:
    """Return the model, the probability from which a claim is supported, and the AUROC.

    The last two are of claims judged by what was learned from other groups. The threshold is the
    highest one that refuses at most the share `refused` of the supported claims.
    """
    names = sorted(claims[0][1].features)
    rows = np.array([[evidence.features[name] for name in names] for _, evidence in claims])
    supported = np.array([claim.supported for claim, _ in claims])
    pipeline = make_pipeline(StandardScaler(), LogisticRegression(max_iter=2_000))
    apart: NDArray[np.float64] = cross_val_predict(
        pipeline,
        rows,
        supported,
        groups=[claim.group for claim, _ in claims],
        cv=GroupKFold(min(_FOLDS, len({claim.group for claim, _ in claims}))),
        method="predict_proba",
    )[:, 1]
    faulty = np.array([bool(evidence.faults) for _, evidence in claims])
    area = auroc(apart[supported].tolist(), apart[~supported].tolist())
    scaler, model = pipeline.fit(rows, supported)
    weights = model.coef_[0] / scaler.scale_
    return (
        LogisticModel(
            intercept=round(float(model.intercept_[0] - weights @ scaler.mean_), 4),
            weights={
                name: round(float(weight), 4) for name, weight in zip(names, weights, strict=True)
            },
        ),
        _threshold(np.where(faulty, 0.0, apart)[supported], refused),
        round(area or 0.0, 3),
    )


def _threshold(supported: NDArray[np.float64], refused: float) -> float:
    """Return the highest threshold that refuses at most the share `refused` of supported claims."""
    allowed = [t for t in _LEVELS if (supported < t).mean() <= refused]
    return round(float(max(allowed, default=_LEVELS[0])), 2)


def main() -> None:
    """Learn, and write the weights where the product reads them."""
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    parser.add_argument("--scale", type=float, default=1.0, help="share of the made claims to take")
    parser.add_argument("--cache", type=Path, default=user_cache_path("depeche"))
    given = parser.parse_args()
    if not EVAL.is_dir():
        raise SystemExit(f"The development sets are not at {EVAL}.")
    checker = SupportChecker(open_embedding(cache=given.cache, notify=print))
    claims = weighed(list(learning_claims(given.scale)), checker)
    sides = [[one for one in claims if one[1].same_language == same] for same in (True, False)]
    same, same_from, same_area = learned(sides[0], _REFUSED.same)
    other, other_from, other_area = learned(sides[1], _REFUSED.other)
    weights = SupportWeights(
        model=ByLanguage(same=same, other=other),
        supported_from=PerLanguage(same=same_from, other=other_from),
        learned_from={
            "command": f"python -m training.checking --scale {given.scale:g}",
            "claims": {"same": len(sides[0]), "other": len(sides[1])},
            "auroc of groups left out": {"same": same_area, "other": other_area},
        },
    )
    WEIGHTS.write_text(weights.model_dump_json(indent=1) + "\n", encoding="utf-8")
    print(f"Wrote {WEIGHTS}: {weights.learned_from}, supported from {weights.supported_from}.")


if __name__ == "__main__":
    main()
