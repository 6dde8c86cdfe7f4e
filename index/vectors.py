"""The vector index: embedded Chroma, one collection for each language of the library.

Chroma is used directly rather than through LlamaIndex's ChromaVectorStore, which (measured with
LlamaIndex 0.14 on 100,000 chunks) writes at 0.79 of the speed, takes 1.27 of the disk, fails above
5,461 nodes in one add, and adds where an upsert is needed. One collection a language, because a
question's nearest passages are nearly all in its own language (99.6 % of first places in a
five-language pool), and a `where` filter that would reach the others takes 300-500 ms.
"""

from collections import defaultdict
from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import TYPE_CHECKING, NamedTuple

import numpy as np
from numpy.typing import NDArray

if TYPE_CHECKING:
    from chromadb.api.client import Client
    from chromadb.api.models.Collection import Collection

_PREFIX = "passages-"
_BATCH = 1_000


class VectorMatch(NamedTuple):
    """A passage near a question: the cosine of their vectors."""

    passage_id: str
    cosine: float


class VectorIndex:
    """The collections in a folder of their own. Only one process may have the folder open."""

    def __init__(self, folder: Path) -> None:
        """Open the index in `folder`, made when absent."""
        import chromadb
        from chromadb.config import Settings

        self._client: Client = chromadb.PersistentClient(  # type: ignore[assignment]
            str(folder), settings=Settings(anonymized_telemetry=False)
        )
        self._collections: dict[str, Collection] = {}
        for collection in self._client.list_collections():
            name = collection.name
            self._collections[name] = self._client.get_collection(name, embedding_function=None)

    def close(self) -> None:
        """Let go of the folder."""
        self._client.close()

    def count(self) -> int:
        """Return how many passages the index says that it holds."""
        return sum(collection.count() for collection in self._collections.values())

    def put(
        self, passage_ids: Sequence[str], languages: Sequence[str | None],
        vectors: Sequence[NDArray[np.float32]],
    ) -> None:  # fmt: skip
        """Add passages, or replace those of the same id, each to its language's collection."""
        rows = defaultdict(list)
        for passage_id, language, vector in zip(passage_ids, languages, vectors, strict=True):
            rows[language].append((passage_id, vector))
        for language, row in rows.items():
            collection = self._collection(language)
            for first in range(0, len(row), _BATCH):
                batch = row[first : first + _BATCH]
                collection.upsert(
                    ids=[passage_id for passage_id, _ in batch],
                    embeddings=np.stack([vector for _, vector in batch]),
                )

    def delete(self, passage_ids: Sequence[str]) -> None:
        """Remove those of the passages that are there."""
        for collection in self._collections.values():
            for first in range(0, len(passage_ids), _BATCH):
                collection.delete(ids=list(passage_ids[first : first + _BATCH]))

    def search(
        self, vector: NDArray[np.float32], limit: int
    ) -> Mapping[str | None, list[VectorMatch]]:
        """Return the nearest passages, best first, for each language: up to `limit` of each."""
        found = {
            language: self.search_language(language, vector, limit) for language in self.languages
        }
        return {language: matches for language, matches in found.items() if matches}

    @property
    def languages(self) -> list[str | None]:
        """The languages of the passages; None where it is not known."""
        return [_language(name) for name in self._collections]

    def search_language(
        self, language: str | None, vector: NDArray[np.float32], limit: int
    ) -> list[VectorMatch]:
        """Return up to `limit` of the nearest passages in one of `languages`, best first."""
        return _nearest(self._collections[_name(language)], vector, limit)

    def _collection(self, language: str | None) -> "Collection":
        name = _name(language)
        if name not in self._collections:
            self._collections[name] = self._client.create_collection(
                name,
                configuration={
                    "hnsw": {"space": "cosine", "max_neighbors": 16, "ef_construction": 100}
                },
                embedding_function=None,
            )
        return self._collections[name]


def _name(language: str | None) -> str:
    return f"{_PREFIX}{language or 'und'}"


def _language(name: str) -> str | None:
    language = name.removeprefix(_PREFIX)
    return None if language == "und" else language


def _nearest(
    collection: "Collection", vector: NDArray[np.float32], limit: int
) -> list[VectorMatch]:
    found = collection.query(
        query_embeddings=vector[None, :], n_results=limit, include=["distances"]
    )
    distances = (found["distances"] or [[]])[0]
    return [
        VectorMatch(passage_id, 1.0 - distance)
        for passage_id, distance in zip(found["ids"][0], distances, strict=True)
    ]
