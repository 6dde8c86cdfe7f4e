"""The weights of the check, learned by `python -m training.checking`."""

from collections.abc import Mapping
from functools import lru_cache
from importlib.resources import files

from pydantic import BaseModel, ConfigDict

from assistant.weights import ByLanguage, PerLanguage


class SupportWeights(BaseModel):
    """What has been learned of claims and sources, kept in `weights.json` beside this file."""

    model_config = ConfigDict(frozen=True, extra="forbid")

    model: ByLanguage
    """That the sources support the claim: some of them in its language, or none."""
    supported_from: PerLanguage
    """Probability from which a claim without a fault counts as supported."""
    learned_from: Mapping[str, object]
    """The data and figures of the run that made these weights."""


@lru_cache(maxsize=1)
def support_weights() -> SupportWeights:
    """Return the weights that ship with the product."""
    text = files("assistant.checking").joinpath("weights.json").read_text(encoding="utf-8")
    return SupportWeights.model_validate_json(text)
