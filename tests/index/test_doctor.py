"""The doctor: a sound library has nothing wrong with it, and each harm is found and named."""

import sqlite3
from contextlib import closing
from pathlib import Path

import numpy as np
import pytest

from index.doctor import examine_catalogue, examine_indexes
from index.embedding import EmbeddingModel
from index.intake import take_in
from index.library import CATALOGUE, Library
from tests.conftest import article, put
from tests.index.inputs import MadeUpInput

COTTON = article("c", "Cotton prices fell in May.")


def faults(library: Library) -> list[str]:
    found = [*examine_catalogue(library.folder), *examine_indexes(library)]
    return [one.sentence for one in found if one.verdict != "fine"]


def test_a_sound_library_has_no_fault(library: Library) -> None:
    put(library, COTTON)
    assert faults(library) == []


def harm(library: Library, statement: str, *values: object) -> None:
    with closing(sqlite3.connect(library.folder / CATALOGUE)) as catalogue, catalogue:
        catalogue.execute(statement, values)


@pytest.mark.parametrize(
    ("statement", "told"),
    [
        ("UPDATE article SET text = 'Cotton prices rose in May.'", "not as they were stored"),
        ('UPDATE passage SET "end" = start', "no text or no sound vector"),
        ("UPDATE passage SET vector = zeroblob(1536)", "no text or no sound vector"),
        ("DELETE FROM passage", "missing in the index of words"),
        ("INSERT INTO outbox (passage_id, action) VALUES ('x', 'put')", "1 changes"),
    ],
)
def test_each_harm_is_found(library: Library, statement: str, told: str) -> None:
    put(library, COTTON)
    harm(library, statement)
    assert any(told in sentence for sentence in faults(library))


def test_vectors_that_find_another_passage_are_found(library: Library) -> None:
    put(library, COTTON)
    other = np.eye(library.embedding.dimension, dtype=np.float32)[0]
    library.vectors.put([f"{COTTON.id}-0"], ["en"], [other])
    (told,) = faults(library)
    assert "index of vectors" in told
    library.rebuild()
    assert faults(library) == []


def test_what_opening_has_mended_is_told(tmp_path: Path, embedding: EmbeddingModel) -> None:
    with Library.create(tmp_path / "library", embedding) as library:
        put(library, COTTON)
    (tmp_path / "library" / "words-1" / "meta.json").write_text("damaged")
    with Library.open(tmp_path / "library", embedding) as library:
        (told,) = faults(library)
        assert "index of words was damaged" in told


def test_an_input_that_is_not_there_is_noted(library: Library, tmp_path: Path) -> None:
    gone = str(tmp_path / "gone")
    take_in(library, [MadeUpInput.of(gone, {f"{gone}/a": [COTTON]})])
    (told,) = faults(library)
    assert "gone is not there any more" in told
