"""The passages of the articles: their character ranges and vectors."""

from collections.abc import Iterator, Mapping, Sequence
from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray

from index.article import Passage
from index.catalogue.conditions import scope_condition
from index.catalogue.database import Database
from index.errors import NotFound
from index.scope import Scope

Vectors = NDArray[np.float32]
"""Rows of unit length, shape (passages, dimension)."""


class NewPassage(NamedTuple):
    """A passage to be stored: its id and its character range in the article."""

    id: str
    start: int
    end: int


class StoredPassage(NamedTuple):
    """A passage with what the derived indexes need of its article."""

    id: str
    text: str
    title: str | None
    language: str | None
    vector: Vectors


class Passages:
    """The passages of a catalogue. `Catalogue.put_article` stores them with their article."""

    def __init__(self, database: Database) -> None:
        self._database = database

    def one(self, passage_id: str) -> Passage:
        """Return one passage; raises NotFound."""
        found = self.by_id([passage_id]).get(passage_id)
        if found is None:
            raise NotFound(f"There is no passage {passage_id!r} in this library.")
        return found

    def by_id(self, passage_ids: Sequence[str]) -> Mapping[str, Passage]:
        """Return those of the passages that exist, by id."""
        rows = self._database.select(
            'SELECT passage.id, article_id, start, "end", '
            'substr(text, start + 1, "end" - start) AS text '
            "FROM passage JOIN article ON article.id = article_id WHERE passage.id IN",
            passage_ids,
        )
        return {row["id"]: Passage.model_validate(dict(row)) for row in rows}

    def within(self, scope: Scope, passage_ids: Sequence[str]) -> set[str]:
        """Return those of the passages whose article lies within `scope`."""
        condition, values = scope_condition(self._database, scope)
        rows = self._database.select(
            "SELECT passage.id FROM passage JOIN article ON article.id = article_id "  # noqa: S608
            f"WHERE {condition} AND passage.id IN",
            passage_ids,
            *values,
        )
        return {row["id"] for row in rows}

    def in_scope(self, scope: Scope, limit: int) -> dict[str, str | None] | None:
        """Return all passages within `scope` with their languages, None when above `limit`."""
        condition, values = scope_condition(self._database, scope)
        rows = self._database.all(
            "SELECT passage.id, language FROM article JOIN passage "  # noqa: S608
            f"ON article_id = article.id WHERE {condition} LIMIT ?",
            *values,
            limit + 1,
        )
        return {row["id"]: row["language"] for row in rows} if len(rows) <= limit else None

    def vectors(self, passage_ids: Sequence[str]) -> Mapping[str, Vectors]:
        """Return the vectors, shape (dimension,), of those of the passages that exist."""
        rows = self._database.select("SELECT id, vector FROM passage WHERE id IN", passage_ids)
        return {row["id"]: np.frombuffer(row["vector"], "<f4") for row in rows}

    def count(self) -> int:
        """Return how many passages there are."""
        return self._database.number("SELECT count(*) FROM passage")

    def is_empty(self) -> bool:
        """Tell whether there is no passage to answer from."""
        return self._database.one("SELECT 1 FROM passage LIMIT 1") is None

    def sample(self, count: int) -> list[str]:
        """Return up to `count` passages spread evenly over the library."""
        total = self._database.number("SELECT coalesce(max(number), 0) FROM passage")
        step = max(1, total // max(1, count))
        rows = self._database.all(
            "SELECT id FROM passage WHERE number % ? = 0 LIMIT ?", step, count
        )
        return [row["id"] for row in rows]

    def stored(self, passage_ids: Sequence[str]) -> list[StoredPassage]:
        """Return those of the passages that exist, with what the derived indexes need."""
        rows = self._database.select(
            "SELECT passage.id, title, language, vector, "
            'substr(text, start + 1, "end" - start) AS text '
            "FROM passage JOIN article ON article.id = article_id WHERE passage.id IN",
            passage_ids,
        )
        return [
            StoredPassage(
                row["id"], row["text"], row["title"], row["language"],
                np.frombuffer(row["vector"], "<f4"),
            )
            for row in rows
        ]  # fmt: skip

    def of_article(self, article_id: str) -> list[StoredPassage]:
        """Return the passages of one article; none when it does not exist."""
        rows = self._database.all("SELECT id FROM passage WHERE article_id = ?", article_id)
        return self.stored([row["id"] for row in rows])

    def all_ids(self, batch: int) -> Iterator[list[str]]:
        """Yield every passage id in batches, in the order of their storing."""
        last = 0
        while rows := self._database.all(
            "SELECT number, id FROM passage WHERE number > ? ORDER BY number LIMIT ?", last, batch
        ):
            yield [row["id"] for row in rows]
            last = rows[-1]["number"]
