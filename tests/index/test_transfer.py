"""A library as a file: what is exported comes back whole, and nothing else comes in."""

import json
import shutil
import sqlite3
import zipfile
from collections.abc import Callable
from contextlib import closing
from pathlib import Path

import pytest

from index.embedding import EmbeddingModel
from index.errors import LibraryEmpty, LibraryInUse, TransferRefused
from index.library import Library
from index.lock import LibraryLock
from index.transfer import export_library, import_library
from tests.conftest import article, put

COTTON = article("c", "Cotton prices fell in May.", source="The Field")
COTON = article("f", "Le prix du coton a baissé en mai.", language="fr")


@pytest.fixture
def exported(tmp_path: Path, embedding: EmbeddingModel) -> Path:
    with Library.create(tmp_path / "library", embedding) as library:
        put(library, COTTON, COTON)
    target = tmp_path / "library.depeche"
    export_library(tmp_path / "library", target)
    return target


def repack(file: Path, change: dict[str, bytes | None]) -> None:
    with zipfile.ZipFile(file) as packed:
        members = {name: packed.read(name) for name in packed.namelist()}
    with zipfile.ZipFile(file, "w") as packed:
        for name, content in (members | change).items():
            if content is not None:
                packed.writestr(name, content)


def test_an_imported_library_answers_without_embedding_anything(
    exported: Path, tmp_path: Path, embedding: EmbeddingModel, monkeypatch: pytest.MonkeyPatch
) -> None:
    manifest = import_library(exported, tmp_path / "moved")
    assert (manifest.articles, manifest.passages) == (2, 2)
    monkeypatch.setattr(type(embedding), "encode_passages", None)
    with Library.open(tmp_path / "moved", embedding) as library:
        assert library.catalogue.article(COTTON.id) == COTTON
        assert library.vectors.count() == library.words.count() == 2
        assert library.words.search_stems(["coton"], "fr", 5)


def test_it_can_be_exported_while_it_is_in_use(library: Library, tmp_path: Path) -> None:
    put(library, COTTON)
    export_library(library.folder, tmp_path / "copy")
    put(library, COTON)
    assert import_library(tmp_path / "copy", tmp_path / "moved").articles == 1


def test_files_that_belong_to_it_go_with_it(exported: Path, tmp_path: Path) -> None:
    exported.unlink()
    with closing(sqlite3.connect(tmp_path / "library" / "feedback.sqlite")) as opinions, opinions:
        opinions.execute("CREATE TABLE feedback (verdict TEXT)")
    export_library(tmp_path / "library", exported, ["feedback.sqlite", "none.sqlite"])
    import_library(exported, tmp_path / "moved", ["feedback.sqlite"])
    assert (tmp_path / "moved" / "feedback.sqlite").is_file()
    import_library(exported, tmp_path / "plain")
    assert not (tmp_path / "plain" / "feedback.sqlite").exists()


def test_no_file_is_overwritten(exported: Path, tmp_path: Path) -> None:
    with pytest.raises(TransferRefused, match="exists already"):
        export_library(tmp_path / "library", exported)
    with pytest.raises(TransferRefused, match="not empty"):
        import_library(exported, tmp_path / "library")
    with pytest.raises(LibraryEmpty):
        export_library(tmp_path / "nothing", tmp_path / "other")


def test_two_imports_at_once_are_refused(exported: Path, tmp_path: Path) -> None:
    (tmp_path / "moved").mkdir()
    holder = LibraryLock(tmp_path / "moved")
    holder.acquire(purpose="depeche import", wait=0)
    with pytest.raises(LibraryInUse):
        import_library(exported, tmp_path / "moved")
    holder.release()


def with_a_trigger(exported: Path) -> None:
    manifest = json.loads(zipfile.ZipFile(exported).read("manifest.json"))
    catalogue = exported.with_name("hostile.sqlite")
    with zipfile.ZipFile(exported) as packed:
        catalogue.write_bytes(packed.read("catalogue.sqlite"))
    with closing(sqlite3.connect(catalogue)) as database:
        database.execute("CREATE TRIGGER t AFTER DELETE ON outbox BEGIN DELETE FROM article; END")
        database.commit()
    import hashlib

    content = catalogue.read_bytes()
    manifest["sizes"]["catalogue.sqlite"] = len(content)
    manifest["hashes"]["catalogue.sqlite"] = hashlib.sha256(content).hexdigest()
    repack(
        exported,
        {"catalogue.sqlite": content, "manifest.json": json.dumps(manifest).encode()},
    )


def changed(exported: Path) -> None:
    with zipfile.ZipFile(exported) as packed:
        content = packed.read("catalogue.sqlite")
    repack(exported, {"catalogue.sqlite": content.replace(b"Cotton", b"Carbon")})


def larger_than_told(exported: Path) -> None:
    repack(exported, {"catalogue.sqlite": bytes(50_000_000)})


def cut(exported: Path) -> None:
    exported.write_bytes(exported.read_bytes()[:-200])


def other(exported: Path) -> None:
    exported.write_text("a letter")


def without_catalogue(exported: Path) -> None:
    repack(exported, {"catalogue.sqlite": None})


def without_manifest(exported: Path) -> None:
    repack(exported, {"manifest.json": None})


def of_a_newer_program(exported: Path) -> None:
    manifest = json.loads(zipfile.ZipFile(exported).read("manifest.json"))
    repack(exported, {"manifest.json": json.dumps(manifest | {"format": 9}).encode()})


def missing(exported: Path) -> None:
    exported.unlink()


@pytest.mark.parametrize(
    "harm",
    [
        with_a_trigger, changed, larger_than_told, cut, other, without_catalogue,
        without_manifest, of_a_newer_program, missing,
    ],
)  # fmt: skip
def test_anything_else_is_refused_and_leaves_nothing(
    exported: Path, tmp_path: Path, harm: Callable[[Path], None]
) -> None:
    harm(exported)
    with pytest.raises(TransferRefused):
        import_library(exported, tmp_path / "moved")
    assert [path.name for path in (tmp_path / "moved").iterdir()] in ([], ["lock"])
    shutil.rmtree(tmp_path / "moved")
