"""The documents that were taken in: in which state, under which input, and what was skipped."""

from collections.abc import Iterable, Sequence
from pathlib import Path
from typing import NamedTuple

from index.catalogue.database import Database
from index.document import Skipped

_SHOWN = 1_000


def _without_folders(reason: str, address: str) -> str:
    """Name a file without its folders: whoever reads the library page need not know them."""
    return reason.replace(address, Path(address).name) if Path(address).is_absolute() else reason


class KnownDocument(NamedTuple):
    """A document that was taken in before."""

    number: int
    state: str | None
    """None when it has to be read again: it is of an older catalogue, or could not be read."""
    articles: int


class Documents:
    """The documents of a catalogue. All that writes is to be called inside a `transaction`."""

    def __init__(self, database: Database) -> None:
        self._database = database

    def known(self, addresses: Sequence[str]) -> dict[str, KnownDocument]:
        """Return those of the documents that were seen before, by address."""
        rows = self._database.select(
            "SELECT number, address, state, (SELECT count(*) FROM holding "
            "WHERE document = number) AS articles FROM document WHERE address IN",
            addresses,
        )
        return {
            row["address"]: KnownDocument(row["number"], row["state"], row["articles"])
            for row in rows
        }

    def begin_run(self) -> int:
        """Return the number of a new run; documents are marked with the last that saw them."""
        return 1 + self._database.number("SELECT max(seen) FROM document")

    def see(self, address: str, found_in: str, run: int) -> int:
        """Note that the input `found_in` has a document at `address`; return its number."""
        self._database.write(
            "INSERT INTO document (address, input, seen) VALUES (?, ?, ?) "
            "ON CONFLICT (address) DO UPDATE SET input = excluded.input, seen = excluded.seen",
            address,
            found_in,
            run,
        )
        return self._database.number("SELECT number FROM document WHERE address = ?", address)

    def see_again(self, addresses: Iterable[str], found_in: str, run: int) -> None:
        """Note that the input `found_in` still has documents that are known."""
        self._database.write_all(
            "UPDATE document SET input = ?, seen = ? WHERE address = ?",
            [(found_in, run, address) for address in addresses],
        )

    def finish(self, number: int, state: str | None, skipped: Iterable[Skipped]) -> None:
        """Note that a document was read through in `state`, and what of it was `skipped`."""
        self._database.write("UPDATE document SET state = ? WHERE number = ?", state, number)
        self._database.write("DELETE FROM skipped WHERE document = ?", number)
        row = self._database.one("SELECT address FROM document WHERE number = ?", number)
        address = str(row["address"]) if row else ""
        self._database.write_all(
            "INSERT INTO skipped (document, address, reason) VALUES (?, ?, ?)",
            [(number, one.address, _without_folders(one.reason, address)) for one in skipped],
        )

    def hold(self, number: int, article_id: str) -> None:
        """Note that a document holds an article."""
        self._database.write("INSERT OR IGNORE INTO holding VALUES (?, ?)", number, article_id)

    def release(self, number: int, article_id: str) -> bool:
        """Note that a document does not hold an article any more; tell whether another does.

        The others are read again: what is stored of the article may have come from this one.
        """
        self._database.write(
            "DELETE FROM holding WHERE document = ? AND article_id = ?", number, article_id
        )
        others = self._database.write(
            "UPDATE document SET state = NULL "
            "WHERE number IN (SELECT document FROM holding WHERE article_id = ?)",
            article_id,
        )
        return others > 0

    def holding(self, article_id: str) -> list[int]:
        """Return the numbers of the documents that hold an article."""
        rows = self._database.all("SELECT document FROM holding WHERE article_id = ?", article_id)
        return [row["document"] for row in rows]

    def article_ids(self, number: int) -> list[str]:
        """Return the articles that a document holds."""
        rows = self._database.all("SELECT article_id FROM holding WHERE document = ?", number)
        return [row["article_id"] for row in rows]

    def unseen(self, input_name: str, folder: str | None, run: int) -> dict[str, int]:
        """Return the documents of an input that `run` has not seen, by address.

        They are those last found under it and, when it is a `folder` (with its separator at the
        end), those inside of it.
        """
        rows = self._database.all(
            "SELECT address, number FROM document WHERE seen < ? "
            "AND (input = ? OR substr(address, 1, length(?)) = ?)",
            run,
            input_name,
            folder or "",
            folder or " ",  # no address begins with a space
        )
        return {row["address"]: row["number"] for row in rows}

    def forget(self, number: int) -> None:
        """Forget a document that holds nothing any more."""
        self._database.write("DELETE FROM document WHERE number = ?", number)

    def forget_empty(self) -> None:
        """Forget the documents that have neither an article nor a reason why not."""
        self._database.write(
            "DELETE FROM document WHERE number NOT IN (SELECT document FROM holding) "
            "AND number NOT IN (SELECT document FROM skipped)"
        )

    def skipped(self) -> list[Skipped]:
        """Return what was skipped when it was last tried, oldest first: the newest 1,000."""
        rows = self._database.all(
            "SELECT address, reason FROM skipped ORDER BY number DESC LIMIT ?", _SHOWN
        )
        return [Skipped(address=row["address"], reason=row["reason"]) for row in reversed(rows)]

    # -- inputs ---------------------------------------------------------------------------------

    def remember_input(self, name: str, options: str) -> None:
        """Remember what was taken in and how (JSON), to take it in again."""
        self._database.write("INSERT OR REPLACE INTO input VALUES (?, ?)", name, options)

    def inputs(self) -> dict[str, str]:
        """Return the inputs that were taken in, with their options, in alphabetical order."""
        rows = self._database.all("SELECT name, options FROM input ORDER BY name")
        return {row["name"]: row["options"] for row in rows}

    def forget_input(self, name: str) -> None:
        """Do not take that input in again."""
        self._database.write("DELETE FROM input WHERE name IN (?, ?)", name, name.rstrip("/"))
