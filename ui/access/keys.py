"""The keys of bots: made once, shown once, kept as hashes in `keys.sqlite` of the library.

The file is apart from the catalogue, and no lock is taken for it: while a server holds the
library, `depeche keys` writes here, and the server reads it anew for every request.
"""

import hmac
import secrets
import sqlite3
import threading
from collections.abc import Sequence
from contextlib import closing
from dataclasses import dataclass
from datetime import UTC, date, datetime
from hashlib import sha256
from pathlib import Path
from typing import Any, Self, cast

from index.errors import KeyRefused
from ui.access.limits import Rate
from ui.access.scopes import KeyScope

KEYS_FILE = "keys.sqlite"
"""The name of the file in the library's folder."""

MARK = "dpk"  # so that scanners for leaked secrets, and people, know what they see
_PATIENCE_S = 5.0  # that another process may take to write

_SCHEMA = """
CREATE TABLE IF NOT EXISTS key (
    name TEXT PRIMARY KEY,
    id TEXT NOT NULL UNIQUE,
    hash BLOB NOT NULL,
    scopes TEXT NOT NULL,
    rate TEXT NOT NULL,
    created TEXT NOT NULL,
    last_used TEXT
) STRICT;
CREATE TABLE IF NOT EXISTS secret (
    number INTEGER PRIMARY KEY CHECK (number = 1),
    value BLOB NOT NULL
) STRICT;
"""


@dataclass(frozen=True)
class Key:
    """What is known of a key; the key itself is not."""

    name: str
    scopes: tuple[KeyScope, ...]
    rate: str
    """As it was given, such as "60/min"."""
    created: date
    last_used: date | None
    """The last day (UTC) on which it was used."""


class KeyFile:
    """The keys of one library. May be used by several threads, and open in several processes."""

    def __init__(self, path: Path | None) -> None:
        """Open the file at `path`, made when absent and readable by its owner alone.

        None keeps the keys in memory. Raises KeyRefused when the file is something else.
        """
        self._lock = threading.Lock()
        if path is not None:
            # SQLite gives its companion files the same permissions.
            path.touch(mode=0o600)
        try:
            self._connection = sqlite3.connect(
                ":memory:" if path is None else path,
                timeout=_PATIENCE_S,
                check_same_thread=False,
                isolation_level=None,
            )
            self._connection.execute("PRAGMA journal_mode = WAL")
            self._connection.executescript(f"BEGIN IMMEDIATE; {_SCHEMA} COMMIT;")
            self._connection.execute(
                "INSERT OR IGNORE INTO secret VALUES (1, ?)", (secrets.token_bytes(32),)
            )
        except sqlite3.DatabaseError as error:
            raise KeyRefused(
                f"{path} is not a file of keys ({error}): move it away and make the keys again."
            ) from error

    @classmethod
    def of(cls, library: Path) -> Self:
        """Open the keys of the library in the folder `library`."""
        return cls(library / KEYS_FILE)

    def close(self) -> None:
        """Close the file."""
        with self._lock:
            self._connection.close()

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *_: object) -> None:
        self.close()

    def secret(self) -> bytes:
        """Return 32 random bytes of this library, for signing."""
        (value,) = self._rows("SELECT value FROM secret")[0]
        return bytes(value)

    def create(self, name: str, scopes: Sequence[KeyScope], rate: str) -> str:
        """Make a key and return it: the only time that it can be seen.

        Raises KeyRefused when there is a key of that name, or the rate is none.
        """
        try:
            Rate.parse(rate)
        except ValueError as error:
            raise KeyRefused(str(error)) from error
        identifier, secret = secrets.token_hex(6), secrets.token_urlsafe(32)
        row = (
            name, identifier, _hash(secret), " ".join(dict.fromkeys(scopes)), rate.strip(),
            _today().isoformat(),
        )  # fmt: skip
        try:
            self._rows("INSERT INTO key VALUES (?, ?, ?, ?, ?, ?, NULL)", *row)
        except sqlite3.IntegrityError as error:
            raise KeyRefused(
                f"There is a key named {name!r} already: revoke it first, or choose another name."
            ) from error
        return f"{MARK}_{identifier}_{secret}"

    def revoke(self, name: str) -> None:
        """Forget a key, which lets nobody in from then on; raises KeyRefused when there is none."""
        if not self._rows("DELETE FROM key WHERE name = ? RETURNING name", name):
            raise KeyRefused(f"There is no key named {name!r}: `depeche keys list` shows them.")

    def all(self) -> list[Key]:
        """Return what is known of every key, by name."""
        return [_key(row) for row in self._rows(f"SELECT {_KNOWN} FROM key ORDER BY name")]  # noqa: S608

    def find(self, text: str) -> Key | None:
        """Return the key that `text` is, noting the day; None when it is none."""
        mark, _, rest = text.partition("_")
        identifier, _, secret = rest.partition("_")
        if mark != MARK or not secret:
            return None
        rows = self._rows(f"SELECT {_KNOWN}, hash FROM key WHERE id = ?", identifier)  # noqa: S608
        # Found by its public part, compared by the other in a time that tells nothing of it.
        if not rows or not hmac.compare_digest(rows[0][-1], _hash(secret)):
            return None
        key, today = _key(rows[0]), _today()
        if key.last_used != today:
            self._rows("UPDATE key SET last_used = ? WHERE name = ?", today.isoformat(), key.name)
        return key

    def _rows(self, statement: str, *values: object) -> list[tuple[Any, ...]]:
        with self._lock, closing(self._connection.execute(statement, values)) as found:
            return found.fetchall()


_KNOWN = "name, scopes, rate, created, last_used"


def _key(row: tuple[Any, ...]) -> Key:
    name, scopes, rate, created, last_used = (str(value) if value else "" for value in row[:5])
    return Key(
        name=name,
        scopes=tuple(cast(KeyScope, scope) for scope in scopes.split()),
        rate=rate,
        created=date.fromisoformat(created),
        last_used=date.fromisoformat(last_used) if last_used else None,
    )


def _hash(secret: str) -> bytes:
    # A fast hash is right here: slow ones and salts protect passwords, which can be guessed. This
    # secret is 256 random bits, which nobody guesses however fast; and it is checked every time.
    return sha256(secret.encode()).digest()


def _today() -> date:
    return datetime.now(UTC).date()
