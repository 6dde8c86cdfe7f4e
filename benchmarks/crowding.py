"""A library that is larger than the corpus: its articles again, their words in another order."""

import random
import shutil
from collections.abc import Sequence
from hashlib import sha256
from pathlib import Path

import numpy as np
from numpy.typing import NDArray
from rich.progress import track

from index.embedding import EmbeddingModel
from index.indexer import Indexer
from index.library import Library


def crowd(source: Path, target: Path, passages: int, embedding: EmbeddingModel) -> None:
    """Copy the library in `source` to `target`, and fill it up to at least `passages`.

    What is added has vectors by chance, since embedding it would take hours; it weighs on the
    catalogue and the indexes as other articles do. A copy that is full already is left as it is.
    """
    if not target.exists():
        shutil.copytree(source, target)
    with Library.open(target, _ByChance(embedding), purpose="benchmarks") as library:
        articles = [one.id for one in library.catalogue.all_articles()]
        missing = passages - library.catalogue.passages.count()
        if missing <= 0:
            return
        with Indexer(library) as indexer:
            for article_id in track(articles, f"Filling up to {passages:,} passages"):
                article = library.catalogue.article(article_id)
                address = f"{article.address}?mixed"
                words = article.text.split(" ")
                random.Random(address).shuffle(words)  # noqa: S311 - no secret
                mixed = {
                    "id": sha256(address.encode()).hexdigest()[:16],
                    "address": address,
                    "text": " ".join(words),
                }
                indexer.take(article.model_copy(update=mixed))
                if library.catalogue.passages.count() >= passages:
                    break


class _ByChance:
    """Gives passages unit vectors by chance; it passes for the model that it stands in for."""

    def __init__(self, model: EmbeddingModel) -> None:
        self.identity: str = model.identity
        self.dimension: int = model.dimension
        self._chance = np.random.default_rng(20)

    def encode_queries(self, texts: Sequence[str]) -> NDArray[np.float32]:
        """Return the vectors of questions."""
        return self.encode_passages(texts)

    def encode_passages(self, texts: Sequence[str]) -> NDArray[np.float32]:
        """Return a vector by chance for each text."""
        vectors = self._chance.standard_normal((len(texts), self.dimension), dtype=np.float32)
        vectors /= np.linalg.norm(vectors, axis=1, keepdims=True)
        return vectors
