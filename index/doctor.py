"""Examines a library: what is checked, what was found, and what to do about it."""

import shutil
from collections.abc import Iterator
from pathlib import Path
from typing import Literal

import numpy as np
from pydantic import BaseModel, ConfigDict

from index.article import digest
from index.catalogue import Catalogue
from index.library import Library, find_catalogue
from index.vectors import VectorIndex

_BATCH = 500
_SAMPLES = 200  # passages that must find themselves: some 5 ms each
_UNIT = 0.01  # how far the length of a vector may be from 1: some models round theirs


class Finding(BaseModel):
    """One thing that was looked at."""

    model_config = ConfigDict(frozen=True)

    verdict: Literal["fine", "note", "fault"]
    """A note asks for attention; a fault has to be mended."""
    subject: str
    """One word."""
    sentence: str


def examine_catalogue(folder: Path) -> list[Finding]:
    """Examine the disk and the catalogue of the library in `folder`, also while it is in use.

    Raises LibraryEmpty or NotALibrary when there is none that can be read.
    """
    path = find_catalogue(folder)
    with Catalogue(path) as catalogue, catalogue.snapshot():
        return [
            _disk(folder),
            _file(catalogue),
            _articles(catalogue),
            _vectors(catalogue),
            *_inputs(catalogue),
            *_skipped(catalogue),
        ]


def examine_indexes(library: Library) -> list[Finding]:
    """Examine the indexes of an open library; what opening it has mended is told."""
    found = [
        Finding(
            verdict="note",
            subject="Indexes",
            sentence=f"The index of {kind} was damaged or missing; it was made again just now.",
        )
        for kind in library.derived.made_again
    ]
    for name, index in (("words", library.words), ("vectors", library.vectors)):
        lost = library.derived.faults(index, _SAMPLES)
        checked = (
            f", {min(_SAMPLES, index.count()):,} looked up"
            if isinstance(index, VectorIndex)
            else ""
        )
        found.append(
            Finding(
                verdict="fault" if lost else "fine",
                subject="Indexes",
                sentence=f"{lost:,} passages are missing in the index of {name}: run "
                "`depeche rebuild`."
                if lost
                else f"Every passage is in the index of {name} ({index.count():,}{checked}).",
            )
        )
    return found


def _disk(folder: Path) -> Finding:
    size = sum(file.stat().st_size for file in folder.rglob("*") if file.is_file())
    free = shutil.disk_usage(folder).free
    told = f"The library takes {_megabytes(size)}, and {_megabytes(free)} are free"
    if free < size:
        return Finding(
            verdict="note",
            subject="Disk",
            sentence=f"{told}: make room, for a rebuild may need as much as the library takes.",
        )
    return Finding(verdict="fine", subject="Disk", sentence=f"{told}.")


def _file(catalogue: Catalogue) -> Finding:
    faults = catalogue.database.faults()
    if faults:
        return Finding(
            verdict="fault",
            subject="Catalogue",
            sentence=f"The catalogue is damaged ({'; '.join(faults[:3])}): bring back a copy with "
            "`depeche import`, or index the articles again into a new library.",
        )
    waiting = len(catalogue.outbox.changes())
    if waiting:
        return Finding(
            verdict="note",
            subject="Catalogue",
            sentence=f"The catalogue is sound; the indexes have still to learn {waiting:,} "
            "changes, which the next command that opens the library tells them.",
        )
    return Finding(verdict="fine", subject="Catalogue", sentence="The catalogue is sound.")


def _articles(catalogue: Catalogue) -> Finding:
    changed = [
        one.id for one in catalogue.all_articles() if digest(one) != catalogue.digest(one.id)
    ]
    count = catalogue.article_count()
    if changed:
        return Finding(
            verdict="fault",
            subject="Articles",
            sentence=f"{len(changed):,} of {count:,} articles are not as they were stored, such as "
            f"{changed[0]}: remove them with `depeche remove`, and index them again.",
        )
    return Finding(
        verdict="fine", subject="Articles", sentence=f"All {count:,} articles are as stored."
    )


def _vectors(catalogue: Catalogue) -> Finding:
    wrong = sum(_wrong_vectors(catalogue))
    count = catalogue.passages.count()
    if wrong:
        return Finding(
            verdict="fault",
            subject="Passages",
            sentence=f"{wrong:,} of {count:,} passages have no text or no sound vector: remove "
            "their articles with `depeche remove`, and index them again.",
        )
    return Finding(
        verdict="fine",
        subject="Passages",
        sentence=f"All {count:,} passages have their text and vector.",
    )


def _wrong_vectors(catalogue: Catalogue) -> Iterator[int]:
    for ids in catalogue.passages.all_ids(_BATCH):
        stored = catalogue.passages.stored(ids)
        widths = {one.vector.shape for one in stored}
        if len(widths) > 1:
            yield len(stored)
            continue
        lengths = np.linalg.norm(np.stack([one.vector for one in stored]), axis=1)
        sound = np.abs(lengths - 1) < _UNIT
        yield sum(not ok or not one.text for ok, one in zip(sound, stored, strict=True))


def _inputs(catalogue: Catalogue) -> Iterator[Finding]:
    for name in catalogue.documents.inputs():
        if not name.startswith(("http://", "https://")) and not Path(name).exists():
            yield Finding(
                verdict="note",
                subject="Inputs",
                sentence=f"{name} is not there any more; its articles are kept, and "
                "`depeche remove` lets them go.",
            )


def _skipped(catalogue: Catalogue) -> Iterator[Finding]:
    skipped = catalogue.documents.skipped()
    if skipped:
        yield Finding(
            verdict="note",
            subject="Skipped",
            sentence=f"{len(skipped):,} files or pages could not be taken in; the library page "
            "lists them with the reasons.",
        )


def _megabytes(size: int) -> str:
    return f"{size / 1_000_000:,.0f} MB"
