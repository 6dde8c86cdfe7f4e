"""Versions of the catalogue: how a new file is made, and an older one brought up to date."""

import sqlite3
from importlib.resources import files

APPLICATION = 0x44504348  # "DPCH" in SQLite's application_id: this file is a catalogue of ours.
VERSION = 2


def create(connection: sqlite3.Connection) -> None:
    """Make an empty catalogue of the current version."""
    connection.execute("PRAGMA journal_mode = WAL")
    _run(connection, "schema.sql", VERSION)


def migrate(connection: sqlite3.Connection, version: int) -> None:
    """Bring a catalogue of `version` up to date, step by step; each is done whole or not at all."""
    for older in range(version, VERSION):
        _run(connection, f"from_{older}.sql", older + 1)


def _run(connection: sqlite3.Connection, script: str, version: int) -> None:
    statements = files("index.catalogue").joinpath(script).read_text(encoding="utf-8")
    try:
        connection.executescript(
            f"BEGIN; {statements} PRAGMA application_id = {APPLICATION};"
            f"PRAGMA user_version = {version}; COMMIT;"
        )
    except BaseException:
        if connection.in_transaction:
            connection.execute("ROLLBACK")
        raise
