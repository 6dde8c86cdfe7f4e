"""The figures of `make quality`: how they are made from a set, and how README shows them."""

from pathlib import Path

import pytest

from assistant.span_reader.model import SpanReader
from benchmarks.judged import FIRST, QUOTE, TOLD_APART, Figure, Judge, judged
from benchmarks.quality import BEGIN, END, README, replaced, table
from benchmarks.withholding import WithholdingAssistant
from index.embedding import EmbeddingModel
from index.library import Library
from tests.conftest import article, put
from training.pools import Ask, Pool

HARBOUR = article("harbour", "The harbour of Vellmar was opened by Queen Ottilie in 1874.")
MILL = article("mill", "The mill of Grauden grinds rye for the bakers of eleven villages.")
QUESTION = "Who opened the harbour of Vellmar?"


def test_what_is_withheld_is_never_cited(library: Library, span_reader: SpanReader) -> None:
    put(library, HARBOUR, MILL)
    assistant = WithholdingAssistant(library, span_reader)
    without = assistant.ask_without(QUESTION, {HARBOUR.id})
    assert {one.article_id for one in without.citations} == {MILL.id}
    with_all = assistant.ask_without(QUESTION, ())
    assert with_all.citations[0].article_id == HARBOUR.id
    assert with_all.confidence > without.confidence


def test_a_set_is_measured_beside_its_goals(
    tmp_path: Path, embedding: EmbeddingModel, span_reader: SpanReader
) -> None:
    ask = Ask(QUESTION, "en", ("Queen Ottilie",), frozenset({HARBOUR.id}))
    judge = Judge(
        "harbours",
        lambda count: Pool("harbours", "harbours", (HARBOUR, MILL), (ask,) * count),
        {FIRST: 0.9, QUOTE: 0.8, TOLD_APART: 0.7},
        withheld=True,
    )
    figures = list(judged([judge], 2, tmp_path, embedding, span_reader))
    assert figures[0] == Figure("harbours", FIRST, "1.00", 0.9)
    assert [one.name for one in figures[:3]] == [FIRST, QUOTE, TOLD_APART]
    assert figures[2].measured == "1.00"
    exact = next(one for one in figures if one.goal == 1)
    assert exact.measured == "1.00"


def test_a_set_is_named_once_in_the_table() -> None:
    figures = [Figure("a", "x", "0.50", 0.6), Figure("a", "y", "12 ms"), Figure("b", "x", "0.40")]
    assert table(figures)[2:] == [
        "| a | x | 0.50 | 0.60 |",
        "|  | y | 12 ms |  |",
        "| b | x | 0.40 |  |",
    ]


def test_the_table_takes_the_place_of_the_old_one() -> None:
    text = f"before\n{BEGIN}\nold\n{END}\nafter\n"
    new = f"before\n{BEGIN}\nnew\nlines\n{END}\nafter\n"
    assert replaced(text, ["new", "lines"]) == new
    assert replaced(new, ["new", "lines"]) == new
    with pytest.raises(ValueError, match="no place"):
        replaced(f"{END}\n{BEGIN}", ["new"])


def test_readme_has_the_place() -> None:
    assert "| asked of |" in replaced(README.read_text(encoding="utf-8"), table([]))
