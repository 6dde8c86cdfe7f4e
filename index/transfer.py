"""A library as a single file, to move it or to keep a copy: the catalogue, with all vectors.

The file is a zip archive of the catalogue, a manifest with its hash, and whatever else the caller
keeps in the library's folder. The indexes are not in it: they are made again from the vectors.
"""

import hashlib
import os
import shutil
import sqlite3
import tempfile
import zipfile
from collections.abc import Iterator, Sequence
from contextlib import closing, contextmanager
from pathlib import Path

from pydantic import BaseModel, ConfigDict, ValidationError

from index.catalogue import Catalogue
from index.errors import LibraryNotWritable, NotALibrary, TransferRefused
from index.library import CATALOGUE, SCRATCH, find_catalogue, is_unused
from index.lock import LibraryLock

_MANIFEST = "manifest.json"
_FORMAT = 1
_BLOCK = 1 << 20
_QUICK = 1  # zlib's level: text shrinks to a third, and vectors do not shrink at any


class Manifest(BaseModel):
    """What is in the file."""

    model_config = ConfigDict(frozen=True, extra="forbid")

    format: int
    articles: int
    passages: int
    model: str | None
    sizes: dict[str, int]
    """Bytes of each file in the archive."""
    hashes: dict[str, str]
    """SHA-256 of each."""


def export_library(folder: Path, target: Path, extras: Sequence[str] = ()) -> Manifest:
    """Write the library in `folder` to the new file `target`, as it is at this moment.

    It may be in use meanwhile. `extras` are the names of other SQLite files in the folder that go
    with it where they exist. Raises what `find_catalogue` does, TransferRefused when `target`
    exists, LibraryNotWritable when it cannot be written.
    """
    catalogue = find_catalogue(folder)
    if target.exists():
        raise TransferRefused(f"{target} exists already: name a new file.")
    try:
        with tempfile.TemporaryDirectory(dir=target.absolute().parent, prefix=SCRATCH) as room:
            return _export(catalogue, Path(room), target, [folder / name for name in extras])
    except OSError as error:
        raise LibraryNotWritable(f"{target} cannot be written: {error.strerror}.") from error


def _export(catalogue: Path, room: Path, target: Path, extras: Sequence[Path]) -> Manifest:
    with Catalogue(catalogue) as opened:
        opened.database.copy_to(room / CATALOGUE)
    with Catalogue(room / CATALOGUE) as copied:
        facts = (copied.article_count(), copied.passages.count(), copied.value("model"))
    for extra in extras:
        if extra.is_file():
            with closing(sqlite3.connect(extra)) as database:
                database.execute("VACUUM INTO ?", (str(room / extra.name),))
    kept = sorted(path for path in room.iterdir() if path.suffix == ".sqlite")
    manifest = Manifest(
        format=_FORMAT,
        articles=facts[0],
        passages=facts[1],
        model=facts[2],
        sizes={path.name: path.stat().st_size for path in kept},
        hashes={path.name: _hash(path) for path in kept},
    )
    archive = room / "archive"
    with zipfile.ZipFile(archive, "w", zipfile.ZIP_DEFLATED, compresslevel=_QUICK) as packed:
        packed.writestr(_MANIFEST, manifest.model_dump_json(indent=2))
        for path in kept:
            packed.write(path, path.name)
    with archive.open("rb") as written:
        os.fsync(written.fileno())
    archive.replace(target)  # whole or not at all
    return manifest


def import_library(source: Path, folder: Path, extras: Sequence[str] = ()) -> Manifest:
    """Make a library in the new or empty `folder` of an exported file.

    Of what came with it, only `extras` are taken. Raises TransferRefused when `source` is no such
    file, is damaged or of a newer version, or there is a library already; nothing is kept then.
    """
    if folder.exists() and not (folder.is_dir() and is_unused(folder)):
        raise TransferRefused(f"{folder} is not empty: name a new folder for the library.")
    folder.mkdir(parents=True, exist_ok=True)
    lock = LibraryLock(folder)
    lock.acquire(purpose="depeche import", wait=0)
    try:
        with tempfile.TemporaryDirectory(dir=folder, prefix=SCRATCH) as room:
            manifest = _unpack(source, Path(room), {CATALOGUE, *extras})
            _check_catalogue(source, Path(room, CATALOGUE))
            for name in {*extras} & {path.name for path in Path(room).iterdir()}:
                Path(room, name).replace(folder / name)
            Path(room, CATALOGUE).replace(folder / CATALOGUE)  # last: with it, it is a library
            return manifest
    except OSError as error:
        raise LibraryNotWritable(f"{folder} cannot be written: {error.strerror}.") from error
    finally:
        lock.release()


def _unpack(source: Path, room: Path, wanted: set[str]) -> Manifest:
    with _opened(source) as packed:
        manifest = _manifest(source, packed)
        names = wanted & manifest.sizes.keys()
        needed = sum(manifest.sizes[name] for name in names)
        if needed > shutil.disk_usage(room).free:
            raise TransferRefused(
                f"There is no room for {source}: it takes {needed // 1_000_000:,} MB on this disk."
            )
        for name in names:
            with packed.open(name) as member, (room / name).open("wb") as written:
                left = manifest.sizes[name]
                while block := member.read(min(_BLOCK, left + 1)):
                    left -= len(block)
                    if left < 0:
                        raise _damaged(source)
                    written.write(block)
            if left or _hash(room / name) != manifest.hashes.get(name):
                raise _damaged(source)
    return manifest


@contextmanager
def _opened(source: Path) -> Iterator[zipfile.ZipFile]:
    try:
        with zipfile.ZipFile(source) as packed:
            yield packed
    except FileNotFoundError as error:
        raise TransferRefused(f"{source} does not exist: check the path.") from error
    except (zipfile.BadZipFile, KeyError, EOFError, NotImplementedError) as error:
        raise _damaged(source) from error


def _manifest(source: Path, packed: zipfile.ZipFile) -> Manifest:
    with packed.open(_MANIFEST) as member:
        try:
            manifest = Manifest.model_validate_json(member.read(_BLOCK))
        except ValidationError as error:
            raise _damaged(source) from error
    if manifest.format > _FORMAT:
        raise TransferRefused(f"{source} is of a newer Dépêche: install that one to read it.")
    if CATALOGUE not in manifest.sizes:
        raise _damaged(source)
    return manifest


def _check_catalogue(source: Path, catalogue: Path) -> None:
    """Raise TransferRefused unless it is a sound catalogue with nothing else in it.

    The file may come from anybody, and SQLite runs what a trigger or a view says.
    """
    try:
        with closing(sqlite3.connect(catalogue)) as bare:
            bare.execute("PRAGMA trusted_schema = OFF")
            kinds = {row[0] for row in bare.execute("SELECT DISTINCT type FROM sqlite_schema")}
        if not kinds <= {"table", "index"}:
            raise _damaged(source)
        with Catalogue(catalogue, may_migrate=True) as opened:
            if opened.database.faults():
                raise _damaged(source)
            opened.database.shrink()
    except (sqlite3.Error, NotALibrary) as error:
        raise TransferRefused(f"{source} holds no catalogue that can be read: {error}") from error


def _hash(path: Path) -> str:
    with path.open("rb") as data:
        return hashlib.file_digest(data, "sha256").hexdigest()


def _damaged(source: Path) -> TransferRefused:
    return TransferRefused(
        f"{source} is not a whole export of a library: export it again with `depeche export`."
    )
