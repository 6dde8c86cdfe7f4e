"""Articles as stored; what else is kept of them is in the parts of the catalogue."""

from collections.abc import Iterator, Sequence
from contextlib import AbstractContextManager
from datetime import date
from pathlib import Path
from typing import Self

from index.article import Article, ArticleEntry, digest
from index.catalogue.conditions import scope_condition, sources
from index.catalogue.database import Database
from index.catalogue.documents import Documents
from index.catalogue.entries import ENTRY
from index.catalogue.outbox import Outbox
from index.catalogue.passages import NewPassage, Passages, Vectors
from index.catalogue.stories import Stories
from index.errors import NotFound
from index.scope import EVERYTHING, Scope

_PAGE = 200  # articles held in memory at a time


class Catalogue:
    """The source of truth of a library. One instance may be used by several threads."""

    def __init__(self, path: Path, *, may_migrate: bool = False) -> None:
        """Open the catalogue at `path`, made when absent; see `Database` for what it raises."""
        self.database = Database(path, may_migrate=may_migrate)
        self.documents = Documents(self.database)
        self.outbox = Outbox(self.database)
        self.passages = Passages(self.database)
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
        condition, values = scope_condition(self.database, scope)
        return self.database.number(f"SELECT count(*) FROM article WHERE {condition}", *values)  # noqa: S608

    def article_entries(self, scope: Scope, offset: int, limit: int) -> list[ArticleEntry]:
        """Return `limit` articles within `scope` after the first `offset`, newest first.

        Those without a date come last.
        """
        condition, values = scope_condition(self.database, scope)
        rows = self.database.all(
            f"SELECT {ENTRY} FROM article WHERE {condition} "  # noqa: S608
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
        return sources(self.database)

    def newest(self) -> date | None:
        """Return the newest publication date of all articles."""
        row = self.database.one("SELECT max(published) AS newest FROM article")
        return None if row is None or row["newest"] is None else date.fromisoformat(row["newest"])
