"""The catalogue: one SQLite file that is the source of truth of a library.

It keeps articles as stored, their passages with offsets and vectors, the identity of the model
that made the vectors, and an outbox of what the derived indexes have still to be told. Nothing
outside this module speaks SQL, so that another database can take SQLite's place.
"""

import sqlite3
import threading
from collections.abc import Iterable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from datetime import date
from hashlib import sha256
from importlib.resources import files
from pathlib import Path
from typing import Literal, NamedTuple, Self

import numpy as np
from numpy.typing import NDArray

from index.article import Article, ArticleEntry, Passage
from index.errors import NotALibrary, NotFound
from index.scope import EVERYTHING, Scope

Vectors = NDArray[np.float32]
"""Rows of unit length, shape (passages, dimension)."""

_APPLICATION = 0x44504348  # "DPCH" in SQLite's application_id: this file is a catalogue of ours.
_VERSION = 2
_BATCH = 500  # SQLite takes at most 32,766 parameters in a statement; this keeps well below.


_LAST_DAY = """CASE published_precision
    WHEN 'year' THEN date(published, '+1 year', '-1 day')
    WHEN 'month' THEN date(published, '+1 month', '-1 day')
    ELSE published END"""
"""The last day on which an article can have been published, as far as its date is known."""


class NewPassage(NamedTuple):
    """A passage to be stored: its id and its character range in the article."""

    id: str
    start: int
    end: int


class Change(NamedTuple):
    """One entry of the outbox."""

    number: int
    passage_id: str
    action: Literal["put", "delete"]


class StoredPassage(NamedTuple):
    """A passage with what the derived indexes need of its article."""

    id: str
    text: str
    title: str | None
    language: str | None
    vector: Vectors


def digest(article: Article) -> str:
    """Return the SHA-256 of everything that is stored of `article`."""
    return sha256(article.model_dump_json().encode()).hexdigest()


class Catalogue:
    """The SQLite file. One instance may be used by several threads; calls are serialised."""

    def __init__(self, path: Path) -> None:
        """Open the catalogue at `path`, made when absent.

        Raises NotALibrary when the file is something else or of another version.
        """
        is_new = not path.exists()
        self._lock = threading.RLock()
        self._connection = sqlite3.connect(path, check_same_thread=False, isolation_level=None)
        try:
            if is_new:
                self._create()
            self._check(path)
            self._connection.execute("PRAGMA foreign_keys = ON")
            self._connection.execute("PRAGMA synchronous = FULL")
        except BaseException:
            self._connection.close()
            raise

    def _create(self) -> None:
        self._connection.execute("PRAGMA journal_mode = WAL")
        schema = files("index").joinpath("schema.sql").read_text(encoding="utf-8")
        self._connection.executescript(
            f"BEGIN; {schema} PRAGMA application_id = {_APPLICATION};"
            f"PRAGMA user_version = {_VERSION}; COMMIT;"
        )

    def _check(self, path: Path) -> None:
        try:
            (application,) = self._connection.execute("PRAGMA application_id").fetchone()
            (version,) = self._connection.execute("PRAGMA user_version").fetchone()
        except sqlite3.DatabaseError as error:
            raise NotALibrary(f"{path} is not a catalogue of Dépêche ({error}).") from error
        if application != _APPLICATION:
            raise NotALibrary(f"{path} is a database of another program, not a catalogue.")
        if version != _VERSION:
            raise NotALibrary(
                f"{path} has catalogue version {version}; this program reads version {_VERSION}."
            )

    def close(self) -> None:
        """Close the file; the catalogue cannot be used any more."""
        with self._lock:
            self._connection.close()

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *_: object) -> None:
        self.close()

    @contextmanager
    def transaction(self) -> Iterator[None]:
        """All writes inside are kept together or not at all."""
        with self._lock:
            self._connection.execute("BEGIN IMMEDIATE")
            try:
                yield
            except BaseException:
                self._connection.execute("ROLLBACK")
                raise
            self._connection.execute("COMMIT")

    # -- what the library is --------------------------------------------------------------------

    def value(self, name: str) -> str | None:
        """Return a named fact about the library, such as the model that made its vectors."""
        row = self._one("SELECT value FROM library WHERE name = ?", name)
        return None if row is None else str(row["value"])

    def set_value(self, name: str, value: str) -> None:
        """Record a named fact about the library."""
        self._write("INSERT OR REPLACE INTO library VALUES (?, ?)", name, value)

    # -- articles -------------------------------------------------------------------------------

    def article(self, article_id: str) -> Article:
        """Return an article as stored; raises NotFound."""
        row = self._one("SELECT * FROM article WHERE id = ?", article_id)
        if row is None:
            raise NotFound(f"There is no article {article_id!r} in this library.")
        return Article.model_validate({name: row[name] for name in Article.model_fields})

    def digest(self, article_id: str) -> str | None:
        """Return the digest of the stored article, None when there is no such article."""
        row = self._one("SELECT digest FROM article WHERE id = ?", article_id)
        return None if row is None else str(row["digest"])

    def put_article(
        self, article: Article, passages: Sequence[NewPassage], vectors: Vectors
    ) -> None:
        """Store `article` in the place of any older version of it, and note it in the outbox.

        `vectors` has one row a passage. To be called inside a `transaction`.
        """
        self.remove_article(article.id)
        row = article.model_dump(mode="json") | {"digest": digest(article)}
        names = ", ".join(row)
        holders = ", ".join(f":{name}" for name in row)
        self._connection.execute(f"INSERT INTO article ({names}) VALUES ({holders})", row)  # noqa: S608
        self._connection.executemany(
            'INSERT INTO passage (id, article_id, start, "end", vector) VALUES (?, ?, ?, ?, ?)',
            [
                (new.id, article.id, new.start, new.end, vector.astype("<f4").tobytes())
                for new, vector in zip(passages, vectors, strict=True)
            ],
        )
        self._connection.executemany(
            "INSERT INTO outbox (passage_id, action) VALUES (?, 'put')",
            [(new.id,) for new in passages],
        )

    def remove_article(self, article_id: str) -> None:
        """Remove an article with its passages, if it is there. Inside a `transaction`."""
        self._connection.execute(
            "INSERT INTO outbox (passage_id, action) "
            "SELECT id, 'delete' FROM passage WHERE article_id = ?",
            (article_id,),
        )
        self._connection.execute("DELETE FROM article WHERE id = ?", (article_id,))

    def article_count(self, scope: Scope = EVERYTHING) -> int:
        """Return how many articles there are within `scope`."""
        conditions, values = self._conditions(scope)
        return self._number(f"SELECT count(*) FROM article WHERE {conditions}", *values)  # noqa: S608

    def article_entries(self, scope: Scope, offset: int, limit: int) -> list[ArticleEntry]:
        """Return `limit` articles within `scope` after the first `offset`, newest first.

        Those without a date come last.
        """
        conditions, values = self._conditions(scope)
        rows = self._all(
            "SELECT id, title, published, published_precision, source, language, "  # noqa: S608
            f"substr(text, 1, 300) AS beginning FROM article WHERE {conditions} "
            "ORDER BY published DESC, id LIMIT ? OFFSET ?",
            *values,
            limit,
            offset,
        )
        return [ArticleEntry.model_validate(dict(row)) for row in rows]

    def languages(self) -> dict[str | None, int]:
        """Return the number of passages in each language, most first."""
        rows = self._all(
            "SELECT language, count(*) AS passages FROM passage JOIN article "
            "ON article.id = article_id GROUP BY language ORDER BY passages DESC, language"
        )
        return {row["language"]: row["passages"] for row in rows}

    def article_languages(self) -> set[str]:
        """Return the languages of all articles; answered from an index, whatever their number."""
        rows = self._all("SELECT DISTINCT language FROM article WHERE language IS NOT NULL")
        return {row["language"] for row in rows}

    def sources(self) -> list[str]:
        """Return who published the articles, in alphabetical order."""
        rows = self._all("SELECT DISTINCT source FROM article WHERE source IS NOT NULL")
        return sorted((row["source"] for row in rows), key=str.casefold)

    def newest(self) -> date | None:
        """Return the newest publication date of all articles."""
        row = self._one("SELECT max(published) AS newest FROM article")
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
        rows = self._select(
            'SELECT passage.id, article_id, start, "end", '
            'substr(text, start + 1, "end" - start) AS text '
            "FROM passage JOIN article ON article.id = article_id WHERE passage.id IN",
            passage_ids,
        )
        return {row["id"]: Passage.model_validate(dict(row)) for row in rows}

    def passages_within(self, scope: Scope, passage_ids: Sequence[str]) -> set[str]:
        """Return those of the passages whose article lies within `scope`."""
        conditions, values = self._conditions(scope)
        rows = self._select(
            "SELECT passage.id FROM passage JOIN article ON article.id = article_id "  # noqa: S608
            f"WHERE {conditions} AND passage.id IN",
            passage_ids,
            *values,
        )
        return {row["id"] for row in rows}

    def passages_of(self, scope: Scope, limit: int) -> dict[str, str | None] | None:
        """Return all passages within `scope` with their languages, None when above `limit`."""
        conditions, values = self._conditions(scope)
        rows = self._all(
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
        rows = self._select("SELECT id, vector FROM passage WHERE id IN", passage_ids)
        return {row["id"]: np.frombuffer(row["vector"], "<f4") for row in rows}

    def passage_count(self) -> int:
        """Return how many passages there are."""
        return self._number("SELECT count(*) FROM passage")

    def is_empty(self) -> bool:
        """Tell whether there is no passage to answer from."""
        return self._one("SELECT 1 FROM passage LIMIT 1") is None

    def sample_passage_ids(self, count: int) -> list[str]:
        """Return up to `count` passages spread evenly over the library."""
        total = self._number("SELECT coalesce(max(number), 0) FROM passage")
        step = max(1, total // max(1, count))
        rows = self._all("SELECT id FROM passage WHERE number % ? = 0 LIMIT ?", step, count)
        return [row["id"] for row in rows]

    def stored_passages(self, passage_ids: Sequence[str]) -> list[StoredPassage]:
        """Return those of the passages that exist, with what the derived indexes need."""
        rows = self._select(
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

    def all_passage_ids(self, batch: int) -> Iterator[list[str]]:
        """Yield every passage id in batches, in the order of their storing."""
        last = 0
        while rows := self._all(
            "SELECT number, id FROM passage WHERE number > ? ORDER BY number LIMIT ?", last, batch
        ):
            yield [row["id"] for row in rows]
            last = rows[-1]["number"]

    # -- outbox ---------------------------------------------------------------------------------

    def changes(self, limit: int = -1) -> list[Change]:
        """Return the oldest changes, or all, that the derived indexes have not confirmed."""
        rows = self._all(
            "SELECT number, passage_id, action FROM outbox ORDER BY number LIMIT ?", limit
        )
        return [Change(row["number"], row["passage_id"], row["action"]) for row in rows]

    def confirm_changes(self, through: int) -> None:
        """Forget the changes up to and including the one numbered `through`."""
        self._write("DELETE FROM outbox WHERE number <= ?", through)

    # -- SQL ------------------------------------------------------------------------------------

    def _all(self, statement: str, *values: object) -> list[sqlite3.Row]:
        with self._lock:
            cursor = self._connection.cursor()
            cursor.row_factory = sqlite3.Row
            return cursor.execute(statement, values).fetchall()

    def _one(self, statement: str, *values: object) -> sqlite3.Row | None:
        rows = self._all(statement, *values)
        return rows[0] if rows else None

    def _number(self, statement: str, *values: object) -> int:
        row = self._one(statement, *values)
        return 0 if row is None else int(row[0])

    def _write(self, statement: str, *values: object) -> None:
        with self._lock:
            self._connection.execute(statement, values)

    def _select(self, statement: str, ids: Iterable[str], *values: object) -> Iterator[sqlite3.Row]:
        """Yield the rows of `statement`, which takes `values` and ends before its list of ids."""
        wanted = list(ids)
        for first in range(0, len(wanted), _BATCH):
            batch = wanted[first : first + _BATCH]
            yield from self._all(f"{statement} ({', '.join('?' * len(batch))})", *values, *batch)
