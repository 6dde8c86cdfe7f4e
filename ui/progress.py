"""The bar that shows in the terminal how far a long piece of work is."""

from collections.abc import Callable, Iterator
from contextlib import contextmanager

from rich.console import Console
from rich.progress import (
    BarColumn,
    MofNCompleteColumn,
    Progress,
    ProgressColumn,
    Task,
    TaskID,
    TaskProgressColumn,
    TextColumn,
    TimeElapsedColumn,
    TimeRemainingColumn,
)
from rich.text import Text

from index.intake import Step


@contextmanager
def progress_bar(title: str, unit: str) -> Iterator[Callable[[int, int], None]]:
    """Show a bar on standard error, as soon as it is told how far the work is.

    It is told how many `unit` are done, and how many there are.
    """
    columns = (
        TextColumn(title), BarColumn(), MofNCompleteColumn(), TextColumn(unit),
        TimeElapsedColumn(), TextColumn("left"), TimeRemainingColumn(),
    )  # fmt: skip
    with _bar(*columns) as update:
        yield lambda done, total: update(done, total, 0)


@contextmanager
def indexing_bar(title: str) -> Iterator[Callable[[Step], None]]:
    """Show a bar on standard error, as soon as it is told how far an indexing run is."""
    columns = (
        TextColumn(title), BarColumn(), TaskProgressColumn(), _ArticlesColumn(),
        TimeElapsedColumn(), TextColumn("left"), TimeRemainingColumn(),
    )  # fmt: skip
    with _bar(*columns) as update:
        yield lambda step: update(step.done, step.total, step.articles)


class _ArticlesColumn(ProgressColumn):
    """How many articles were seen, and how many in a second."""

    def render(self, task: Task) -> Text:
        articles: int = task.fields["articles"]
        rate = articles / task.elapsed if task.elapsed else 0.0
        return Text(f"{articles:,} articles, {rate:,.1f}/s", style="progress.data.speed")


@contextmanager
def _bar(*columns: ProgressColumn) -> Iterator[Callable[[float, int, int], None]]:
    bar = Progress(*columns, console=Console(stderr=True))
    tasks: list[TaskID] = []

    def update(done: float, total: int, articles: int) -> None:
        if not tasks:  # only then: what is refused at once shows no bar
            bar.start()
            tasks.append(bar.add_task("", total=total, articles=articles))
        bar.update(tasks[0], completed=done, total=total, articles=articles)

    try:
        yield update
    finally:
        if tasks:
            bar.stop()
