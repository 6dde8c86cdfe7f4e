"""Runs the built-in model with onnxruntime, without LlamaIndex: a command starts at once."""

from collections.abc import Sequence
from pathlib import Path

import numpy as np
from numpy.typing import NDArray

from index.embedding.tokens import Tokens, batches, open_session

_BATCH = 8
"""Texts run together: the fastest of 1, 4, 8, 16 and 32 on two cores, though none by much."""


class OnnxE5Encoder:
    """multilingual-e5-small (Wang et al. 2024, arXiv:2402.05672), which reads texts by their role.

    Vectors of the same text differ a little with what else is in its batch (the layers' inputs are
    scaled over the whole batch). Safe to use from several threads.
    """

    def __init__(self, tokens: Tokens, graph: Path, *, identity: str) -> None:
        """Load the layers from `graph`."""
        self._tokens = tokens
        self._layers = open_session(graph)
        self.identity = identity
        self.dimension = int(self._layers.get_outputs()[0].shape[1])

    def encode_queries(self, texts: Sequence[str]) -> NDArray[np.float32]:
        """Return the vectors (n, dimension) of questions, each of length 1."""
        return self._encode([f"query: {text}" for text in texts])

    def encode_passages(self, texts: Sequence[str]) -> NDArray[np.float32]:
        """Return the vectors (n, dimension) of passages, each of length 1.

        What is beyond the model's 512 tokens is not read.
        """
        return self._encode([f"passage: {text}" for text in texts])

    def _encode(self, texts: Sequence[str]) -> NDArray[np.float32]:
        vectors = np.empty((len(texts), self.dimension), np.float32)
        for batch in batches(texts, _BATCH):
            tokens = self._tokens.read([texts[number] for number in batch])
            vectors[batch] = self._layers.run(["embedding"], tokens.inputs())[0]
        return vectors
