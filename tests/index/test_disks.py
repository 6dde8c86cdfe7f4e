"""Disks that are full or may not be written: one clear sentence, and nothing is lost."""

import shutil
import subprocess
from collections.abc import Iterator
from pathlib import Path

import pytest

from index.doctor import examine_catalogue, examine_indexes
from index.embedding import EmbeddingModel
from index.errors import DepecheError, LibraryNotWritable
from index.intake import take_in
from index.library import Library, read_status
from tests.conftest import article
from tests.index.inputs import MadeUpInput

_SIZE_MB = 6
SENTENCE = "Cotton number {} was sown in a field of its own, far from all others. "


def mount(*words: str) -> bool:
    if shutil.which("mount") is None:
        return False
    return subprocess.run(["mount", *words], check=False, capture_output=True).returncode == 0


@pytest.fixture
def disk(tmp_path: Path) -> Iterator[Path]:
    """A small disk of its own."""
    place = tmp_path / "disk"
    place.mkdir()
    if not mount("-t", "tmpfs", "-o", f"size={_SIZE_MB}m", "tmpfs", str(place)):
        pytest.skip("only root can mount a disk of its own")
    try:
        yield place
    finally:
        subprocess.run(["umount", "--lazy", place], check=True)


def fields(count: int) -> MadeUpInput:
    documents = {
        f"/f/{n}": [article(f"f{n}", "".join(SENTENCE.format(n * 100 + k) for k in range(30)))]
        for n in range(count)
    }
    return MadeUpInput.of("/f", documents)


def test_a_full_disk_is_told_and_nothing_is_lost(
    disk: Path, embedding: EmbeddingModel, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("index.indexer._GROUP", 8)
    folder = disk / "library"
    with Library.create(folder, embedding) as library:
        take_in(library, [fields(3)])
    with Library.open(folder, embedding) as library:
        (disk / "ballast").write_bytes(bytes(shutil.disk_usage(disk).free - 150_000))
        with pytest.raises(LibraryNotWritable, match=r"room|full"):
            take_in(library, [fields(40)])
        assert library.catalogue.article_count() >= 3
        assert library.catalogue.article(f"{'f0':0>16}").text.startswith("Cotton number 0")
    (disk / "ballast").unlink()
    with Library.open(folder, embedding) as library:
        found = [*examine_catalogue(folder), *examine_indexes(library)]
        assert [one.sentence for one in found if one.verdict == "fault"] == []
        report = take_in(library, [fields(6)])
        assert report.added + report.unchanged == 6


def test_a_library_on_a_disk_that_may_not_be_written(disk: Path, embedding: EmbeddingModel) -> None:
    folder = disk / "library"
    with Library.create(folder, embedding) as library:
        take_in(library, [fields(1)])
    assert mount("-o", "remount,ro", str(disk))
    with pytest.raises(DepecheError) as refused:
        Library.open(folder, embedding)
    assert str(folder) in str(refused.value)
    assert "permissions" in str(refused.value)
    with pytest.raises(DepecheError, match="permissions"):
        Library.create(disk / "other", embedding)
    assert read_status(folder).articles == 1
