"""Takes added files into the library: one at a time, while a few others wait."""

from collections.abc import Callable, Sequence
from pathlib import Path

import anyio
from pydantic import BaseModel, ConfigDict

from index.errors import ServerBusy
from index.intake import IndexReport
from ui.observation.record import note_refusal
from ui.reasons import Reason, in_language
from ui.uploads.folder import UploadFolder
from ui.words import Language

TakeIn = Callable[[Sequence[Path]], IndexReport]
"""Takes files into the library; called in a worker thread, never twice at once."""

UPLOADS_WAITING = 8
"""Files that may wait while another is taken in; whoever sends more is told to come back."""

_RETRY_AFTER_S = 5


class AddedFile(BaseModel):
    """What became of a file that was sent; a file may hold several articles."""

    model_config = ConfigDict(frozen=True, use_attribute_docstrings=True)

    name: str
    """The name under which it is kept."""
    added: int
    """Articles that are new."""
    updated: int
    """Articles that replace an older text."""
    unchanged: int
    """Articles that the library had already."""
    skipped: tuple[str, ...]
    """Why nothing, or not all, could be read, in sentences; of what holds nothing, no file is kept.
    """
    told: tuple[Reason, ...]
    """The same sentences, in French where Accept-Language asks for French."""


class Uploads:
    """Adds files to the library, for the event loop."""

    def __init__(self, folder: Path, take_in: TakeIn) -> None:
        """Keep the files in `folder`."""
        self._folder = UploadFolder(folder)
        self._take_in = take_in
        self._turn = anyio.CapacityLimiter(1)
        self._taken = 0

    async def add(self, name: str, content: bytes, language: Language) -> AddedFile:
        """Keep a file, take it in, and tell what became of it to a reader of `language`.

        Raises ServerBusy, UploadFailed, and what `take_in` does.
        """
        if self._taken > UPLOADS_WAITING:
            note_refusal("busy")
            raise ServerBusy(
                "As many files wait as may wait; send this one again in a few seconds.",
                retry_after=_RETRY_AFTER_S,
            )
        self._taken += 1
        try:
            return await anyio.to_thread.run_sync(
                self._add, name, content, language, limiter=self._turn
            )
        finally:
            self._taken -= 1

    def _add(self, name: str, content: bytes, language: Language) -> AddedFile:
        path, undo = self._folder.put(name, content)
        try:
            report = self._take_in([path])
        except BaseException:
            undo()
            raise
        if not report.added + report.updated + report.unchanged:
            undo()  # an article that could be read is not lost to a file that cannot
        # Where the library lies on this machine is nobody's business.
        reasons = [each.reason.replace(str(path), path.name) for each in report.skipped]
        return AddedFile(
            name=path.name,
            added=report.added,
            updated=report.updated,
            unchanged=report.unchanged,
            skipped=tuple(reasons),
            told=tuple(in_language(reason, language) for reason in reasons),
        )
