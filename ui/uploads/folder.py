"""The folder of files that were added: nothing in it is half written, and nothing lost."""

import os
import secrets
from collections.abc import Callable
from pathlib import Path

from index.errors import UploadFailed
from ui.uploads.names import safe_name

UPLOADS = "uploads"
"""The name of the folder in the library's own."""


class UploadFolder:
    """Keeps files under safe names. To be used by one thread at a time."""

    def __init__(self, folder: Path) -> None:
        """`folder` is made when the first file is kept."""
        self._folder = folder

    def put(self, name: str, content: bytes) -> tuple[Path, Callable[[], None]]:
        """Keep a file under its name; return where it is, and what undoes it.

        One that is there already is replaced, all at once. Raises UploadFailed.
        """
        path = self._folder / safe_name(name)
        try:
            self._folder.mkdir(mode=0o700, exist_ok=True)
            before = path.read_bytes() if path.is_file() else None
            self._write(path, content)
        except OSError as error:
            raise UploadFailed(
                f"{path.name} cannot be kept ({error.strerror}): "
                "whoever looks after the server should look at the library's disk."
            ) from error

        def undo() -> None:
            if before is None:
                path.unlink(missing_ok=True)
            else:
                self._write(path, before)

        return path, undo

    def _write(self, path: Path, content: bytes) -> None:
        # Hidden, so that indexing the folder passes over what a killed process left.
        fresh = self._folder / f".{secrets.token_hex(8)}"
        try:
            with fresh.open("xb") as file:
                file.write(content)
                file.flush()
                os.fsync(file.fileno())
            fresh.replace(path)
        finally:
            fresh.unlink(missing_ok=True)
