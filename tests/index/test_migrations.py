"""Libraries of older versions: brought up to date with all that they hold, or left as they are."""

import sqlite3
from contextlib import closing
from datetime import date
from importlib.resources import files
from pathlib import Path

import pytest

from index.article import DateOrigin, DatePrecision, digest
from index.catalogue import Catalogue, KnownDocument
from index.embedding import EmbeddingModel
from index.errors import LibraryOutdated
from index.intake import take_in
from index.library import CATALOGUE, Library, read_status
from tests.conftest import article
from tests.index.inputs import MadeUpInput

DATA = Path(__file__).parent / "data"
COTTON = article(
    "c", "Cotton prices fell in May.", title="Cotton", source="The Field",
    published=date(2024, 5, 2), published_precision=DatePrecision.DAY,
    published_origin=DateOrigin.METADATA,
)  # fmt: skip


@pytest.fixture
def old(tmp_path: Path, embedding: EmbeddingModel) -> Path:
    """A library of version 1, made by its script with one article."""
    folder = tmp_path / "library"
    folder.mkdir()
    vector = embedding.encode_passages(["Cotton\nCotton prices fell in May."])[0]
    row = COTTON.model_dump(mode="json", exclude={"author"}) | {"digest": "of version 1"}
    with closing(sqlite3.connect(folder / CATALOGUE)) as catalogue, catalogue:
        catalogue.executescript((DATA / "catalogue_1.sql").read_text(encoding="utf-8"))
        catalogue.execute("INSERT INTO library VALUES ('model', ?)", (embedding.identity,))
        catalogue.execute("INSERT INTO library VALUES ('skipped', '[]')")
        catalogue.execute(
            f"INSERT INTO article ({', '.join(row)}) VALUES ({', '.join('?' * len(row))})",  # noqa: S608
            list(row.values()),
        )
        catalogue.execute(
            "INSERT INTO passage VALUES (1, ?, ?, 0, 26, ?)",
            (f"{COTTON.id}-0", COTTON.id, vector.astype("<f4").tobytes()),
        )
    return folder


def test_an_older_library_is_brought_up_to_date(
    old: Path, embedding: EmbeddingModel, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(type(embedding), "encode_passages", None)
    with Library.open(old, embedding) as library:
        assert library.catalogue.article(COTTON.id) == COTTON
        assert library.catalogue.digest(COTTON.id) == digest(COTTON)
        assert library.vectors.count() == library.words.count() == 1
        again = MadeUpInput.of("/fields", {COTTON.address: [COTTON]})
        assert take_in(library, [again]).unchanged == 1, "nothing is embedded again"
    assert read_status(old).articles == 1


def test_the_documents_of_version_2_are_known_in_version_3(tmp_path: Path) -> None:
    with closing(sqlite3.connect(tmp_path / CATALOGUE)) as catalogue, catalogue:
        catalogue.executescript((DATA / "catalogue_1.sql").read_text(encoding="utf-8"))
        scripts = files("index.catalogue")
        catalogue.executescript(scripts.joinpath("from_1.sql").read_text(encoding="utf-8"))
        catalogue.execute("PRAGMA user_version = 2")
        for number, address in enumerate(("/a", "/b"), start=1):
            catalogue.execute(
                "INSERT INTO document VALUES (?, ?, 'read', '/', 1)", (number, address)
            )
        catalogue.execute(
            "INSERT INTO article (id, address, digest, text, document) "
            "VALUES ('c', '/c', 'd', 'Cotton.', 2)"
        )
    with Catalogue(tmp_path / CATALOGUE, may_migrate=True) as migrated:
        known = migrated.documents.known(["/a", "/b"])
        assert migrated.documents.article_ids(2) == ["c"]
    assert known["/b"] == KnownDocument(2, "read", 1)
    assert known["/a"].state is None, "it may hold the same article: it is read once more"


def test_an_older_library_has_the_schema_of_a_new_one(old: Path, tmp_path: Path) -> None:
    Catalogue(old / CATALOGUE, may_migrate=True).close()
    Catalogue(tmp_path / "new.sqlite").close()

    def schema(path: Path) -> dict[str, set[str]]:
        with closing(sqlite3.connect(path)) as catalogue:
            tables = catalogue.execute("SELECT name FROM sqlite_schema WHERE type = 'table'")
            return {
                name: {str(c[1:4]) for c in catalogue.execute(f"PRAGMA table_info({name})")}
                for (name,) in tables.fetchall()
            } | {
                "indexes": {
                    row[0] for row in
                    catalogue.execute("SELECT name FROM sqlite_schema WHERE type = 'index'")
                }
            }  # fmt: skip

    assert schema(old / CATALOGUE) == schema(tmp_path / "new.sqlite")


def test_who_only_looks_does_not_migrate(old: Path) -> None:
    with pytest.raises(LibraryOutdated, match="older Dépêche"):
        read_status(old)
    with closing(sqlite3.connect(old / CATALOGUE)) as catalogue:
        assert catalogue.execute("PRAGMA user_version").fetchone() == (1,)


def test_a_migration_that_fails_changes_nothing(old: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    def fail(_connection: sqlite3.Connection) -> None:
        raise KeyboardInterrupt

    monkeypatch.setattr("index.catalogue.migrations._STEPS", {1: fail})
    with pytest.raises(KeyboardInterrupt):
        Catalogue(old / CATALOGUE, may_migrate=True)
    with closing(sqlite3.connect(old / CATALOGUE)) as catalogue:
        assert catalogue.execute("PRAGMA user_version").fetchone() == (1,)
        assert "author" not in str(catalogue.execute("PRAGMA table_info(article)").fetchall())


def test_a_file_left_by_a_kill_before_anything_was_in_it_is_a_new_catalogue(
    tmp_path: Path,
) -> None:
    path = tmp_path / CATALOGUE
    with closing(sqlite3.connect(path)) as catalogue:
        catalogue.execute("PRAGMA journal_mode = WAL")
    assert path.stat().st_size > 0
    with Catalogue(path) as catalogue_made:
        assert catalogue_made.article_count() == 0
