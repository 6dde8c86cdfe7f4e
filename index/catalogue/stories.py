"""Near-duplicates among the articles: which of them carry one and the same story."""

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from datetime import date
from typing import NamedTuple

from index.article import ArticleEntry
from index.catalogue.database import Database
from index.catalogue.entries import ENTRY

_ALIKE = 50
"""Thousands of notices may share their form: nobody needs to compare a text with all of them."""


class Telling(NamedTuple):
    """Which story a passage belongs to, and in whose words."""

    story: str
    article_id: str
    address: str
    published: date | None
    length: int
    """Characters of the article."""


class Stories:
    """The stories of a catalogue: articles whose texts are copies of each other."""

    def __init__(self, database: Database) -> None:
        self._database = database

    def sign(self, article_id: str, signature: bytes, bands: Iterable[int]) -> None:
        """Keep the signature of an article and the bands to find it by. In a `transaction`."""
        self._database.write("UPDATE article SET signature = ? WHERE id = ?", signature, article_id)
        self._database.write_all(
            "INSERT OR IGNORE INTO band (hash, article_id) VALUES (?, ?)",
            [(band, article_id) for band in bands],
        )

    def unsigned(self, limit: int) -> list[str]:
        """Return up to `limit` articles without a signature: those of an older catalogue."""
        rows = self._database.all("SELECT id FROM article WHERE signature IS NULL LIMIT ?", limit)
        return [row["id"] for row in rows]

    def alike(self, bands: Sequence[int]) -> dict[str, bytes]:
        """Return the articles that share most of `bands`, with their signatures: 50 at most."""
        rows = self._database.all(
            "SELECT id, signature FROM article JOIN (SELECT article_id, count(*) AS shared "  # noqa: S608
            f"FROM band WHERE hash IN ({', '.join('?' * len(bands))}) GROUP BY article_id "
            "ORDER BY shared DESC LIMIT ?) ON id = article_id",
            *bands,
            _ALIKE,
        )
        return {row["id"]: row["signature"] for row in rows}

    def join(self, article_ids: Sequence[str]) -> None:
        """Make the articles, and all that are in a story with one of them, one story.

        To be called inside a `transaction`.
        """
        named = {story for story in self.of(article_ids).values() if story is not None}
        story = min({*named, *article_ids})
        for first in (*named, *article_ids):
            self._database.write(
                "UPDATE article SET story = ? WHERE story = ? OR id = ?", story, first, first
            )

    def of(self, article_ids: Sequence[str]) -> Mapping[str, str | None]:
        """Return the story of each article; None of one that is alone."""
        rows = self._database.select("SELECT id, story FROM article WHERE id IN", article_ids)
        return {row["id"]: row["story"] for row in rows}

    def copies_of(self, article_ids: Sequence[str]) -> Mapping[str, list[ArticleEntry]]:
        """Return the others that carry the same story as each article, oldest first."""
        stories = {one: story for one, story in self.of(article_ids).items() if story}
        rows = self._database.select(
            f"SELECT {ENTRY}, story FROM article WHERE story IN",  # noqa: S608
            dict.fromkeys(stories.values()),
        )
        told: dict[str, list[ArticleEntry]] = defaultdict(list)
        for row in sorted(rows, key=lambda row: (row["published"] or "9999", row["id"])):
            told[row["story"]].append(ArticleEntry.model_validate(dict(row)))
        return {
            one: [entry for entry in told[story] if entry.id != one]
            for one, story in stories.items()
        }

    def telling(self, passage_ids: Sequence[str]) -> Mapping[str, Telling]:
        """Return, of those of the passages whose article is not alone, which story they tell."""
        rows = self._database.select(
            "SELECT passage.id, article_id, story, address, published, length(text) AS length "
            "FROM passage JOIN article ON article.id = article_id "
            "WHERE story IS NOT NULL AND passage.id IN",
            passage_ids,
        )
        return {
            row["id"]: Telling(
                row["story"],
                row["article_id"],
                row["address"],
                date.fromisoformat(row["published"]) if row["published"] else None,
                row["length"],
            )
            for row in rows
        }

    def count_copies(self) -> int:
        """Return how many articles only repeat another one."""
        return self._database.number(
            "SELECT coalesce(sum(articles - 1), 0) FROM (SELECT count(*) AS articles "
            "FROM article WHERE story IS NOT NULL GROUP BY story)"
        )
