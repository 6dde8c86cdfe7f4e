"""Which files were not taken in, and why, as the library remembers it."""

from collections.abc import Sequence
from pathlib import Path

from pydantic import TypeAdapter

from index.catalogue import Catalogue
from index.document import Skipped

_NAME = "skipped"
_MOST = 1000  # remembered, the newest


_LIST = TypeAdapter(list[Skipped])


def remember_skipped(
    catalogue: Catalogue, files: Sequence[Path], skipped: Sequence[Skipped]
) -> None:
    """Note what became of `files`: of them only the `skipped` are remembered from now on."""
    tried = {str(path.absolute()) for path in files}
    others = [one for one in skipped_files(catalogue) if one.address not in tried]
    kept = [*others, *(_remembered(one) for one in skipped)][-_MOST:]
    catalogue.set_value(_NAME, _LIST.dump_json(kept).decode())


def _remembered(skipped: Skipped) -> Skipped:
    # A library keeps no folders of this machine in what it shows.
    named = skipped.reason.replace(skipped.address, Path(skipped.address).name, 1)
    return Skipped(address=skipped.address, reason=named)


def skipped_files(catalogue: Catalogue) -> list[Skipped]:
    """Return the files that were skipped when they were last tried, oldest first."""
    return _LIST.validate_json(catalogue.value(_NAME) or "[]")
