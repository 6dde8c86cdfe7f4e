"""Any of our embedding models as one of LlamaIndex: for those who build on LlamaIndex themselves.

Apart from the models, because importing llama_index.core takes 1.6 s, which a question asked from
the shell should not wait for. Import this module only where it is used.
"""

import asyncio
from typing import Any

from llama_index.core.base.embeddings.base import BaseEmbedding
from pydantic import PrivateAttr

from index.embedding import EmbeddingModel


class EncoderEmbedding(BaseEmbedding):
    """`Settings.embed_model = EncoderEmbedding(open_embedding(cache=…))`."""

    _encoder: EmbeddingModel = PrivateAttr()

    def __init__(self, encoder: EmbeddingModel, **settings: Any) -> None:
        """Wrap an open model; `settings` are those of BaseEmbedding (`embed_batch_size`…)."""
        super().__init__(model_name=encoder.identity, **settings)
        self._encoder = encoder

    @classmethod
    def class_name(cls) -> str:
        """Name under which LlamaIndex stores and logs it."""
        return "DepecheEmbedding"

    def _get_query_embedding(self, query: str) -> list[float]:
        return _floats(self._encoder.encode_queries([query])[0])

    def _get_text_embedding(self, text: str) -> list[float]:
        return self._get_text_embeddings([text])[0]

    def _get_text_embeddings(self, texts: list[str]) -> list[list[float]]:
        return [_floats(vector) for vector in self._encoder.encode_passages(texts)]

    async def _aget_query_embedding(self, query: str) -> list[float]:
        return await asyncio.to_thread(self._get_query_embedding, query)

    async def _aget_text_embedding(self, text: str) -> list[float]:
        return await asyncio.to_thread(self._get_text_embedding, text)

    async def _aget_text_embeddings(self, texts: list[str]) -> list[list[float]]:
        return await asyncio.to_thread(self._get_text_embeddings, texts)


def _floats(vector: Any) -> list[float]:
    values: list[float] = vector.tolist()
    return values
