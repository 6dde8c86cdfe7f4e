"""Keeps what readers think of answers, beside the catalogue in the library's folder.

It is a database of its own: a running server writes it while it holds the library, and others read
it without the library's lock.
"""

import json
import sqlite3
from collections.abc import Iterator
from contextlib import closing, contextmanager
from datetime import UTC, datetime
from pathlib import Path

from index.errors import DepecheError, NotALibrary
from ui.feedback.entry import Feedback, KeptFeedback

_FILE = "feedback.sqlite"
_VERSION = 1
_WAIT_S = 5.0

# Anyone who may ask may say what they think: this keeps a flood from filling the disk. An opinion
# takes 2 KB, and 20 KB at most.
_MOST = 20_000

_SCHEMA = """
CREATE TABLE IF NOT EXISTS feedback (
    number INTEGER PRIMARY KEY AUTOINCREMENT,
    given TEXT NOT NULL,            -- ISO 8601, UTC
    verdict TEXT NOT NULL,
    reason TEXT,
    comment TEXT,
    question TEXT NOT NULL,
    filters TEXT,
    answer TEXT NOT NULL,
    passages TEXT NOT NULL          -- a JSON list of their identifiers
) STRICT
"""


class FeedbackStore:
    """The opinions kept in the folder of a library. May be used by several threads."""

    def __init__(self, folder: Path) -> None:
        self._path = folder / _FILE

    def add(self, feedback: Feedback) -> None:
        """Keep an opinion; raises DepecheError when there are too many or the disk refuses it."""
        row = feedback.model_dump(mode="json", exclude={"passages"})
        row["passages"] = json.dumps(feedback.passages)
        row["given"] = datetime.now(UTC).isoformat(timespec="seconds")
        names = ", ".join(row)
        holders = ", ".join(f":{name}" for name in row)
        with self._open() as database, database:
            database.execute(_SCHEMA)
            database.execute(f"PRAGMA user_version = {_VERSION}")
            (count,) = database.execute("SELECT count(*) FROM feedback").fetchone()
            if count >= _MOST:
                raise DepecheError(
                    f"There are {_MOST:,} opinions already: read them with `depeche feedback`, "
                    f"then move {_FILE} out of the library."
                )
            database.execute(f"INSERT INTO feedback ({names}) VALUES ({holders})", row)  # noqa: S608

    def all(self) -> list[KeptFeedback]:
        """Return the opinions, oldest first; none when nobody has given one."""
        if not self._path.exists():
            return []
        with self._open() as database:
            database.row_factory = sqlite3.Row
            rows = database.execute("SELECT * FROM feedback ORDER BY number").fetchall()
        kept = [dict(row) | {"passages": json.loads(row["passages"])} for row in rows]
        return [KeptFeedback.model_validate(row) for row in kept]

    @contextmanager
    def _open(self) -> Iterator[sqlite3.Connection]:
        """A connection for one use: opinions are rare, and threads share none."""
        try:
            with closing(sqlite3.connect(self._path, timeout=_WAIT_S)) as database:
                (version,) = database.execute("PRAGMA user_version").fetchone()
                if version not in {0, _VERSION}:
                    raise NotALibrary(
                        f"The library's {_FILE} has version {version}; "
                        f"this program reads version {_VERSION}."
                    )
                yield database
        except sqlite3.Error as error:
            # Without the folder: the sentence is also told to readers.
            raise DepecheError(f"The library's {_FILE} cannot be used: {error}.") from error
