"""What the derived indexes have not been told yet. Replaying it is idempotent."""

from collections.abc import Iterable
from typing import Literal, NamedTuple

from index.catalogue.database import Database


class Change(NamedTuple):
    """A passage that was put or deleted."""

    number: int
    passage_id: str
    action: Literal["put", "delete"]


class Outbox:
    """The changes of a catalogue that wait to be confirmed."""

    def __init__(self, database: Database) -> None:
        self._database = database

    def put(self, passage_ids: Iterable[str]) -> None:
        """Note passages that were stored. Inside a `transaction`."""
        self._database.write_all(
            "INSERT INTO outbox (passage_id, action) VALUES (?, 'put')",
            [(passage_id,) for passage_id in passage_ids],
        )

    def delete_article(self, article_id: str) -> None:
        """Note that the passages of an article are about to go. Inside a `transaction`."""
        self._database.write(
            "INSERT INTO outbox (passage_id, action) "
            "SELECT id, 'delete' FROM passage WHERE article_id = ?",
            article_id,
        )

    def changes(self, limit: int = -1) -> list[Change]:
        """Return the oldest changes, or all, that the derived indexes have not confirmed."""
        rows = self._database.all(
            "SELECT number, passage_id, action FROM outbox ORDER BY number LIMIT ?", limit
        )
        return [Change(row["number"], row["passage_id"], row["action"]) for row in rows]

    def confirm(self, through: int) -> None:
        """Forget the changes up to and including the one numbered `through`."""
        self._database.write("DELETE FROM outbox WHERE number <= ?", through)
