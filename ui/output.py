"""Lines to the terminal, as they are."""

import sys

from rich.console import Console


def print_line(line: str) -> None:
    """Write a line to standard output."""
    sys.stdout.write(f"{line}\n")
    sys.stdout.flush()


def print_error(line: str) -> None:
    """Write a line to standard error."""
    Console(stderr=True, highlight=False).print(line, markup=False, soft_wrap=True)
