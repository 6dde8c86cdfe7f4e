"""Speed and memory, as ratios within one run: `make bench`, or `python -m benchmarks`.

--passages N   size of the large library (default 20,000; its first filling takes long)
--articles N   articles for the indexing figures (default 300)
--folder DIR   where the library and the models are kept between runs (default build/bench)
"""

import argparse
from itertools import islice
from pathlib import Path

from assistant import open_span_reader
from benchmarks.asking import latencies
from benchmarks.corpus import NEWS, ROOT, large_library, news_articles
from benchmarks.indexing import against_encoder, quickstart
from benchmarks.starting import ask_seconds, server_start
from index.embedding import EmbeddingModel, open_embedding

_QUESTION = "Qui a remporté le championnat du monde en 2014 ?"
_QUESTIONS = 105  # five of them to warm up


def main() -> None:
    """Run every benchmark and print its figures beside the goal."""
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    parser.add_argument("--passages", type=int, default=20_000)
    parser.add_argument("--articles", type=int, default=300)
    parser.add_argument("--folder", type=Path, default=ROOT / "build" / "bench")
    given = parser.parse_args()
    if not NEWS.exists():
        raise SystemExit(f"The benchmarks need the news corpus at {NEWS}.")
    cache = given.folder / "cache"
    embedding = open_embedding(cache=cache, notify=print)
    _indexing(given.articles, given.folder, embedding)
    _asking(given.folder, cache, given.passages, embedding)


def _indexing(count: int, folder: Path, embedding: EmbeddingModel) -> None:
    articles = list(islice(news_articles(), count))
    ours, encoder = against_encoder(articles, embedding)
    few = articles[: count // 3]  # torch is slow: a third says as much
    third, _ = against_encoder(few, embedding)
    plain = quickstart(few, folder / "e5-torch")
    characters = sum(len(article.text) for article in articles)
    rate = characters / ours
    print(f"Indexing {count} articles            {ours:8.1f} s   {rate:,.0f} characters/s")
    print(f"  throughput over the bare encoder {encoder / ours:8.2f}     (goal: at least 0.8)")
    print(f"  throughput over the quickstart   {plain / third:8.2f}     (goal: at least 2)")


def _asking(folder: Path, cache: Path, passages: int, embedding: EmbeddingModel) -> None:
    place = folder / f"library-{passages}"
    titles = [article.title or "" for article in islice(news_articles(), 500, 500 + _QUESTIONS)]
    with large_library(place, passages, embedding) as library:
        print(f"Asking {_QUESTIONS - 5} questions of {library.status().passages:,} passages")
        times = latencies(library, open_span_reader(cache=cache), titles)
    embed_p50, _ = times["embed"]
    goals = {"embed": "", "find": "(goal: at most 5)", "answer": "(goal: at most 30)"}
    for name, (p50, p95) in times.items():
        ratio = p50 / embed_p50
        print(
            f"  {name:8} p50 {p50:7.1f} ms  p95 {p95:7.1f} ms  "
            f"over embedding {ratio:5.1f}  {goals[name]}"
        )
    print(f"`depeche ask` from the shell        {ask_seconds(place, cache, _QUESTION):8.1f} s")
    start = server_start(place, cache, _QUESTION)
    print(f"Server ready                       {start.ready_s:8.1f} s")
    print(f"Server's resident memory           {start.resident_mb:8.0f} MB")


if __name__ == "__main__":
    main()
