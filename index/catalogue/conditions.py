"""What a scope asks of an article, in SQL."""

from index.catalogue.database import Database
from index.scope import Scope

_LAST_DAY = """CASE published_precision
    WHEN 'year' THEN date(published, '+1 year', '-1 day')
    WHEN 'month' THEN date(published, '+1 month', '-1 day')
    ELSE published END"""
"""The last day on which an article can have been published, as far as its date is known."""


def scope_condition(database: Database, scope: Scope) -> tuple[str, list[str]]:
    """Return a condition on the table `article`, with its values; a NULL date fulfils none."""
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
        names = [name for name in sources(database) if name.casefold() == wanted]
        asked.append((f"source IN ({', '.join('?' * len(names))})", names))
    return " AND ".join(f"({sql})" for sql, _ in asked), [v for _, own in asked for v in own]


def sources(database: Database) -> list[str]:
    """Return who published the articles, in alphabetical order."""
    rows = database.all("SELECT DISTINCT source FROM article WHERE source IS NOT NULL")
    return sorted((row["source"] for row in rows), key=str.casefold)
