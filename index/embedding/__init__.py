"""Text in, vectors out: the embedding models, and how one is opened by its name."""

from collections.abc import Callable, Sequence
from pathlib import Path
from typing import Protocol

import numpy as np
from numpy.typing import NDArray

BUILTIN = "builtin"


class EmbeddingModel(Protocol):
    """Turns texts into vectors of length 1, so that a dot product is a cosine."""

    @property
    def identity(self) -> str:
        """Vectors may be compared exactly when the identities of their models are equal."""

    @property
    def dimension(self) -> int:
        """Width of a vector."""

    def encode_queries(self, texts: Sequence[str]) -> NDArray[np.float32]:
        """Return the vectors (n, dimension) of questions."""

    def encode_passages(self, texts: Sequence[str]) -> NDArray[np.float32]:
        """Return the vectors (n, dimension) of passages."""


def _say_nothing(_message: str) -> None:
    pass


def open_embedding(
    name: str = BUILTIN, *, cache: Path, notify: Callable[[str], None] = _say_nothing
) -> EmbeddingModel:
    """Open the built-in model, a folder with a sentence-transformers model, or one of the Hub.

    `cache` is where the built-in model is kept; a model of the Hub goes to the Hub's own cache.
    `notify` is told, in a sentence, of anything that takes long. Raises ModelUnavailable.
    """
    if name == BUILTIN:
        from index.embedding.builtin import open_builtin

        return open_builtin(cache, notify)
    from index.embedding.huggingface import open_huggingface

    return open_huggingface(name, notify)
