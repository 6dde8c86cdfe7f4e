"""Runs the trained reader with onnxruntime, on the tokens and the table of the embedding model."""

import hashlib
import json
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from functools import cache
from importlib.resources import files
from pathlib import Path

import numpy as np

from assistant.span_reader.inputs import reader_input
from assistant.span_reader.scores import TextScores
from index.embedding.builtin import open_tokens
from index.embedding.tokens import TokenBatch, Tokens, open_session
from index.errors import ModelUnavailable


@dataclass(frozen=True)
class ReaderFiles:
    """The graph that ships with the product, and what it must be."""

    graph: Path
    sha256: str
    version: str


@cache
def shipped_reader() -> ReaderFiles:
    """Return the reader that ships, after a look at its hash.

    Raises ModelUnavailable when the file is not there or is another one.
    """
    folder = Path(str(files("assistant.span_reader")))
    try:
        manifest = json.loads((folder / "manifest.json").read_text(encoding="utf-8"))
        found = ReaderFiles(folder / manifest["file"], manifest["sha256"], manifest["version"])
        with found.graph.open("rb") as file:
            sound = hashlib.file_digest(file, "sha256").hexdigest() == found.sha256
    except OSError as error:
        raise ModelUnavailable(
            f"The trained reader is not where it was installed ({error.filename}): install "
            "Dépêche again."
        ) from error
    if not sound:
        raise ModelUnavailable(
            f"{found.graph} is not the reader that Dépêche was made with: install Dépêche again."
        )
    return found


class SpanReader:
    """Finds the words of a text that answer a question. Safe to use from several threads."""

    def __init__(self, tokens: Tokens, graph: Path) -> None:
        """Load the layers from `graph`."""
        self._tokens = tokens
        self._layers = open_session(graph)

    def read(self, question: str, texts: Sequence[tuple[str | None, str]]) -> list[TextScores]:
        """Return the scores of each text, given with its article's title."""
        return [self._read_one(question, title, text) for title, text in texts]

    def _read_one(self, question: str, title: str | None, text: str) -> TextScores:
        # One by one: in batches they take a tenth longer (two cores with AVX2), and the scores of
        # one would move a little with the others.
        first, second, offset = reader_input(question, title, text)
        tokens = self._tokens.read([(first, second)])
        return _text_scores(tokens, self._layers.run(["scores"], tokens.inputs())[0][0], offset)


def _text_scores(tokens: TokenBatch, scores: np.ndarray, offset: int) -> TextScores:
    encoding = tokens.encodings[0]
    characters = np.array(encoding.offsets)
    second = np.array([sequence == 1 for sequence in encoding.sequence_ids])
    own = second & (characters[:, 1] > offset)
    return TextScores(
        characters=np.maximum(characters[own] - offset, 0),
        starts=scores[own, 0],
        ends=scores[own, 1],
        none=float(scores[0].sum()),
    )


def open_span_reader(
    *, cache: Path, notify: Callable[[str], None] = lambda _line: None
) -> SpanReader:
    """Return the reader that ships; the table that it needs is prepared in `cache` if need be.

    Raises ModelUnavailable.
    """
    return SpanReader(open_tokens(cache, notify), shipped_reader().graph)
