"""Indexing: against the bare encoder on the same texts, and against the LlamaIndex quickstart."""

import tempfile
import time
from collections.abc import Sequence
from pathlib import Path

from rich.progress import track

from benchmarks.e5_torch import write_e5_torch
from index.article import Article
from index.chunks import SentenceChunker, embedded_text
from index.embedding import EmbeddingModel
from index.indexer import Indexer
from index.library import Library


def against_encoder(articles: Sequence[Article], embedding: EmbeddingModel) -> tuple[float, float]:
    """Return the seconds that `articles` take to index, and their chunks to be embedded alone."""
    with tempfile.TemporaryDirectory() as folder:
        started = time.perf_counter()
        with Library.create(Path(folder, "library"), embedding) as library:
            with Indexer(library) as indexer:
                for article in track(articles, "Indexing"):
                    indexer.take(article)
            ours = time.perf_counter() - started
    chunker = SentenceChunker()
    texts = [embedded_text(node) for article in articles for node in chunker.chunks(article)]
    started = time.perf_counter()
    embedding.encode_passages(texts)
    return ours, time.perf_counter() - started


def quickstart(articles: Sequence[Article], model: Path) -> float:
    """Return the seconds of LlamaIndex's quickstart with Chroma and the same model in torch.

    As its documentation has it: VectorStoreIndex.from_documents over a ChromaVectorStore and
    HuggingFaceEmbedding, on disk, everything else left at its default.
    """
    import chromadb
    from llama_index.core import Document, StorageContext, VectorStoreIndex
    from llama_index.embeddings.huggingface import HuggingFaceEmbedding
    from llama_index.vector_stores.chroma import ChromaVectorStore

    write_e5_torch(model)
    embed_model = HuggingFaceEmbedding(
        model_name=str(model), query_instruction="query: ", text_instruction="passage: "
    )
    documents = [Document(text=article.text) for article in articles]
    with tempfile.TemporaryDirectory() as folder:
        started = time.perf_counter()
        collection = chromadb.PersistentClient(folder).create_collection(
            "quickstart", embedding_function=None
        )
        VectorStoreIndex.from_documents(
            documents,
            storage_context=StorageContext.from_defaults(
                vector_store=ChromaVectorStore(chroma_collection=collection)
            ),
            embed_model=embed_model,
            show_progress=True,
        )
        return time.perf_counter() - started
