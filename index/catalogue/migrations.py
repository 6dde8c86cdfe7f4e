"""Versions of the catalogue: how a new file is made, and an older one brought up to date."""

import sqlite3
from collections.abc import Callable
from importlib.resources import files

from index.article import Article, digest

APPLICATION = 0x44504348  # "DPCH" in SQLite's application_id: this file is a catalogue of ours.
VERSION = 3


def create(connection: sqlite3.Connection) -> None:
    """Make an empty catalogue of the current version."""
    connection.execute("PRAGMA journal_mode = WAL")
    _run(connection, "schema.sql", VERSION)


def migrate(connection: sqlite3.Connection, version: int) -> None:
    """Bring a catalogue of `version` up to date, step by step; each is done whole or not at all."""
    for older in range(version, VERSION):
        _run(connection, f"from_{older}.sql", older + 1, _STEPS.get(older))


def _renew_digests(connection: sqlite3.Connection) -> None:
    """Since version 2 a digest is of what is known, so that a new kind of fact changes none."""
    ids = [row[0] for row in connection.execute("SELECT id FROM article")]
    for article_id in ids:
        cursor = connection.execute("SELECT * FROM article WHERE id = ?", (article_id,))
        names = [column[0] for column in cursor.description]
        row = dict(zip(names, cursor.fetchone(), strict=True))
        article = Article.model_validate({name: row[name] for name in Article.model_fields})
        connection.execute(
            "UPDATE article SET digest = ? WHERE id = ?", (digest(article), article_id)
        )


_STEPS: dict[int, Callable[[sqlite3.Connection], None]] = {1: _renew_digests}
"""What SQL alone cannot do to a catalogue of that version, after its script."""


def _run(
    connection: sqlite3.Connection, script: str, version: int,
    step: Callable[[sqlite3.Connection], None] | None = None,
) -> None:  # fmt: skip
    statements = files("index.catalogue").joinpath(script).read_text(encoding="utf-8")
    try:
        connection.executescript(
            f"BEGIN IMMEDIATE; {statements} PRAGMA application_id = {APPLICATION};"
            f"PRAGMA user_version = {version};"
        )
        if step is not None:
            step(connection)
        connection.execute("COMMIT")
    except BaseException:
        if connection.in_transaction:
            connection.execute("ROLLBACK")
        raise
