"""Shows what an evaluation measured: as a table in the terminal, or as JSON."""

import json
from collections.abc import Iterator
from pathlib import Path
from typing import NamedTuple

from rich.console import Console
from rich.table import Table
from rich.text import Text

from assistant.evaluation import Report
from assistant.evaluation.history import Record


def record_json(record: Record, history: Path) -> str:
    """Return the record, and where the history is, as one JSON object."""
    fields = record.model_dump(mode="json") | {"history": str(history)}
    return json.dumps(fields, indent=2, ensure_ascii=False)


def print_record(record: Record, history: Path) -> None:
    """Write the figures to standard output as tables, and where the history is."""
    console = Console(highlight=False)
    figures = Table("Figure", "Value", "Of", box=None, pad_edge=False)
    for row in _rows(record.figures):
        figures.add_row(row.name, Text(row.value, justify="right"), row.of)
    console.print(figures)
    console.print()
    console.print(_reliability(record.figures))
    console.print()
    # Not wrapped, nor read as markup: a path is there to be copied.
    lines = [f"Model    {record.model}", f"History  {history} (a line a run)"]
    console.print(Text("\n".join(lines)), soft_wrap=True)


class _Row(NamedTuple):
    """A figure as it is shown."""

    name: str
    value: str
    of: str
    """What was counted."""


def _rows(report: Report) -> Iterator[_Row]:
    asked = f"{report.questions:,} questions"
    if report.retrieval:
        of = f"{report.retrieval.questions:,} with a gold article"
        yield _Row("Gold article first (recall@1)", _share(report.retrieval.recall_at_1), of)
        yield _Row("  within five (recall@5)", _share(report.retrieval.recall_at_5), of)
        yield _Row("  within ten (recall@10)", _share(report.retrieval.recall_at_10), of)
        yield _Row("  reciprocal rank (MRR)", _share(report.retrieval.mrr), of)
    if report.answering:
        of = f"{report.answering.questions:,} with an answer"
        yield _Row("Answer in the first quote", _share(report.answering.first_quote), of)
        yield _Row("  in any quote", _share(report.answering.any_quote), of)
        yield _Row("Words marked: exact match", _share(report.answering.exact_match), of)
        yield _Row("  F1", _share(report.answering.f1), of)
        yield _Row("Answered", _share(report.answering.answered), of)
    if report.abstained is not None:
        of = f"{report.unanswerable:,} without an answer"
        yield _Row("Abstained", _share(report.abstained), of)
    if report.auroc is not None:
        yield _Row("Confidence told apart (AUROC)", _share(report.auroc), asked)
    if report.shown_right is not None:
        yield _Row("Right", _share(report.shown_right), f"{report.shown:,} answers shown")
    if report.sure_right is not None:
        yield _Row(
            "  where it is sure", _share(report.sure_right), f"{report.sure:,} answers shown"
        )
    if report.quotes_exact is not None:
        yield _Row("Exact in the article", _share(report.quotes_exact), f"{report.quotes:,} quotes")
    yield _Row("Time of an answer, p50", f"{report.latency_p50_ms:,.0f} ms", asked)
    yield _Row("  p95", f"{report.latency_p95_ms:,.0f} ms", asked)


def _reliability(report: Report) -> Table:
    table = Table(box=None, pad_edge=False)
    for name in ("Confidence", "Questions", "Mean confidence", "Share right"):
        table.add_column(name, justify="right")
    for one in report.reliability:
        share = (_share(one.confidence), _share(one.right))
        table.add_row(f"{one.low:.1f} to {one.high:.1f}", f"{one.count:,}", *share)
    return table


def _share(value: float) -> str:
    return f"{value:.3f}"
