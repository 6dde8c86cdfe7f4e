"""Takes files and folders of articles into a library."""

import os
from collections import Counter
from collections.abc import Callable, Iterator, Sequence
from pathlib import Path

from pydantic import BaseModel, ConfigDict

from index.document import Skipped
from index.errors import NothingToIndex, UnreadableArticle
from index.indexer import Indexer, Outcome
from index.library import Library
from index.readers import SUFFIXES, read_article
from index.skipping import remember_skipped


class IndexReport(BaseModel):
    """What became of the files given; counts of articles."""

    model_config = ConfigDict(frozen=True)

    added: int = 0
    updated: int = 0
    unchanged: int = 0
    skipped: tuple[Skipped, ...] = ()


Progress = Callable[[int, int], None]
"""Told how far the work is: files done so far, and how many there are."""


def find_files(paths: Sequence[Path]) -> list[Path]:
    """Return the files to read: those named, and in folders those of a known kind, in order.

    Hidden files and folders are passed over. Raises NothingToIndex when a path does not exist or
    nothing is found.
    """
    found: dict[Path, None] = {}
    for path in paths:
        if not path.exists():
            raise NothingToIndex(f"{path} does not exist.")
        found.update(dict.fromkeys(_folder_files(path) if path.is_dir() else [path]))
    if not found:
        kinds = ", ".join(sorted(SUFFIXES))
        places = ", ".join(str(path) for path in paths)
        raise NothingToIndex(
            f"There is no article in {places}: files that can be read are {kinds}."
        )
    return list(found)


def _folder_files(folder: Path) -> Iterator[Path]:
    for place, folders, names in os.walk(folder):
        folders[:] = sorted(name for name in folders if not name.startswith("."))
        for name in sorted(names):
            if not name.startswith(".") and Path(name).suffix.lower() in SUFFIXES:
                yield Path(place, name)


def _silent(_done: int, _total: int) -> None:
    """Tell nobody."""


def index_files(
    library: Library, files: Sequence[Path], progress: Progress = _silent
) -> IndexReport:
    """Add or update the articles in `files`; what cannot be read is skipped, the rest goes in."""
    counts: Counter[Outcome] = Counter()
    skipped: list[Skipped] = []
    with Indexer(library) as indexer:
        for number, path in enumerate(files):
            progress(number, len(files))
            try:
                counts[indexer.take(read_article(path))] += 1
            except UnreadableArticle as error:
                skipped.append(Skipped(address=str(path.absolute()), reason=str(error)))
    remember_skipped(library.catalogue, files, skipped)
    progress(len(files), len(files))
    return IndexReport(
        added=counts[Outcome.ADDED],
        updated=counts[Outcome.UPDATED],
        unchanged=counts[Outcome.UNCHANGED],
        skipped=tuple(skipped),
    )
