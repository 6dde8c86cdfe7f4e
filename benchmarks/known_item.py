"""Known-item search: does the title of an article, asked as it is, find that article?

`python -m benchmarks.known_item LIBRARY_FOLDER` asks the titles of articles that are drawn from an
indexed library, always the same ones, and looks at the first five passages that `search` gives. A
near-duplicate of the article, or another article of the same title, is as good as the article.

--questions N   how many titles are asked (default 300)
--cache DIR     where the prepared models are (default build/bench/cache)
"""

import argparse
import random
import time
from pathlib import Path

import numpy as np
from rich.progress import track

from assistant import Assistant, open_span_reader
from benchmarks.corpus import ROOT
from index.article import Article
from index.duplicates import is_near_duplicate
from index.embedding import open_embedding
from index.scope import EVERYTHING

_SEED = 20
_LIMIT = 5
_PAGE = 1_000  # articles listed at a time
_WARM_UP = 5  # questions: what is loaded late is not a question's own time


def main() -> None:
    """Ask the titles and print how many were found, and how fast."""
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    parser.add_argument("library", type=Path)
    parser.add_argument("--questions", type=int, default=300)
    parser.add_argument("--cache", type=Path, default=ROOT / "build" / "bench" / "cache")
    given = parser.parse_args()
    models = open_embedding(cache=given.cache, notify=print), open_span_reader(cache=given.cache)
    with Assistant.open(given.library, *models, purpose="benchmarks") as assistant:
        drawn = drawn_titles(assistant, given.questions)
        for article in drawn[:_WARM_UP]:
            assistant.search(str(article.title), limit=_LIMIT)
        searches = [searched(assistant, article) for article in track(drawn, "Asking titles")]
        held, _ = assistant.articles(EVERYTHING, 0, 0)
    places, times = zip(*searches, strict=True)
    print(f"{len(drawn)} titles asked of {held:,} articles")
    for count in (1, _LIMIT):
        share = sum(place is not None and place <= count for place in places) / len(drawn)
        print(f"  found@{count}   {share:.3f}{'   (goal: at least 0.95)' if count > 1 else ''}")
    print(f"  p50       {np.percentile(times, 50):.0f} ms   p95 {np.percentile(times, 95):.0f} ms")
    for article, place in zip(drawn, places, strict=True):
        if place is None:
            print(f"  not found: {article.title}")


def drawn_titles(assistant: Assistant, count: int) -> list[Article]:
    """Return up to `count` articles that have a title, at random, always the same of a library."""
    held, _ = assistant.articles(EVERYTHING, 0, 0)
    listed = [
        entry
        for offset in range(0, held, _PAGE)
        for entry in assistant.articles(EVERYTHING, offset, _PAGE)[1]
    ]
    titled = sorted(entry.id for entry in listed if entry.title)
    drawn = random.Random(_SEED).sample(titled, min(count, len(titled)))  # noqa: S311
    return [assistant.article(article_id) for article_id in drawn]


def searched(assistant: Assistant, article: Article) -> tuple[int | None, float]:
    """Return the place of the first passage of `article`, from 1 on, and the milliseconds.

    None when none of the first five passages is of it or of what is as good.
    """
    started = time.perf_counter()
    passages = assistant.search(str(article.title), limit=_LIMIT)
    taken = (time.perf_counter() - started) * 1_000
    for place, passage in enumerate(passages, start=1):
        if passage.article_id == article.id or _as_good(
            assistant.article(passage.article_id), article
        ):
            return place, taken
    return None, taken


def _as_good(found: Article, wanted: Article) -> bool:
    return _plain(found.title) == _plain(wanted.title) or is_near_duplicate(found.text, wanted.text)


def _plain(title: str | None) -> str:
    return " ".join((title or "").casefold().split())


if __name__ == "__main__":
    main()
