"""Which files were not taken in, and why, as the library remembers it."""

from collections.abc import Sequence
from pathlib import Path

from pydantic import BaseModel, ConfigDict, TypeAdapter

from index.catalogue import Catalogue

_NAME = "skipped"
_MOST = 1000  # remembered, the newest


class Skipped(BaseModel):
    """A file that was not taken in, and the sentence that says why."""

    model_config = ConfigDict(frozen=True)

    path: Path
    reason: str
    """It begins with the path, in a library without its folders: those are of this machine."""


_LIST = TypeAdapter(list[Skipped])


def remember_skipped(
    catalogue: Catalogue, files: Sequence[Path], skipped: Sequence[Skipped]
) -> None:
    """Note what became of `files`: of them only the `skipped` are remembered from now on."""
    tried = {path.absolute() for path in files}
    others = [one for one in skipped_files(catalogue) if one.path.absolute() not in tried]
    kept = [*others, *(_remembered(one) for one in skipped)][-_MOST:]
    catalogue.set_value(_NAME, _LIST.dump_json(kept).decode())


def _remembered(skipped: Skipped) -> Skipped:
    named = skipped.reason.replace(str(skipped.path), skipped.path.name, 1)
    return Skipped(path=skipped.path.absolute(), reason=named)


def skipped_files(catalogue: Catalogue) -> list[Skipped]:
    """Return the files that were skipped when they were last tried, oldest first."""
    return _LIST.validate_json(catalogue.value(_NAME) or "[]")
