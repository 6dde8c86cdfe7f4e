"""A large library: what it costs to fill, to open, to run again and to change.

`python -m benchmarks.scale` takes the 22,256 news articles into build/scale, which takes an hour or
more the first time and goes on where it was stopped; then it measures. Costs are compared in one
run: the same articles into an empty library, into the large one, and through the bare encoder, in
turns, since this kind of machine changes its speed by the minute. At last the update of an article
is measured again in a copy that is filled up to 100,000 passages without embedding them.
"""

import argparse
import resource
import tempfile
import time
from collections.abc import Iterator, Sequence
from itertools import islice
from pathlib import Path
from statistics import median

import numpy as np

from benchmarks.corpus import NEWS, ROOT
from benchmarks.crowding import crowd
from index.article import Article
from index.chunks import SentenceChunker, embedded_text
from index.document import Content, Document, Input
from index.embedding import EmbeddingModel, open_embedding
from index.files import FileInput
from index.indexer import Indexer
from index.intake import Step, take_in
from index.library import Library
from ui.progress import indexing_bar
from ui.settings import load_settings

_FOLDER = ROOT / "build" / "scale"
_CROWDED = ROOT / "build" / "scale-crowded"
_CROWD = 100_000  # passages in the latter
_ROUNDS = 3
_ARTICLES = 150  # in a round
_UPDATES = 20
_MB = 1_000_000


def main() -> None:
    """Fill the library and print the figures."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--as-it-is", action="store_true", help="measure without filling first")
    asked = parser.parse_args()
    if not NEWS.is_file():
        print(f"Skipped: the corpus is not at {NEWS}.")
        return
    embedding = open_embedding(cache=load_settings().cache, notify=print)
    if not asked.as_it_is:
        _fill(embedding)
    opening = time.perf_counter()
    with Library.open(_FOLDER, embedding, purpose="benchmarks") as library:
        opening = time.perf_counter() - opening
        status = library.status()
        print(f"Library: {status.articles:,} articles in {status.passages:,} passages.")
        print(f"Opening: {opening:.1f} s; {_size(_FOLDER) / _MB:,.0f} MB on the disk.")
        _compare(library, embedding)
        _update(library)
        _run_again(library)
    print(f"Memory at its highest: {_highest_memory_mb():,} MB.")
    crowd(_FOLDER, _CROWDED, _CROWD, embedding)
    with Library.open(_CROWDED, embedding, purpose="benchmarks") as library:
        print(f"In a copy filled up to {library.status().passages:,} passages:")
        _update(library)


def _fill(embedding: EmbeddingModel) -> None:
    """Take the corpus in, and tell the memory in use at each tenth."""
    told = 0

    with (
        Library.create(_FOLDER, embedding, purpose="benchmarks") as library,
        indexing_bar("Filling") as bar,
    ):

        def tell(step: Step) -> None:
            nonlocal told
            bar(step)
            if step.done / step.total * 10 >= told + 1:
                told = int(step.done / step.total * 10)
                print(f"{step.articles:,} articles: {_memory_mb():,} MB in use.", flush=True)

        report = take_in(library, [FileInput(NEWS)], progress=tell)
    print(
        f"Filled: {report.added:,} added, {report.unchanged:,} unchanged, "
        f"{report.duplicates:,} near-duplicates, {len(report.skipped):,} skipped."
    )


def _compare(library: Library, embedding: EmbeddingModel) -> None:
    """Print what articles cost in a large library, in an empty one and in the bare encoder."""
    held = list(islice(library.catalogue.all_articles(), _ROUNDS * _ARTICLES))
    large = small = bare = 0.0
    for first in range(0, len(held), _ARTICLES):
        articles = held[first : first + _ARTICLES]
        bare += _encode(articles, embedding)
        with (
            tempfile.TemporaryDirectory() as folder,
            Library.create(Path(folder, "library"), embedding) as empty,
        ):
            small += _index(empty, articles)
        with library.catalogue.transaction():
            for one in articles:
                library.catalogue.remove_article(one.id)
        library.sync()
        large += _index(library, articles)
    print(
        f"Cost of an article here over that in an empty library: {large / small:.2f}; "
        f"throughput over the bare encoder's: {bare / large:.2f}."
    )


def _encode(articles: Sequence[Article], embedding: EmbeddingModel) -> float:
    chunker = SentenceChunker()
    texts = [embedded_text(node) for one in articles for node in chunker.chunks(one)]
    started = time.perf_counter()
    embedding.encode_passages(texts)
    return time.perf_counter() - started


def _index(library: Library, articles: Sequence[Article]) -> float:
    started = time.perf_counter()
    with Indexer(library) as indexer:
        for one in articles:
            indexer.take(one)
    return time.perf_counter() - started


def _update(library: Library) -> None:
    """Print how long one article's update takes: a sentence is added at its end, and taken off."""
    taken = []
    for one in islice(library.catalogue.all_articles(), _UPDATES):
        changed = one.model_copy(update={"text": f"{one.text} This was corrected later."})
        taken.append(_index(library, [changed]) * 1_000)
        _index(library, [one])
    print(
        f"Update of one article: {median(taken):,.0f} ms (95 of 100 within "
        f"{np.quantile(taken, 0.95):,.0f} ms), its embedding included."
    )


def _run_again(library: Library) -> None:
    """Print the pace of running on unchanged input, read again and not."""
    source = FileInput(NEWS)
    (document,) = source.documents()
    held = library.catalogue.documents.known([document.address])[document.address]
    if held.state is None:
        print("Run again: not measured, because the library is not filled yet.")
        return
    print(
        f"Run again: {_pace(library, _Touched(source)):,.0f} articles a second when the file is "
        f"read again, {_pace(library, source):,.0f} when it is unchanged."
    )


class _Touched:
    """The same file, as if it had been written again with the same content."""

    def __init__(self, source: FileInput) -> None:
        self._source = source
        self.name: str = source.name
        self.options: str = source.options
        self.is_complete: bool = source.is_complete
        self.folder: str | None = None

    def documents(self) -> Iterator[Document]:
        """Yield the file."""
        for one in self._source.documents():
            yield _Unknown(one)

    def __len__(self) -> int:
        return 1


class _Unknown:
    def __init__(self, document: Document) -> None:
        self._document = document
        self.address = document.address

    def read(self, _known: str | None) -> Content | None:
        """Return what is in the file, whatever was known."""
        return self._document.read(None)


def _pace(library: Library, source: Input) -> float:
    started = time.perf_counter()
    report = take_in(library, [source])
    return report.unchanged / (time.perf_counter() - started)


def _size(folder: Path) -> int:
    return sum(file.stat().st_size for file in folder.rglob("*") if file.is_file())


def _memory_mb() -> int:
    pages = int(Path("/proc/self/statm").read_text().split()[1])
    return pages * resource.getpagesize() // _MB


def _highest_memory_mb() -> int:
    return resource.getrusage(resource.RUSAGE_SELF).ru_maxrss * 1024 // _MB


if __name__ == "__main__":
    main()
