"""How good the answers are, beside the goals: `make quality`, or `python -m benchmarks.quality`.

It prints the table and writes it into README.

--questions N   how many of each set, always the same ones (default 150)
--folder DIR    where the indexed sets and the model are kept between runs (default build/quality);
                remove it after a change of how articles are cut into passages
"""

import argparse
from collections.abc import Sequence
from hashlib import sha256
from pathlib import Path

from assistant import open_span_reader
from benchmarks.corpus import ROOT
from benchmarks.judged import JUDGES, Figure, judged
from index.embedding import open_embedding
from training.pools import EVAL

README = ROOT / "README.md"
BEGIN, END = "<!-- quality: written by `make quality` -->", "<!-- end of quality -->"


def main() -> None:
    """Measure, print the table and write it into README."""
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    parser.add_argument("--questions", type=int, default=150)
    parser.add_argument("--folder", type=Path, default=ROOT / "build" / "quality")
    given = parser.parse_args()
    if not EVAL.is_dir():
        print(f"Skipped: the development sets are not at {EVAL}.")
        return
    cache = given.folder / "cache"
    embedding = open_embedding(cache=cache, notify=print)
    span_reader = open_span_reader(cache=cache)
    # A library keeps to the model that made it.
    model = sha256(embedding.identity.encode()).hexdigest()[:8]
    figures = list(judged(JUDGES, given.questions, given.folder / model, embedding, span_reader))
    lines = [
        f"`python -m benchmarks.quality --questions {given.questions}` printed this:", "",
        *table(figures),
    ]  # fmt: skip
    print("\n".join(lines))
    README.write_text(replaced(README.read_text(encoding="utf-8"), lines), encoding="utf-8")


def table(figures: Sequence[Figure]) -> list[str]:
    """Return the lines of a Markdown table of `figures`; a set is named on its first line."""
    lines = ["| asked of | | measured | goal |", "|---|---|---|---|"]
    named = None
    for figure in figures:
        where = figure.where if figure.where != named else ""
        goal = "" if figure.goal is None else f"{figure.goal:.2f}"
        lines.append(f"| {where} | {figure.name} | {figure.measured} | {goal} |")
        named = figure.where
    return lines


def replaced(text: str, lines: Sequence[str]) -> str:
    """Return `text` with `lines` in place of what stands between the two markers.

    Raises ValueError when it does not hold both, in their order.
    """
    before, begin, rest = text.partition(BEGIN)
    _, end, after = rest.partition(END)
    if not end:
        raise ValueError(f"README has no place for the table: put {BEGIN} and {END} into it.")
    return "\n".join([before + begin, *lines, end + after])


if __name__ == "__main__":
    main()
