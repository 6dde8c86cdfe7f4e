"""The SQLite file under a catalogue: one connection that writes, and as many as needed that read.

In SQLite's WAL mode readers neither wait for a writer nor see half of what it does. A snapshot pins
what a thread reads to one moment, so that an article cannot change between two looks at it.
"""

import os
import queue
import sqlite3
import threading
from collections.abc import Iterable, Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path

from index.catalogue.migrations import APPLICATION, VERSION, create, migrate
from index.errors import LibraryNotWritable, LibraryOutdated, NotALibrary

_BATCH = 500  # SQLite takes at most 32,766 parameters in a statement; this keeps well below.
_PATIENCE_S = 30.0  # another connection's write takes milliseconds, a migration some seconds


class Database:
    """One file. An instance may be used by several threads; writes are serialised."""

    def __init__(self, path: Path, *, may_migrate: bool) -> None:
        """Open the file at `path`, made when absent; an older version is brought up to date.

        Raises NotALibrary when it is something else or of a newer version, LibraryOutdated when it
        is of an older one and `may_migrate` is false (who may has the library's lock),
        LibraryNotWritable when it cannot be made or changed.
        """
        self.path = path
        self._writing = threading.RLock()
        self._idle: queue.LifoQueue[sqlite3.Connection] = queue.LifoQueue()
        self._own = threading.local()
        self._closed = False
        try:
            self._writer = _connect(path)
        except sqlite3.Error as error:
            raise LibraryNotWritable(_sentence(path, error)) from error
        try:
            if self._is_blank():
                create(self._writer)
            self._check(may_migrate)
            self._writer.execute("PRAGMA synchronous = FULL")
            # What is removed is overwritten, not only forgotten.
            self._writer.execute("PRAGMA secure_delete = ON")
        except sqlite3.OperationalError as error:
            self._writer.close()
            raise LibraryNotWritable(_sentence(path, error)) from error
        except BaseException:
            self._writer.close()
            raise

    def _is_blank(self) -> bool:
        """Tell whether the file is new, or was left by a kill before anything was in it."""
        try:
            return (
                self._writer.execute("PRAGMA application_id").fetchone() == (0,)
                and self._writer.execute("SELECT 1 FROM sqlite_schema").fetchone() is None
            )
        except sqlite3.OperationalError:
            raise
        except sqlite3.DatabaseError:
            return False

    def _check(self, may_migrate: bool) -> None:
        try:
            (application,) = self._writer.execute("PRAGMA application_id").fetchone()
            (version,) = self._writer.execute("PRAGMA user_version").fetchone()
        except sqlite3.OperationalError:
            raise
        except sqlite3.DatabaseError as error:
            raise NotALibrary(f"{self.path} is not a catalogue of Dépêche ({error}).") from error
        if application != APPLICATION:
            raise NotALibrary(f"{self.path} is a database of another program, not a catalogue.")
        if version > VERSION:
            raise NotALibrary(
                f"{self.path} has catalogue version {version}; this program reads up to version "
                f"{VERSION}: install the newer Dépêche that made it."
            )
        if version < VERSION:
            if not may_migrate:
                raise LibraryOutdated(
                    f"{self.path} was made by an older Dépêche: `depeche doctor` brings it up to "
                    "date, as does every command that opens the library."
                )
            migrate(self._writer, version)

    def close(self) -> None:
        """Close the file; it cannot be used any more."""
        with self._writing:
            self._closed = True
            while not self._idle.empty():
                self._idle.get_nowait().close()
            self._writer.close()

    @contextmanager
    def transaction(self) -> Iterator[None]:
        """All writes of this thread inside are kept together or not at all; it reads them too.

        Raises LibraryNotWritable, and keeps nothing, when the disk is full or forbids it.
        """
        with self._writing:
            outer = self._reading
            try:
                self._writer.execute("BEGIN IMMEDIATE")
                self._reading = self._writer
                try:
                    yield
                    self._writer.execute("COMMIT")
                except BaseException:
                    if self._writer.in_transaction:
                        self._writer.execute("ROLLBACK")
                    raise
            except sqlite3.OperationalError as error:
                raise LibraryNotWritable(_sentence(self.path, error)) from error
            finally:
                self._reading = outer

    @contextmanager
    def snapshot(self) -> Iterator[None]:
        """All reads of this thread inside see the catalogue as it is at the first of them."""
        if self._reading is not None:  # it is within one already, or it writes
            yield
            return
        with self._borrowed() as connection:
            connection.execute("BEGIN")
            self._reading = connection
            try:
                yield
            finally:
                self._reading = None
                connection.execute("ROLLBACK")

    @property
    def _reading(self) -> sqlite3.Connection | None:
        """The connection that this thread reads from now; None: any."""
        connection: sqlite3.Connection | None = getattr(self._own, "connection", None)
        return connection

    @_reading.setter
    def _reading(self, connection: sqlite3.Connection | None) -> None:
        self._own.connection = connection

    @contextmanager
    def _borrowed(self) -> Iterator[sqlite3.Connection]:
        try:
            connection = self._idle.get_nowait()
        except queue.Empty:
            connection = _connect(self.path)
            connection.execute("PRAGMA query_only = ON")
        try:
            yield connection
        finally:
            if self._closed:
                connection.close()
            else:
                self._idle.put(connection)

    # -- reading --------------------------------------------------------------------------------

    def all(self, statement: str, *values: object) -> list[sqlite3.Row]:
        """Return the rows of `statement`."""
        if self._reading is not None:
            return _rows(self._reading, statement, values)
        with self._borrowed() as connection:
            return _rows(connection, statement, values)

    def one(self, statement: str, *values: object) -> sqlite3.Row | None:
        """Return the first row of `statement`, None when there is none."""
        rows = self.all(statement, *values)
        return rows[0] if rows else None

    def number(self, statement: str, *values: object) -> int:
        """Return the number that `statement` asks for, 0 when there is none."""
        row = self.one(statement, *values)
        return 0 if row is None or row[0] is None else int(row[0])

    def select(
        self, statement: str, among: Iterable[object], *values: object
    ) -> Iterator[sqlite3.Row]:
        """Yield the rows of `statement`, which takes `values` and ends before its list of values.

        The values of the list are `among`.
        """
        wanted = list(among)
        for first in range(0, len(wanted), _BATCH):
            batch = wanted[first : first + _BATCH]
            yield from self.all(f"{statement} ({', '.join('?' * len(batch))})", *values, *batch)

    # -- writing --------------------------------------------------------------------------------

    def write(self, statement: str, *values: object) -> int:
        """Run a statement that changes something; return how many rows it changed."""
        try:
            with self._writing:
                return self._writer.execute(statement, values).rowcount
        except sqlite3.OperationalError as error:
            raise LibraryNotWritable(_sentence(self.path, error)) from error

    def write_all(self, statement: str, rows: Iterable[Sequence[object]]) -> None:
        """Run a statement that changes something once for each of `rows`. In a `transaction`."""
        self._writer.executemany(statement, rows)

    def copy_to(self, path: Path) -> None:
        """Write all that the file holds at this moment, without its gaps, to a new file."""
        with self._borrowed() as connection:
            connection.execute("PRAGMA query_only = OFF")
            try:
                connection.execute("VACUUM INTO ?", (str(path),))
            except sqlite3.OperationalError as error:
                raise LibraryNotWritable(_sentence(path, error)) from error
            finally:
                connection.execute("PRAGMA query_only = ON")

    def faults(self) -> list[str]:
        """Return what SQLite itself finds wrong with the file; nothing when it is sound."""
        found = [str(row[0]) for row in self.all("PRAGMA integrity_check(10)")]
        broken = self.all("PRAGMA foreign_key_check")
        return [fault for fault in found if fault != "ok"] + [
            f"a row of {row[0]} points to a missing one of {row[2]}" for row in broken[:10]
        ]

    def shrink(self) -> None:
        """Give the space of what was removed back to the disk, with all traces of it."""
        with self._writing:
            self._writer.execute("VACUUM")
            self._writer.execute("PRAGMA wal_checkpoint(TRUNCATE)")


def _connect(path: Path) -> sqlite3.Connection:
    # Where nothing can be written, SQLite has to be told that nobody else writes either.
    fixed = path.exists() and not os.access(path.parent, os.W_OK)
    connection = sqlite3.connect(
        f"{path.absolute().as_uri()}{'?immutable=1' if fixed else ''}",
        uri=True,
        check_same_thread=False,
        isolation_level=None,
        timeout=_PATIENCE_S,
    )
    connection.execute("PRAGMA foreign_keys = ON")
    return connection


def _rows(
    connection: sqlite3.Connection, statement: str, values: Sequence[object]
) -> list[sqlite3.Row]:
    cursor = connection.cursor()
    cursor.row_factory = sqlite3.Row
    return cursor.execute(statement, values).fetchall()


def _sentence(path: Path, error: sqlite3.Error) -> str:
    reasons = {
        "SQLITE_FULL": "the disk is full: make room on it",
        "SQLITE_READONLY": "it may not be written: check the permissions of its folder",
        "SQLITE_CANTOPEN": "it cannot be opened: check the permissions of its folder",
        "SQLITE_BUSY": "another program is writing it: try again when that is done",
    }
    code = getattr(error, "sqlite_errorname", "")
    main = "_".join(code.split("_")[:2])
    return f"{path} was not changed, because {reasons.get(main, f'SQLite says: {error}')}."
