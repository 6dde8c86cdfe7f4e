import sqlite3
from datetime import date
from pathlib import Path

import numpy as np
import pytest

from index.article import DatePrecision
from index.catalogue import Catalogue, NewPassage, Vectors
from index.errors import NotALibrary, NotFound
from tests.conftest import article


@pytest.fixture
def catalogue(tmp_path: Path) -> Catalogue:
    return Catalogue(tmp_path / "catalogue.sqlite")


def vectors(count: int) -> Vectors:
    return np.eye(8, dtype=np.float32)[:count]


def test_an_article_comes_back_as_it_was_stored(catalogue: Catalogue) -> None:
    stored = article(
        "a", "Été à Xi’an. 𝒳 marks the spot.", title="Titre", published=date(2025, 4, 1),
        published_precision=DatePrecision.MONTH, source="La Gazette", url="https://example.org/a",
    )  # fmt: skip
    with catalogue.transaction():
        catalogue.put_article(stored, [NewPassage("a-0", 13, 30)], vectors(1))
    assert catalogue.article(stored.id) == stored
    passage = catalogue.passages.one("a-0")
    assert passage.text == stored.text[13:30] == "𝒳 marks the spot."
    assert np.array_equal(catalogue.passages.vectors(["a-0"])["a-0"], vectors(1)[0])
    assert catalogue.newest() == date(2025, 4, 1)


def test_a_new_version_replaces_the_old_whole(catalogue: Catalogue) -> None:
    old, new = article("a", "Old. Text."), article("a", "New.")
    for version, passages in ((old, ["a-0", "a-1"]), (new, ["a-0"])):
        with catalogue.transaction():
            catalogue.put_article(
                version, [NewPassage(p, 0, 4) for p in passages], vectors(len(passages))
            )
    assert catalogue.passages.count() == 1
    assert [(c.passage_id, c.action) for c in catalogue.outbox.changes()] == [
        ("a-0", "put"), ("a-1", "put"), ("a-0", "delete"), ("a-1", "delete"), ("a-0", "put"),
    ]  # fmt: skip


def test_a_failed_transaction_leaves_nothing(catalogue: Catalogue) -> None:
    with catalogue.transaction():
        catalogue.put_article(article("a", "Text."), [NewPassage("a-0", 0, 5)], vectors(1))
    with pytest.raises(ValueError, match="zip"), catalogue.transaction():
        catalogue.put_article(article("b", "Text."), [NewPassage("b-0", 0, 5)], vectors(2))
    assert catalogue.article_count() == 1
    assert [change.passage_id for change in catalogue.outbox.changes()] == ["a-0"]


def test_what_is_not_there_is_not_found(catalogue: Catalogue) -> None:
    with pytest.raises(NotFound, match="no article 'x'"):
        catalogue.article("x")
    with pytest.raises(NotFound, match="no passage"):
        catalogue.passages.one("x-0' OR 1=1 --")


def test_all_passage_ids_come_in_batches(catalogue: Catalogue) -> None:
    with catalogue.transaction():
        catalogue.put_article(
            article("a", "Text."), [NewPassage(f"a-{n}", 0, 5) for n in range(5)], vectors(5)
        )
    assert list(catalogue.passages.all_ids(2)) == [["a-0", "a-1"], ["a-2", "a-3"], ["a-4"]]


def test_other_files_are_refused(tmp_path: Path) -> None:
    text = tmp_path / "text"
    text.write_text("not a database, but long enough to look at" * 100)
    with pytest.raises(NotALibrary, match="not a catalogue"):
        Catalogue(text)
    foreign = tmp_path / "foreign"
    sqlite3.connect(foreign).execute("CREATE TABLE t (x)").connection.close()
    with pytest.raises(NotALibrary, match="another program"):
        Catalogue(foreign)


def test_a_newer_version_is_refused(tmp_path: Path) -> None:
    path = tmp_path / "catalogue.sqlite"
    Catalogue(path).close()
    connection = sqlite3.connect(path)
    connection.execute("PRAGMA user_version = 99")
    connection.close()
    with pytest.raises(NotALibrary, match="version 99"):
        Catalogue(path)
