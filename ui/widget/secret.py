"""The server's secret that signs the tokens of visitors: a file of the library's folder."""

import os
import secrets
from pathlib import Path

_FILE = "widget.key"
_BYTES = 32


def open_secret(library: Path) -> bytes:
    """Return the secret kept in the folder `library`; it is made when there is none.

    One that others on this machine could read is replaced, which costs open pages a new token.
    """
    file = library / _FILE
    kept = _kept(file)
    if kept is not None:
        return kept
    made = secrets.token_bytes(_BYTES)
    fresh = file.with_suffix(".new")
    fresh.unlink(missing_ok=True)  # left by a process that was killed here
    descriptor = os.open(fresh, os.O_CREAT | os.O_EXCL | os.O_WRONLY, 0o600)
    with os.fdopen(descriptor, "wb") as written:
        written.write(made)
    fresh.replace(file)
    return made


def _kept(file: Path) -> bytes | None:
    if not file.is_file() or file.stat().st_mode & 0o077:
        return None
    kept = file.read_bytes()
    return kept if len(kept) == _BYTES else None
