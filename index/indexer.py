"""Takes articles into a library: cut into chunks, embed, store."""

from enum import StrEnum
from types import TracebackType
from typing import TYPE_CHECKING, Self

from index.article import Article
from index.catalogue import NewPassage, digest
from index.library import Library

if TYPE_CHECKING:
    from llama_index.core.schema import TextNode

_GROUP = 512
"""Chunks embedded and stored at a time: enough to sort by length, little to lose on a kill."""


class Outcome(StrEnum):
    """What became of an article."""

    ADDED = "added"
    UPDATED = "updated"
    UNCHANGED = "unchanged"


class Indexer:
    """Adds articles to a library in groups, as a context manager.

    What has been taken is durable when its group is full or the context ends without an error.
    """

    def __init__(self, library: Library) -> None:
        from index.chunks import SentenceChunker

        self._library = library
        self._chunker = SentenceChunker()
        self._group: dict[str, tuple[Article, list[TextNode]]] = {}
        self._waiting = 0

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self,
        error: type[BaseException] | None,
        _value: BaseException | None,
        _traceback: TracebackType | None,
    ) -> None:
        if error is None:
            self._store()

    def take(self, article: Article) -> Outcome:
        """Add or update `article`; what is unchanged is not embedded again."""
        stored = self._library.catalogue.digest(article.id)
        if stored == digest(article):
            return Outcome.UNCHANGED
        chunks = self._chunker.chunks(article)
        self._group[article.id] = (article, chunks)
        self._waiting += len(chunks)
        if self._waiting >= _GROUP:
            self._store()
        return Outcome.ADDED if stored is None else Outcome.UPDATED

    def _store(self) -> None:
        from index.chunks import embedded_text

        group = list(self._group.values())
        texts = [embedded_text(node) for _, chunks in group for node in chunks]
        if group:
            vectors = self._library.embedding.encode_passages(texts)
            first = 0
            with self._library.catalogue.transaction():
                for article, chunks in group:
                    last = first + len(chunks)
                    passages = [_passage(node) for node in chunks]
                    self._library.catalogue.put_article(article, passages, vectors[first:last])
                    first = last
            self._library.sync()
        self._group.clear()
        self._waiting = 0


def _passage(node: "TextNode") -> NewPassage:
    return NewPassage(node.node_id, node.start_char_idx or 0, node.end_char_idx or 0)
