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
    TextColumn,
    TimeElapsedColumn,
    TimeRemainingColumn,
)
from rich.text import Text


class _RateColumn(ProgressColumn):
    """How many are done in a second."""

    def render(self, task: Task) -> Text:
        speed = task.finished_speed or task.speed
        return Text(f"{speed:,.1f}/s" if speed else "", style="progress.data.speed")


@contextmanager
def progress_bar(title: str, unit: str) -> Iterator[Callable[[int, int], None]]:
    """Show a bar on standard error, as soon as it is told how far the work is.

    It is told how many `unit` are done, and how many there are.
    """
    columns = (
        TextColumn(title), BarColumn(), MofNCompleteColumn(), TextColumn(unit), _RateColumn(),
        TimeElapsedColumn(), TextColumn("left"), TimeRemainingColumn(),
    )  # fmt: skip
    bar = Progress(*columns, console=Console(stderr=True))
    tasks: list[TaskID] = []

    def tell(done: int, total: int) -> None:
        if not tasks:  # only then: what is refused at once shows no bar
            bar.start()
            tasks.append(bar.add_task(title, total=total))
        bar.update(tasks[0], completed=done, total=total)

    try:
        yield tell
    finally:
        if tasks:
            bar.stop()
