"""The library as a whole: what goes in comes out, whatever happens to the derived indexes."""

import os
import shutil
import signal
import subprocess
import sys
from collections.abc import Callable
from datetime import date
from pathlib import Path

import numpy as np
import pytest

from index.embedding import EmbeddingModel
from index.errors import LibraryEmpty, LibraryInUse, ModelMismatch, NotALibrary
from index.indexer import Indexer, Outcome
from index.library import Library, read_status
from tests.conftest import article, put

COTTON = article("c", "Cotton prices fell in May.", published=date(2024, 5, 2))
COTON = article("f", "Le prix du coton a baissé en mai.", language="fr")


def nearest(library: Library, question: str) -> dict[str | None, str]:
    vector = library.embedding.encode_queries([question])[0]
    return {language: m[0].passage_id for language, m in library.vectors.search(vector, 1).items()}


def test_what_is_put_is_found_by_vectors_and_words(library: Library) -> None:
    put(library, COTTON, COTON)
    assert nearest(library, "how did cotton fare?") == {
        "en": f"{COTTON.id}-0",
        "fr": f"{COTON.id}-0",
    }
    assert library.words.search_stems(["coton"], "fr", 5)[0].passage_id == f"{COTON.id}-0"
    status = library.status()
    assert (status.articles, status.passages) == (2, 2)
    assert status.languages == {"en": 1, "fr": 1}
    assert status.indexed_through == date(2024, 5, 2)
    assert status == read_status(library.folder), "the status can be read while it is held"


def test_unchanged_articles_are_not_embedded_again(
    library: Library, monkeypatch: pytest.MonkeyPatch
) -> None:
    put(library, COTTON)

    def refuse(texts: object) -> object:
        raise AssertionError(texts)

    monkeypatch.setattr(library.embedding, "encode_passages", refuse)
    with Indexer(library) as indexer:
        assert indexer.take(COTTON) == Outcome.UNCHANGED


def test_a_changed_article_is_replaced_in_every_store(library: Library) -> None:
    put(library, COTTON)
    changed = COTTON.model_copy(update={"text": "Le blé a monté.", "language": "fr"})
    with Indexer(library) as indexer:
        assert indexer.take(changed) == Outcome.UPDATED
    assert library.catalogue.passages.one(f"{COTTON.id}-0").text == "Le blé a monté."
    assert nearest(library, "blé") == {"fr": f"{COTTON.id}-0"}
    assert library.vectors.count() == library.words.count() == 1
    assert library.words.search_stems(["cotton"], "en", 5) == []


def damage_vectors(folder: Path) -> None:
    for file in (folder / "vectors-1").rglob("*"):
        if file.is_file():
            file.write_bytes(b"damaged")


def lose_vectors(folder: Path) -> None:
    shutil.rmtree(folder / "vectors-1")


def damage_words(folder: Path) -> None:
    (folder / "words-1" / "meta.json").write_text("damaged")


def lose_words(folder: Path) -> None:
    shutil.rmtree(folder / "words-1")


@pytest.mark.parametrize("harm", [damage_vectors, lose_vectors, damage_words, lose_words])
def test_a_harmed_index_is_made_again_without_embedding(
    tmp_path: Path,
    embedding: EmbeddingModel,
    harm: Callable[[Path], None],
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    folder = tmp_path / "library"
    with Library.create(folder, embedding) as library:
        put(library, COTTON, COTON)
    harm(folder)
    monkeypatch.setattr(type(embedding), "encode_passages", None)
    with Library.open(folder, embedding) as library:
        assert set(nearest(library, "cotton")) == {"en", "fr"}
        assert library.words.search_stems(["cotton"], "en", 5)
    with Library.open(folder, embedding) as library:
        assert library.vectors.count() == library.words.count() == 2


def test_silently_lost_vectors_are_noticed(tmp_path: Path, embedding: EmbeddingModel) -> None:
    folder = tmp_path / "library"
    with Library.create(folder, embedding) as library:
        put(library, COTTON, COTON)
        # The count stays right, but this passage's vector is another one's.
        library.vectors.put(
            [f"{COTTON.id}-0"], ["en"], [np.eye(embedding.dimension, dtype=np.float32)[0]]
        )
    with Library.open(folder, embedding) as library:
        vector = library.catalogue.passages.vectors([f"{COTTON.id}-0"])[f"{COTTON.id}-0"]
        assert library.vectors.search(vector, 1)["en"][0].cosine > 0.999


KILLED_BETWEEN = """
import os, sys
from pathlib import Path
from index.derived import DerivedIndexes
from index.embedding import open_embedding
from index.library import Library
from tests.conftest import put
from tests.index.test_library import COTTON
DerivedIndexes.sync = lambda self: os.kill(os.getpid(), 9)
with Library.create(Path(sys.argv[1]), open_embedding(cache=Path(sys.argv[2]))) as library:
    put(library, COTTON)
"""


def test_a_kill_between_catalogue_and_indexes_loses_nothing(
    tmp_path: Path, embedding: EmbeddingModel, cache: Path
) -> None:
    folder = tmp_path / "library"
    killed = subprocess.run(
        [sys.executable, "-c", KILLED_BETWEEN, folder, cache],
        check=False, env=os.environ | {"PYTHONPATH": str(Path(__file__).parents[2])},
    )  # fmt: skip
    assert killed.returncode == -signal.SIGKILL
    with Library.open(folder, embedding) as library:
        assert library.catalogue.outbox.changes() == []
        assert nearest(library, "cotton") == {"en": f"{COTTON.id}-0"}
        assert library.words.search_stems(["cotton"], "en", 5)


def test_only_one_may_hold_it(library: Library, embedding: EmbeddingModel) -> None:
    with pytest.raises(LibraryInUse):
        Library.open(library.folder, embedding, wait=0)


def test_another_model_is_refused(tmp_path: Path, embedding: EmbeddingModel) -> None:
    folder = tmp_path / "library"
    with Library.create(folder, embedding) as library:
        library.catalogue.set_value("model", "huggingface:other")
    with pytest.raises(ModelMismatch, match="huggingface:other"):
        Library.open(folder, embedding)


def test_a_folder_of_other_things_is_refused(tmp_path: Path, embedding: EmbeddingModel) -> None:
    (tmp_path / "letter.txt").write_text("dear friend")
    with pytest.raises(NotALibrary, match="not a library"):
        Library.create(tmp_path, embedding)
    with pytest.raises(NotALibrary):
        read_status(tmp_path)
    assert (tmp_path / "letter.txt").read_text() == "dear friend"


def test_no_library_yet(tmp_path: Path, embedding: EmbeddingModel) -> None:
    with pytest.raises(LibraryEmpty, match="depeche index"):
        Library.open(tmp_path / "none", embedding)
    assert not (tmp_path / "none").exists()
