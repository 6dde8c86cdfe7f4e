"""The passages of a JSONL file as a library of their own, kept for the next run."""

from hashlib import sha256
from pathlib import Path

from pydantic import BaseModel, ConfigDict, Field

from assistant.evaluation.progress import Progress
from assistant.evaluation.rows import read_rows
from index.article import Article
from index.embedding import EmbeddingModel
from index.errors import EvaluationInvalid
from index.indexer import Indexer
from index.language import detect_language, language_code
from index.library import Library
from index.readers import article_id


class _Row(BaseModel):
    """A line of the file; what else stands there is passed over."""

    model_config = ConfigDict(frozen=True, extra="ignore")

    passage_id: str = Field(min_length=1, description="the name of the passage, a text")
    text: str = Field(pattern=r"\S", description="the passage itself, a text that is not empty")
    title: str | None = Field(default=None, description="its article's title, a text")
    lang: str | None = Field(default=None, description="its language, such as fr")


def read_passages(path: Path) -> list[Article]:
    """Return the passages of the JSONL file at `path` as articles; the address is the passage's id.

    A line is `{passage_id, text, title?, lang?}`. Raises EvaluationInvalid.
    """
    articles: dict[str, Article] = {}
    for number, row in read_rows(path, _Row):
        if row.passage_id in articles:
            raise EvaluationInvalid(
                f"{path}, line {number}: the passage_id {row.passage_id!r} stands there twice."
            )
        articles[row.passage_id] = Article(
            id=article_id(row.passage_id),
            address=row.passage_id,
            title=row.title,
            text=row.text,
            language=language_code(row.lang) or detect_language(row.text),
        )
    if not articles:
        raise EvaluationInvalid(f"{path} holds no passage: put one JSON object on a line.")
    return list(articles.values())


def passage_library(
    path: Path, folder: Path, embedding: EmbeddingModel, version: str, progress: Progress
) -> Library:
    """Return the library of the passages in the file at `path`, open, made below `folder`.

    It is made anew when the file, the embedding model or the product's `version` is another; what
    an interrupted run has indexed is kept. Raises EvaluationInvalid and what `Library.create` does.
    """
    articles = read_passages(path)
    key = sha256(b"\0".join([path.read_bytes(), embedding.identity.encode(), version.encode()]))
    library = Library.create(folder / key.hexdigest()[:16], embedding, purpose="depeche eval")
    # The folder holds nothing else, so the count tells; an Indexer takes seconds to import.
    if library.catalogue.article_count() < len(articles):
        try:
            with Indexer(library) as indexer:
                for done, article in enumerate(articles):
                    progress(done, len(articles))
                    indexer.take(article)
        except BaseException:
            library.close()
            raise
    progress(len(articles), len(articles))
    return library
