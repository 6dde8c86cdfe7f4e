"""Articles as stored, and their passages with offsets and vectors."""

from collections.abc import Iterator, Mapping, Sequence
from contextlib import AbstractContextManager
from datetime import date
from pathlib import Path
from typing import NamedTuple, Self

import numpy as np
from numpy.typing import NDArray

from index.article import Article, ArticleEntry, Passage, digest
from index.catalogue.database import Database
from index.catalogue.documents import Documents
from index.catalogue.entries import ENTRY
from index.catalogue.outbox import Outbox
from index.catalogue.stories import Stories
from index.errors import NotFound
from index.scope import EVERYTHING, Scope

Vectors = NDArray[np.float32]
"""Rows of unit length, shape (passages, dimension)."""

_LAST_DAY = """CASE published_precision
    WHEN 'year' THEN date(published, '+1 year', '-1 day')
    WHEN 'month' THEN date(published, '+1 month', '-1 day')
    ELSE published END"""
"""The last day on which an article can have been published, as far as its date is known."""

_PAGE = 200  # articles held in memory at a time


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


class Catalogue:
    """The source of truth of a library. One instance may be used by several threads."""

    def __init__(self, path: Path, *, may_migrate: bool = False) -> None:
        """Open the catalogue at `path`, made when absent; see `Database` for what it raises."""
        self.database = Database(path, may_migrate=may_migrate)
        self.documents = Documents(self.database)
        self.outbox = Outbox(self.database)
        self.stories = Stories(self.database)

    def close(self) -> None:
        """Close the file; the catalogue cannot be used any more."""
        self.database.close()

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *_: object) -> None:
        self.close()

    def transaction(self) -> AbstractContextManager[None]:
        """All writes inside are kept together or not at all; see `Database.transaction`."""
        return self.database.transaction()

    def snapshot(self) -> AbstractContextManager[None]:
        """All that this thread reads inside is of one moment; see `Database.snapshot`."""
        return self.database.snapshot()

    # -- what the library is --------------------------------------------------------------------

    def value(self, name: str) -> str | None:
        """Return a named fact about the library, such as the model that made its vectors."""
        row = self.database.one("SELECT value FROM library WHERE name = ?", name)
        return None if row is None else str(row["value"])

    def set_value(self, name: str, value: str) -> None:
        """Record a named fact about the library."""
        self.database.write("INSERT OR REPLACE INTO library VALUES (?, ?)", name, value)

    # -- articles -------------------------------------------------------------------------------

    def article(self, article_id: str) -> Article:
        """Return an article as stored; raises NotFound."""
        row = self.database.one("SELECT * FROM article WHERE id = ?", article_id)
        if row is None:
            raise NotFound(f"There is no article {article_id!r} in this library.")
        return Article.model_validate({name: row[name] for name in Article.model_fields})

    def all_articles(self) -> Iterator[Article]:
        """Yield every article, in the order of their ids."""
        last = ""
        while rows := self.database.all(
            "SELECT * FROM article WHERE id > ? ORDER BY id LIMIT ?", last, _PAGE
        ):
            for row in rows:
                yield Article.model_validate({name: row[name] for name in Article.model_fields})
            last = rows[-1]["id"]

    def digest(self, article_id: str) -> str | None:
        """Return the digest of the stored article, None when there is no such article."""
        row = self.database.one("SELECT digest FROM article WHERE id = ?", article_id)
        return None if row is None else str(row["digest"])

    def put_article(
        self, article: Article, passages: Sequence[NewPassage], vectors: Vectors
    ) -> None:
        """Store `article` in the place of any older version of it, and note it in the outbox.

        `vectors` has one row a passage. To be called inside a `transaction`.
        """
        documents = self.documents.holding(article.id)
        self.remove_article(article.id)
        row = article.model_dump(mode="json") | {"digest": digest(article)}
        self.database.write(
            f"INSERT INTO article ({', '.join(row)}) VALUES ({', '.join('?' * len(row))})",  # noqa: S608
            *row.values(),
        )
        self.database.write_all(
            'INSERT INTO passage (id, article_id, start, "end", vector) VALUES (?, ?, ?, ?, ?)',
            [
                (new.id, article.id, new.start, new.end, vector.astype("<f4").tobytes())
                for new, vector in zip(passages, vectors, strict=True)
            ],
        )
        for number in documents:
            self.documents.hold(number, article.id)
        self.outbox.put(new.id for new in passages)

    def remove_article(self, article_id: str) -> None:
        """Remove an article with its passages, if it is there. Inside a `transaction`."""
        self.outbox.delete_article(article_id)
        self.database.write("DELETE FROM article WHERE id = ?", article_id)

    def release_article(self, article_id: str, document: int) -> bool:
        """Note that `document` does not hold the article any more; tell whether it has gone.

        It is removed when no other document holds it. To be called inside a `transaction`.
        """
        if self.documents.release(document, article_id):
            return False
        self.remove_article(article_id)
        return True

    def find_articles(self, place: str) -> list[str]:
        """Return the ids of the articles meant by `place`.

        It is an article's id or address, a document's address, an input, a folder (all articles in
        it) or a source.
        """
        named = place.rstrip("/") or place
        rows = self.database.all(
            "SELECT DISTINCT article.id, article.address FROM article "
            "LEFT JOIN holding ON article_id = article.id "
            "LEFT JOIN document ON document.number = document "
            "WHERE ?1 IN (article.id, article.address, article.url, article.source, "
            "document.address, document.input) OR ?2 IN (document.address, document.input) "
            "OR substr(article.address, 1, length(?2) + 1) = ?2 || '/' ORDER BY article.address",
            place,
            named,
        )
        return [row["id"] for row in rows]

    def article_count(self, scope: Scope = EVERYTHING) -> int:
        """Return how many articles there are within `scope`."""
        conditions, values = self._conditions(scope)
        return self.database.number(f"SELECT count(*) FROM article WHERE {conditions}", *values)  # noqa: S608

    def article_entries(self, scope: Scope, offset: int, limit: int) -> list[ArticleEntry]:
        """Return `limit` articles within `scope` after the first `offset`, newest first.

        Those without a date come last.
        """
        conditions, values = self._conditions(scope)
        rows = self.database.all(
            f"SELECT {ENTRY} FROM article WHERE {conditions} "  # noqa: S608
            "ORDER BY published DESC, id LIMIT ? OFFSET ?",
            *values,
            limit,
            offset,
        )
        return [ArticleEntry.model_validate(dict(row)) for row in rows]

    def languages(self) -> dict[str | None, int]:
        """Return the number of passages in each language, most first."""
        rows = self.database.all(
            "SELECT language, count(*) AS passages FROM passage JOIN article "
            "ON article.id = article_id GROUP BY language ORDER BY passages DESC, language"
        )
        return {row["language"]: row["passages"] for row in rows}

    def article_languages(self) -> set[str]:
        """Return the languages of all articles; answered from an index, whatever their number."""
        rows = self.database.all("SELECT DISTINCT language FROM article WHERE language IS NOT NULL")
        return {row["language"] for row in rows}

    def sources(self) -> list[str]:
        """Return who published the articles, in alphabetical order."""
        rows = self.database.all("SELECT DISTINCT source FROM article WHERE source IS NOT NULL")
        return sorted((row["source"] for row in rows), key=str.casefold)

    def newest(self) -> date | None:
        """Return the newest publication date of all articles."""
        row = self.database.one("SELECT max(published) AS newest FROM article")
        return None if row is None or row["newest"] is None else date.fromisoformat(row["newest"])

    # -- passages -------------------------------------------------------------------------------

    def passage(self, passage_id: str) -> Passage:
        """Return one passage; raises NotFound."""
        found = self.passages([passage_id]).get(passage_id)
        if found is None:
            raise NotFound(f"There is no passage {passage_id!r} in this library.")
        return found

    def passages(self, passage_ids: Sequence[str]) -> Mapping[str, Passage]:
        """Return those of the passages that exist, by id."""
        rows = self.database.select(
            'SELECT passage.id, article_id, start, "end", '
            'substr(text, start + 1, "end" - start) AS text '
            "FROM passage JOIN article ON article.id = article_id WHERE passage.id IN",
            passage_ids,
        )
        return {row["id"]: Passage.model_validate(dict(row)) for row in rows}

    def passages_within(self, scope: Scope, passage_ids: Sequence[str]) -> set[str]:
        """Return those of the passages whose article lies within `scope`."""
        conditions, values = self._conditions(scope)
        rows = self.database.select(
            "SELECT passage.id FROM passage JOIN article ON article.id = article_id "  # noqa: S608
            f"WHERE {conditions} AND passage.id IN",
            passage_ids,
            *values,
        )
        return {row["id"] for row in rows}

    def passages_of(self, scope: Scope, limit: int) -> dict[str, str | None] | None:
        """Return all passages within `scope` with their languages, None when above `limit`."""
        conditions, values = self._conditions(scope)
        rows = self.database.all(
            "SELECT passage.id, language FROM article JOIN passage "  # noqa: S608
            f"ON article_id = article.id WHERE {conditions} LIMIT ?",
            *values,
            limit + 1,
        )
        return {row["id"]: row["language"] for row in rows} if len(rows) <= limit else None

    def _conditions(self, scope: Scope) -> tuple[str, list[str]]:
        """Return what `scope` asks of an article, in SQL; a date that is NULL fulfils nothing."""
        asked: list[tuple[str, list[str]]] = [("1", [])]
        if scope.as_of:
            asked.append((f"published <= ? AND {_LAST_DAY} <= ?", [scope.as_of.isoformat()] * 2))
        if scope.after:
            # The first condition says less than the second, but an index answers it.
            after = [scope.after.isoformat()] * 2
            asked.append((f"published > date(?, '-1 year') AND {_LAST_DAY} >= ?", after))
        if scope.before:
            asked.append(("published <= ?", [scope.before.isoformat()]))
        if scope.language:
            asked.append(("language = ?", [scope.language]))
        if scope.source:
            # Compared here: lower() of SQLite knows ASCII only.
            wanted = scope.source.casefold()
            names = [name for name in self.sources() if name.casefold() == wanted]
            asked.append((f"source IN ({', '.join('?' * len(names))})", names))
        return " AND ".join(f"({sql})" for sql, _ in asked), [v for _, own in asked for v in own]

    def vectors(self, passage_ids: Sequence[str]) -> Mapping[str, Vectors]:
        """Return the vectors, shape (dimension,), of those of the passages that exist."""
        rows = self.database.select("SELECT id, vector FROM passage WHERE id IN", passage_ids)
        return {row["id"]: np.frombuffer(row["vector"], "<f4") for row in rows}

    def passage_count(self) -> int:
        """Return how many passages there are."""
        return self.database.number("SELECT count(*) FROM passage")

    def is_empty(self) -> bool:
        """Tell whether there is no passage to answer from."""
        return self.database.one("SELECT 1 FROM passage LIMIT 1") is None

    def sample_passage_ids(self, count: int) -> list[str]:
        """Return up to `count` passages spread evenly over the library."""
        total = self.database.number("SELECT coalesce(max(number), 0) FROM passage")
        step = max(1, total // max(1, count))
        rows = self.database.all("SELECT id FROM passage WHERE number % ? = 0 LIMIT ?", step, count)
        return [row["id"] for row in rows]

    def stored_passages(self, passage_ids: Sequence[str]) -> list[StoredPassage]:
        """Return those of the passages that exist, with what the derived indexes need."""
        rows = self.database.select(
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

    def article_passages(self, article_id: str) -> list[StoredPassage]:
        """Return the passages of one article; none when it does not exist."""
        rows = self.database.all("SELECT id FROM passage WHERE article_id = ?", article_id)
        return self.stored_passages([row["id"] for row in rows])

    def all_passage_ids(self, batch: int) -> Iterator[list[str]]:
        """Yield every passage id in batches, in the order of their storing."""
        last = 0
        while rows := self.database.all(
            "SELECT number, id FROM passage WHERE number > ? ORDER BY number LIMIT ?", last, batch
        ):
            yield [row["id"] for row in rows]
            last = rows[-1]["number"]
