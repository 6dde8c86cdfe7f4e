"""One process at a time: the lock on a library, and who holds it.

Embedded Chroma is destroyed by two writers and silently stale beside one, so the lock is taken
before anything is opened, by readers too.
"""

import json
import os
from pathlib import Path

from filelock import FileLock, Timeout

from index.errors import LibraryInUse, LibraryNotWritable

_LOCK, _HOLDER = "lock", "holder.json"
LOCK_FILES = frozenset({_LOCK, _HOLDER})
"""What the lock leaves in a library folder."""


class LibraryLock:
    """An exclusive lock on a library folder, freed by the system when the process dies."""

    def __init__(self, folder: Path) -> None:
        self._file = FileLock(folder / _LOCK, thread_local=False)
        self._holder = folder / _HOLDER

    def acquire(self, *, purpose: str, wait: float, address: str | None = None) -> None:
        """Take the lock, waiting up to `wait` seconds; raises LibraryInUse naming the holder.

        `purpose` is told to others who want it; `address` is the URL of a server that holds it.
        """
        try:
            self._file.acquire(timeout=0)
        except Timeout:
            self._wait(wait)
        except OSError as error:
            raise LibraryNotWritable(
                f"The library {self._holder.parent} cannot be opened ({error.strerror}): check the "
                "permissions of its folder."
            ) from error
        note = {"process": os.getpid(), "purpose": purpose, "address": address}
        self._holder.write_text(json.dumps(note), encoding="utf-8")

    def _wait(self, wait: float) -> None:
        holder = self._read_holder()
        try:
            # A server holds its library for hours: there is no sense in waiting for it.
            self._file.acquire(timeout=0.5 if holder.get("address") else wait)
        except Timeout:
            who = holder.get("purpose") or "another program"
            number = f" (process {holder['process']})" if holder.get("process") else ""
            address = holder.get("address")
            raise LibraryInUse(
                f"The library {self._holder.parent} is in use by {who}{number}"
                f"{f' at {address}' if address else ''}: stop it first, or name another library.",
                address=str(address) if address else None,
            ) from None

    def _read_holder(self) -> dict[str, object]:
        try:
            note = json.loads(self._holder.read_text(encoding="utf-8"))
        except (OSError, ValueError):
            return {}
        return note if isinstance(note, dict) else {}

    def release(self) -> None:
        """Give the lock back."""
        self._holder.unlink(missing_ok=True)
        self._file.release()
