"""Asking a small library questions whose answers are known."""

from pathlib import Path

import pytest

from assistant.evaluation import GoldQuestion, ask_all
from assistant.evaluation.passages import passage_library
from index.embedding import EmbeddingModel
from index.errors import EvaluationInvalid
from index.library import Library
from tests.conftest import article, put

HARBOUR = "The harbour of Vellmar was opened to ships by Queen Ottilie in 1874."
MILL = "The mill of Grauden grinds rye for the bakers of eleven villages."


def asked(gold: str) -> GoldQuestion:
    return GoldQuestion(
        "q1", "Who opened the harbour of Vellmar?", "en", ("Queen Ottilie",), (gold,)
    )


@pytest.fixture
def filled(library: Library) -> Library:
    put(library, article("harbour", HARBOUR), article("mill", MILL))
    return library


def test_gold_is_named_by_id_or_address(filled: Library) -> None:
    by_id = article("harbour", HARBOUR).id
    (outcome,) = ask_all(filled, None, [asked(by_id)])
    assert outcome.gold == {by_id}
    assert outcome.ranked[0] == by_id
    assert set(outcome.ranked) == {by_id, article("mill", MILL).id}
    assert outcome.answer.citations
    assert all(outcome.exact)


def test_gold_that_is_not_in_the_library_is_refused(filled: Library) -> None:
    with pytest.raises(EvaluationInvalid, match="'nowhere' of the question 'q1'"):
        ask_all(filled, None, [asked("nowhere")])


def test_progress_is_told(filled: Library) -> None:
    told: list[tuple[int, int]] = []
    question = GoldQuestion("q2", "Who opened it?", "en", (), ())
    (outcome,) = ask_all(filled, None, [question], lambda done, total: told.append((done, total)))
    assert told == [(0, 1), (1, 1)]
    assert outcome.ranked == ()


def test_passages_are_indexed_once(tmp_path: Path, embedding: EmbeddingModel) -> None:
    path = tmp_path / "passages.jsonl"
    path.write_text(f'{{"passage_id": "p1", "text": "{HARBOUR}", "lang": "en"}}\n')
    folder = tmp_path / "libraries"
    told: list[tuple[int, int]] = []

    def open_library(version: str) -> Library:
        told.clear()
        return passage_library(
            path, folder, embedding, version, lambda done, total: told.append((done, total))
        )

    with open_library("1") as library:
        assert library.status().articles == 1
        (outcome,) = ask_all(library, None, [asked("p1")])
        assert outcome.ranked == tuple(outcome.gold)
        assert (0, 1) in told
    with open_library("1") as again:
        assert again.folder == library.folder
        assert told == [(1, 1)]
    with open_library("2") as other:
        assert other.folder != library.folder
