"""Texts cut into tokens, and the tokens' vectors: what every model made of the weights begins with.

The table is the largest part of the model; the embedding model and the trained reader share it.
"""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

import numpy as np
from numpy.typing import NDArray

if TYPE_CHECKING:
    from onnxruntime import InferenceSession
    from tokenizers import Encoding

_ALIKE = 1.5
"""How many times as long as the shortest the longest text of a batch may be. Four sentences took
73 ms so, 120 ms in one batch and 79 ms one by one (two cores with AVX2)."""


@dataclass(frozen=True)
class TokenBatch:
    """Texts of one batch, padded to the longest: `encodings` has the offsets of their tokens."""

    encodings: "Sequence[Encoding]"
    words: NDArray[np.float32]
    """The tokens' vectors, (batch, length, hidden)."""
    mask: NDArray[np.int64]
    """1 for a token, 0 for padding, (batch, length)."""

    def inputs(self) -> dict[str, NDArray[np.float32] | NDArray[np.int64]]:
        """Return what a graph of layers takes."""
        return {"words": self.words, "attention_mask": self.mask}


class Tokens:
    """The tokenizer and the table. Safe to use from several threads."""

    def __init__(self, tokenizer: Path, table: Path) -> None:
        """Load the two files."""
        from tokenizers import Tokenizer

        self._tokenizer = Tokenizer.from_file(str(tokenizer))
        self._table = open_session(table)

    def read(self, texts: Sequence[str] | Sequence[tuple[str, str]]) -> TokenBatch:
        """Return the tokens of texts, or of pairs of texts; beyond 512 they are cut."""
        encodings = self._tokenizer.encode_batch(list(texts))
        ids = np.array([encoding.ids for encoding in encodings])
        return TokenBatch(
            encodings=encodings,
            words=self._table.run(["words"], {"input_ids": ids})[0],
            mask=np.array([encoding.attention_mask for encoding in encodings]),
        )


def batches(texts: Sequence[str], size: int) -> Iterator[list[int]]:
    """Yield the places in `texts` of those to run together, `size` at most, the short ones first.

    They are of about one length: a batch is padded to its longest.
    """
    batch: list[int] = []
    for place in sorted(range(len(texts)), key=lambda place: len(texts[place])):
        if batch and (len(batch) == size or len(texts[place]) > _ALIKE * len(texts[batch[0]])):
            yield batch
            batch = []
        batch.append(place)
    if batch:
        yield batch


def open_session(graph: Path) -> "InferenceSession":
    """Return an onnxruntime session on the processor."""
    import onnxruntime

    options = onnxruntime.SessionOptions()
    options.inter_op_num_threads = 1
    # Threads that wait for work would spin, and take the cores from another session or question:
    # with spinning an answer took 254 ms and two threads gave 4.0 answers a second, without it 205
    # ms and 6.2 (two cores); embedding in bulk is as fast.
    options.add_session_config_entry("session.intra_op.allow_spinning", "0")
    return onnxruntime.InferenceSession(graph, options, providers=["CPUExecutionProvider"])
