"""Every word that is framed around a quote or said to a model, kept as text beside this file."""

import tomllib
from collections.abc import Mapping
from functools import lru_cache
from importlib.resources import files

_FALLBACK = "en"


@lru_cache(maxsize=1)
def _frames() -> Mapping[str, Mapping[str, str]]:
    tables: Mapping[str, Mapping[str, str]] = tomllib.loads(
        files("prompts").joinpath("frames.toml").read_text(encoding="utf-8")
    )
    return tables


def frames(language: str) -> Mapping[str, str]:
    """Return the frames of `frames.toml` in an ISO 639-1 language, English where it has none."""
    return _frames().get(language, _frames()[_FALLBACK])


def frame_language(language: str) -> str:
    """Return the language that `frames` speaks to an asker of `language`."""
    return language if language in _frames() else _FALLBACK
