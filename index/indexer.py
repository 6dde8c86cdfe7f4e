"""Takes articles into a library: cut into chunks, embed, store."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from enum import StrEnum
from types import TracebackType
from typing import TYPE_CHECKING, Self

import numpy as np

from index.article import Article, digest
from index.catalogue import NewPassage, Vectors
from index.document import Skipped
from index.library import Library
from index.stories import join_story, sign

if TYPE_CHECKING:
    from llama_index.core.schema import TextNode

_GROUP = 512
"""Chunks embedded and stored at a time: enough to sort by length, little to lose on a kill."""
_NOTES = 5_000
"""Articles in their documents, and documents read through, that are noted at a time."""


class Outcome(StrEnum):
    """What became of an article."""

    ADDED = "added"
    UPDATED = "updated"
    UNCHANGED = "unchanged"


@dataclass(eq=False)
class Origin:
    """The document that articles are taken from, in one run."""

    address: str
    found_in: str
    """The input under which the document was found."""
    run: int
    number: int | None = None
    """Its number in the catalogue, as soon as something of it is stored."""
    articles: set[str] = field(default_factory=set)
    """The ids of all that was taken from it."""


@dataclass(frozen=True)
class _Finished:
    origin: Origin
    state: str | None
    skipped: Sequence[Skipped]
    is_whole: bool


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
        self._held: list[tuple[str, Origin]] = []
        self._finished: list[_Finished] = []
        self.removed = 0
        """Articles removed so far, because their document does not hold them any more."""

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

    def take(self, article: Article, origin: Origin | None = None) -> Outcome:
        """Add or update `article`; what is unchanged is not embedded again."""
        if origin is not None:
            origin.articles.add(article.id)
            self._held.append((article.id, origin))
        own = digest(article)
        waiting = self._group.get(article.id)
        stored = digest(waiting[0]) if waiting else self._library.catalogue.digest(article.id)
        if stored != own:
            chunks = self._chunker.chunks(article)
            self._waiting += len(chunks) - (len(waiting[1]) if waiting else 0)
            self._group[article.id] = (article, chunks)
        self._store_when_full()
        if stored is None:
            return Outcome.ADDED
        return Outcome.UNCHANGED if stored == own else Outcome.UPDATED

    def finish(
        self, origin: Origin, state: str | None, skipped: Sequence[Skipped], *, is_whole: bool
    ) -> None:
        """Note that a document was read, and in which state; None has it read again next time.

        When it `is_whole`, read to its end, what it does not hold any more is removed.
        """
        self._finished.append(_Finished(origin, state, skipped, is_whole))
        self._store_when_full()

    def _store_when_full(self) -> None:
        if self._waiting >= _GROUP or len(self._held) + len(self._finished) >= _NOTES:
            self._store()

    def _store(self) -> None:
        if not (self._group or self._held or self._finished):
            return
        vectors = self._embed()
        signatures = sign([article for article, _ in self._group.values()])
        catalogue = self._library.catalogue
        with catalogue.transaction():
            for article, chunks in self._group.values():
                passages = [_passage(node) for node in chunks]
                catalogue.put_article(article, passages, vectors[article.id])
                join_story(catalogue, article, signatures[article.id])
            for article_id, origin in self._held:
                catalogue.documents.hold(self._number(origin), article_id)
            for finished in self._finished:
                self._finish(finished)
        self._library.sync()
        self._group.clear()
        self._waiting = 0
        self._held.clear()
        self._finished.clear()

    def _embed(self) -> Mapping[str, Vectors]:
        """Return the vectors of each article's chunks; of a changed one only what is new is made.

        A chunk's vector depends on its text and its article's title alone.
        """
        from index.chunks import embedded_text

        texts = {
            article.id: [embedded_text(node) for node in chunks]
            for article, chunks in self._group.values()
        }
        known: dict[str, Vectors] = {}
        for article, _ in self._group.values():
            known |= self._stored_vectors(article.id)
        missing = list(dict.fromkeys(t for own in texts.values() for t in own if t not in known))
        if missing:
            made = self._library.embedding.encode_passages(missing)
            known |= dict(zip(missing, made, strict=True))
        nothing = np.empty((0, self._library.embedding.dimension), dtype=np.float32)
        return {
            article_id: np.stack([known[text] for text in own]) if own else nothing
            for article_id, own in texts.items()
        }

    def _stored_vectors(self, article_id: str) -> dict[str, Vectors]:
        from index.chunks import text_to_embed

        held = self._library.catalogue.passages.of_article(article_id)
        return {text_to_embed(one.title, one.text): one.vector for one in held}

    def _number(self, origin: Origin) -> int:
        if origin.number is None:
            origin.number = self._library.catalogue.documents.see(
                origin.address, origin.found_in, origin.run
            )
        return origin.number

    def _finish(self, finished: _Finished) -> None:
        catalogue = self._library.catalogue
        number = self._number(finished.origin)
        held = catalogue.documents.article_ids(number) if finished.is_whole else []
        for article_id in held:
            if article_id not in finished.origin.articles:
                self.removed += catalogue.release_article(article_id, number)
        catalogue.documents.finish(number, finished.state, finished.skipped)


def _passage(node: "TextNode") -> NewPassage:
    return NewPassage(node.node_id, node.start_char_idx or 0, node.end_char_idx or 0)
