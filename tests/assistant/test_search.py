"""Passages alone, ranked by what was read in them."""

from datetime import date

import pytest

from assistant import Assistant
from assistant.span_reader.model import SpanReader
from index.article import DatePrecision
from index.errors import LibraryEmpty, QuestionRefused
from index.library import Library
from index.scope import Scope
from tests.conftest import article, put

OPENED = article(
    "opened",
    "The harbour of Vellmar was opened by Queen Ottilie in 1874. Its lighthouse came later.",
    published=date(2024, 5, 1),
    published_precision=DatePrecision.DAY,
)
HARBOURS = article(
    "harbours",
    "Harbours are opened every year somewhere. Who opens a harbour is seldom remembered, and the "
    "harbour of Vellmar is no exception to people who never go there.",
)
MILL = article("mill", "Le moulin de Grauden moud le seigle de onze villages.", language="fr")
QUESTION = "Who opened the harbour of Vellmar?"


@pytest.fixture
def assistant(library: Library, span_reader: SpanReader) -> Assistant:
    put(library, OPENED, HARBOURS, MILL)
    return Assistant(library, span_reader)


def test_the_passage_with_the_answer_comes_first(assistant: Assistant) -> None:
    found = assistant.search(QUESTION)
    assert found[0].article_id == OPENED.id
    assert found[0].article_id == assistant.ask(QUESTION).citations[0].article_id
    assert len({passage.id for passage in found}) == len(found) == 3


def test_no_more_passages_than_asked_for_and_none_outside_the_scope(assistant: Assistant) -> None:
    assert len(assistant.search(QUESTION, limit=1)) == 1
    (only,) = assistant.search(QUESTION, scope=Scope(after=date(2024, 1, 1)))
    assert only.article_id == OPENED.id


def test_it_refuses_what_asking_refuses(assistant: Assistant) -> None:
    with pytest.raises(QuestionRefused):
        assistant.search("  ")


def test_an_empty_library_is_told(library: Library, span_reader: SpanReader) -> None:
    with pytest.raises(LibraryEmpty):
        Assistant(library, span_reader).search(QUESTION)
