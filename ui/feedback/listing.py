"""Shows the feedback in the terminal, and as JSON."""

from collections import Counter
from collections.abc import Sequence

from pydantic import TypeAdapter
from rich.console import Console
from rich.table import Table
from rich.text import Text

from ui.feedback.entry import KeptFeedback
from ui.terminal import printable


def feedback_json(kept: Sequence[KeptFeedback]) -> str:
    """Return the opinions as a JSON list, oldest first."""
    return TypeAdapter(list[KeptFeedback]).dump_json(list(kept), indent=2).decode()


def print_feedback(kept: Sequence[KeptFeedback]) -> None:
    """Write a table of the opinions to standard output, newest first."""
    console = Console(highlight=False)
    table = Table(box=None, pad_edge=False, padding=(0, 2, 0, 0))
    for heading in ("Given (UTC)", "Verdict", "Reason", "Question", "Comment"):
        table.add_column(heading, overflow="fold")
    for one in reversed(kept):
        given = one.given.strftime("%Y-%m-%d %H:%M")
        said = (one.reason or "", one.question, one.comment or "")
        table.add_row(given, one.verdict, *(Text(printable(text)) for text in said))
    if kept:
        console.print(table)
    counts = Counter(one.verdict for one in kept)
    console.print(f"{counts['like']:,} like, {counts['dislike']:,} dislike.")
