"""The news corpus beside the checkout, as articles, and a large library made of it."""

import gzip
import json
from collections.abc import Iterator
from datetime import date
from hashlib import sha256
from itertools import islice
from pathlib import Path

from rich.progress import track

from index.article import Article, DateOrigin, DatePrecision
from index.embedding import EmbeddingModel
from index.indexer import Indexer
from index.library import Library

ROOT = Path(__file__).resolve().parents[1]
NEWS = ROOT.parent / "shared" / "corpus" / "news_fr_2011_2019.jsonl.gz"


def news_articles() -> Iterator[Article]:
    """Yield the corpus's 22,256 French articles, in its order."""
    with gzip.open(NEWS, "rt", encoding="utf-8") as lines:
        for line in lines:
            row = json.loads(line)
            yield Article(
                id=sha256(row["id"].encode()).hexdigest()[:16],
                address=f"news/{row['id']}",
                title=row["title"],
                text=f"{row['lead']}\n\n{row['text']}" if row.get("lead") else row["text"],
                published=date.fromisoformat(row["date"][:10]),
                published_precision=DatePrecision.DAY,
                published_origin=DateOrigin.METADATA,
                language="fr",
            )


def large_library(folder: Path, passages: int, embedding: EmbeddingModel) -> Library:
    """Open the library in `folder`, filled with news up to at least `passages`.

    It takes long the first time and goes on where it was stopped.
    """
    library = Library.create(folder, embedding, purpose="benchmarks")
    articles = news_articles()
    while library.status().passages < passages:
        with Indexer(library) as indexer:
            for article in track(list(islice(articles, 1_000)), f"Filling {folder.name}"):
                indexer.take(article)
                if library.catalogue.passages.count() >= passages:
                    break
    return library
