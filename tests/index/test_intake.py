"""Inputs into a library: what goes in, what is left alone, what goes when it has gone."""

from collections.abc import Iterator, Sequence
from pathlib import Path

import numpy as np
import pytest
from numpy.typing import NDArray

from index.document import Document, Skipped
from index.embedding import EmbeddingModel
from index.errors import DocumentGone, NothingToIndex, UnreadableArticle
from index.indexer import Indexer
from index.intake import Step, remove, take_in
from index.library import Library
from tests.conftest import article
from tests.index.inputs import MadeUpInput

COTTON = article("c", "Cotton prices fell in May. Traders blame the rain in the south.")
WHEAT = article("w", "Wheat prices rose in June.")
RICE = article("r", "Rice was exported for the first time.", source="The Grain Post")


@pytest.fixture
def fields() -> MadeUpInput:
    return MadeUpInput.of("/fields", {"/fields/a": [COTTON], "/fields/b": [WHEAT, RICE]})


def held(library: Library) -> set[str]:
    return {one.id for one in (COTTON, WHEAT, RICE) if library.catalogue.digest(one.id)}


def forbid_embedding(library: Library, monkeypatch: pytest.MonkeyPatch) -> None:
    def refuse(texts: object) -> object:
        raise AssertionError(f"embedded: {texts}")

    monkeypatch.setattr(library.embedding, "encode_passages", refuse)


def test_what_is_new_goes_in_and_what_is_unchanged_is_not_read(
    library: Library, fields: MadeUpInput, monkeypatch: pytest.MonkeyPatch
) -> None:
    report = take_in(library, [fields])
    assert (report.added, report.updated, report.unchanged) == (3, 0, 0)
    forbid_embedding(library, monkeypatch)
    report = take_in(library, [fields])
    assert (report.added, report.updated, report.unchanged) == (0, 0, 3)
    assert [document.times_read for document in fields.made_up.values()] == [1, 1]


def test_a_new_version_with_the_same_articles_embeds_nothing(
    library: Library, fields: MadeUpInput, monkeypatch: pytest.MonkeyPatch
) -> None:
    take_in(library, [fields])
    forbid_embedding(library, monkeypatch)
    fields.made_up["/fields/b"].version = "2"
    report = take_in(library, [fields])
    assert (report.updated, report.unchanged) == (0, 3)
    fields.made_up["/fields/b"].version = "3"
    fields.made_up["/fields/b"].articles = [
        WHEAT.model_copy(update={"author": "A. Miller"}), RICE,
    ]  # fmt: skip
    report = take_in(library, [fields])
    assert (report.updated, report.unchanged) == (1, 2), "facts can change without new vectors"
    assert library.catalogue.article(WHEAT.id).author == "A. Miller"


def test_of_a_changed_article_only_what_is_new_is_embedded(
    library: Library, monkeypatch: pytest.MonkeyPatch
) -> None:
    paragraphs = [f"{name} was sown in spring. " * 25 for name in ("Barley", "Oats", "Rye")]
    field = MadeUpInput.of("/f", {"/f/a": [article("a", "\n\n".join(paragraphs))]})
    take_in(library, [field])
    embedded: list[str] = []
    encode = library.embedding.encode_passages

    def note(texts: Sequence[str]) -> NDArray[np.float32]:
        embedded.extend(texts)
        return encode(texts)

    monkeypatch.setattr(library.embedding, "encode_passages", note)
    changed = "\n\n".join([*paragraphs[:2], "Soy was sown in spring. " * 25])
    field.made_up["/f/a"].articles = [article("a", changed)]
    field.made_up["/f/a"].version = "2"
    take_in(library, [field])
    assert embedded
    assert all("Soy" in text for text in embedded)
    assert library.words.count() == library.vectors.count() == library.catalogue.passages.count()


def test_an_article_that_left_its_document_leaves_the_library(
    library: Library, fields: MadeUpInput
) -> None:
    take_in(library, [fields])
    fields.made_up["/fields/b"].articles = [RICE]
    fields.made_up["/fields/b"].version = "2"
    report = take_in(library, [fields])
    assert (report.removed, report.unchanged) == (1, 2)
    assert held(library) == {COTTON.id, RICE.id}
    assert library.words.count() == library.vectors.count() == 2


def test_an_article_stays_while_another_document_holds_it(library: Library) -> None:
    later = WHEAT.model_copy(update={"text": "Wheat prices rose again."})
    two = MadeUpInput.of("/f", {"/f/a": [WHEAT, COTTON], "/f/b": [later, RICE]})
    take_in(library, [two])
    assert library.catalogue.article(WHEAT.id) == later, "the version read last"
    two.made_up["/f/b"].articles = [RICE]
    two.made_up["/f/b"].version = "2"
    assert take_in(library, [two]).removed == 0
    assert held(library) == {WHEAT.id, COTTON.id, RICE.id}
    assert take_in(library, [two]).updated == 1, "the other is read again for its version"
    assert library.catalogue.article(WHEAT.id) == WHEAT
    del two.made_up["/f/a"]
    assert take_in(library, [two], prune=True).removed == 2
    assert held(library) == {RICE.id}


def test_pruning_one_address_of_a_page_leaves_the_other(library: Library) -> None:
    two = MadeUpInput.of("/f", {"/f/a": [WHEAT], "/f/b": [WHEAT]})
    take_in(library, [two])
    del two.made_up["/f/b"]
    assert take_in(library, [two], prune=True).removed == 0
    assert held(library) == {WHEAT.id}


def test_what_has_gone_from_an_input_goes_only_when_it_is_pruned(
    library: Library, fields: MadeUpInput
) -> None:
    take_in(library, [fields])
    del fields.made_up["/fields/a"]
    assert take_in(library, [fields]).removed == 0
    assert take_in(library, [fields], prune=True).removed == 1
    assert held(library) == {WHEAT.id, RICE.id}


def test_pruning_spares_what_is_new_changed_or_of_another_input(library: Library) -> None:
    take_in(library, [MadeUpInput.of("/other", {"/other/a": [COTTON]})])
    fields = MadeUpInput.of("/fields", {"/fields/b": [WHEAT]})
    take_in(library, [fields])
    fields = MadeUpInput.of("/fields", {"/fields/b": [WHEAT], "/fields/c": [RICE]})
    fields.made_up["/fields/b"].version = "2"
    assert take_in(library, [fields], prune=True).removed == 0
    assert held(library) == {COTTON.id, WHEAT.id, RICE.id}


def test_a_folder_is_pruned_of_what_was_found_in_it_by_other_names(library: Library) -> None:
    take_in(library, [MadeUpInput.of("/fields/a", {"/fields/a": [COTTON]})])
    fields = MadeUpInput.of("/fields", {"/fields/b": [WHEAT]})
    fields.folder = "/fields/"
    assert take_in(library, [fields], prune=True).removed == 1
    assert held(library) == {WHEAT.id}


def test_an_empty_folder_or_a_feed_prunes_nothing(library: Library, fields: MadeUpInput) -> None:
    take_in(library, [fields])
    assert take_in(library, [MadeUpInput("/fields")], prune=True).removed == 0
    feed = MadeUpInput.of("/fields", {"/fields/b": [WHEAT, RICE]})
    feed.is_complete = False
    assert take_in(library, [feed], prune=True).removed == 0
    assert len(held(library)) == 3


def test_a_document_that_is_gone_is_removed_by_pruning(
    library: Library, fields: MadeUpInput
) -> None:
    take_in(library, [fields])
    fields.is_complete = False
    fields.made_up["/fields/a"].error = DocumentGone("/fields/a is gone.")
    report = take_in(library, [fields])
    assert [one.reason for one in report.skipped] == ["/fields/a is gone."]
    assert len(held(library)) == 3
    assert take_in(library, [fields], prune=True).removed == 1
    assert held(library) == {WHEAT.id, RICE.id}


def test_what_cannot_be_read_is_skipped_and_what_it_held_before_stays(
    library: Library, fields: MadeUpInput
) -> None:
    take_in(library, [fields])
    fields.made_up["/fields/a"].error = UnreadableArticle("a is broken.")
    fields.made_up["/fields/b"].version = "2"
    fields.made_up["/fields/b"].articles = [
        WHEAT, RICE, Skipped(address="/fields/b#3", reason="b, record 3, has no text."),
    ]  # fmt: skip
    report = take_in(library, [fields], prune=True)
    assert [one.reason for one in report.skipped] == ["a is broken.", "b, record 3, has no text."]
    assert len(held(library)) == 3
    assert {one.reason for one in library.catalogue.documents.skipped()} == {
        "a is broken.", "b, record 3, has no text.",
    }  # fmt: skip
    fields.made_up["/fields/a"].error = None
    assert take_in(library, [fields]).skipped == (), "what was skipped is tried again"
    assert [one.reason for one in library.catalogue.documents.skipped()] == [
        "b, record 3, has no text."
    ]


def test_one_article_at_two_addresses_is_read_once_at_each(library: Library) -> None:
    twice = MadeUpInput.of("/twice", {"/twice/a": [COTTON], "/twice/b": [COTTON]})
    for _ in range(3):
        take_in(library, [twice])
    assert [document.times_read for document in twice.made_up.values()] == [1, 1]
    assert library.catalogue.article_count() == 1


def test_a_removed_article_comes_back_when_it_is_indexed_again(
    library: Library, fields: MadeUpInput
) -> None:
    take_in(library, [fields])
    remove(library, [COTTON.id])
    assert take_in(library, [fields]).added == 1


def test_what_is_remembered_of_the_skipped_names_no_folder(library: Library) -> None:
    secret = MadeUpInput.of("/home/secret", {"/home/secret/a.csv": []})
    secret.made_up["/home/secret/a.csv"].articles = [
        Skipped(address="/home/secret/a.csv#2", reason="/home/secret/a.csv, record 2, has no text.")
    ]
    report = take_in(library, [secret])
    assert report.skipped[0].reason.startswith("/home/secret/"), "who indexes sees the whole path"
    (kept,) = library.catalogue.documents.skipped()
    assert kept.reason == "a.csv, record 2, has no text."


def test_a_document_that_breaks_off_keeps_what_it_held_before(
    library: Library, fields: MadeUpInput
) -> None:
    take_in(library, [fields])
    broken = fields.made_up["/fields/b"]
    broken.version = "2"
    broken.articles = [WHEAT, Skipped(address="/fields/b", reason="b breaks off.")]
    assert take_in(library, [fields]).removed == 0
    assert len(held(library)) == 3
    broken.articles = [WHEAT]
    assert take_in(library, [fields]).removed == 1, "it is read again, though it looks the same"


def test_a_folder_that_cannot_be_opened_is_not_pruned(library: Library) -> None:
    fields = MadeUpInput.of("/fields", {"/fields/in/a": [COTTON], "/fields/b": [WHEAT]})
    take_in(library, [fields])
    closed = MadeUpInput.of("/fields", {"/fields/in": [], "/fields/b": [WHEAT]})
    closed.made_up["/fields/in"].error = UnreadableArticle("/fields/in cannot be opened.")
    assert take_in(library, [closed], prune=True).removed == 0
    assert held(library) == {COTTON.id, WHEAT.id}


def test_a_stopped_run_goes_on_where_it_was(
    library: Library, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("index.indexer._GROUP", 1)
    fields = MadeUpInput.of("/f", {"/f/a": [COTTON], "/f/b": [WHEAT], "/f/c": [RICE]})

    def stop(step: Step) -> None:
        if step.done == 2:
            raise KeyboardInterrupt

    with pytest.raises(KeyboardInterrupt):
        take_in(library, [fields], progress=stop)
    assert held(library) == {COTTON.id, WHEAT.id}
    report = take_in(library, [fields])
    assert (report.added, report.unchanged) == (1, 2)


@pytest.mark.parametrize("place", ["/fields/b", "/fields/", "/fields", RICE.id, "The Grain Post"])
def test_removed_articles_are_gone_from_every_file(
    tmp_path: Path, embedding: EmbeddingModel, fields: MadeUpInput, place: str
) -> None:
    with Library.create(tmp_path / "library", embedding) as library:
        take_in(library, [fields])
        assert remove(library, [place]) == len({COTTON.id, WHEAT.id, RICE.id} - held(library)) > 0
        assert library.catalogue.digest(RICE.id) is None
        assert library.words.search_folded(["exported"], 5) == []
        assert (
            library.words.count() == library.vectors.count() == library.catalogue.passages.count()
        )
    for file in (tmp_path / "library").rglob("*"):
        assert not file.is_file() or b"exported" not in file.read_bytes(), file


def test_nothing_is_removed_for_a_place_that_is_not_there(
    library: Library, fields: MadeUpInput
) -> None:
    take_in(library, [fields])
    assert remove(library, ["/field", "%", "' OR 1=1 --"]) == 0
    assert len(held(library)) == 3


def test_inputs_are_remembered_with_their_options(library: Library, fields: MadeUpInput) -> None:
    fields.options = '{"text": "body"}'
    take_in(library, [fields])
    assert library.catalogue.documents.inputs() == {"/fields": '{"text": "body"}'}
    remove(library, ["/fields"])
    assert library.catalogue.documents.inputs() == {}


def test_an_input_that_cannot_be_had_is_skipped_and_not_remembered(
    library: Library, fields: MadeUpInput
) -> None:
    class Absent(MadeUpInput):
        def documents(self) -> Iterator[Document]:
            raise NothingToIndex("The feed cannot be had.")

    report = take_in(library, [Absent("https://example.org/feed"), fields])
    assert (report.added, [one.reason for one in report.skipped]) == (
        3,
        ["The feed cannot be had."],
    )
    assert list(library.catalogue.documents.inputs()) == ["/fields"]


def test_articles_of_an_older_indexer_find_their_document(
    library: Library, fields: MadeUpInput
) -> None:
    with Indexer(library) as indexer:
        indexer.take(COTTON)
    assert take_in(library, [fields]).unchanged == 1
    assert remove(library, ["/fields/a"]) == 1
