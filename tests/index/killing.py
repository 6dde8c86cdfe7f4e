"""Kills an indexing run at random moments, and looks each time whether anything is lost.

`python -m tests.index.killing --kills 100` starts a process that takes in, changes and removes
articles in one library, and kills it (SIGKILL) up to some seconds after it began. Whatever the
process had acknowledged by then must be there once, in the catalogue and in both indexes, and the
next process must go on. It ends with 1 at the first loss.
"""

import argparse
import hashlib
import os
import random
import signal
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator, Sequence
from contextlib import suppress
from dataclasses import dataclass
from pathlib import Path

import numpy as np
from numpy.typing import NDArray

from index.article import Article, digest
from index.derived import DerivedIndexes
from index.doctor import examine_catalogue, examine_indexes
from index.document import Content, Document
from index.intake import take_in
from index.library import Library

_ROOT = Path(__file__).parents[2]
_ARTICLES = 200
_GROUP = 64  # passages stored at a time: more moments at which a kill can do harm
_LONGEST_S = 2.5
"""After its first line, until a process is killed: it takes in some hundred articles in a second,
so that the kills fall into writing, syncing, pruning and rebuilding."""
_LETTERS = str.maketrans("0123456789", "abcdefghij")
_PRUNED_EVERY = 3  # rounds; each rebuilds both indexes


class QuickEmbedding:
    """A vector for each text that is its own: what is embedded does not matter here."""

    identity = "made up"
    dimension = 64

    def encode_queries(self, texts: Sequence[str]) -> NDArray[np.float32]:
        """Return a vector for each text."""
        return np.stack([self._vector(text) for text in texts])

    encode_passages = encode_queries

    def _vector(self, text: str) -> NDArray[np.float32]:
        seed = int.from_bytes(hashlib.sha256(text.encode()).digest()[:8])
        vector = np.random.default_rng(seed).normal(size=self.dimension).astype(np.float32)
        unit: NDArray[np.float32] = vector / np.linalg.norm(vector)
        return unit


def word_of(number: int, version: int) -> str:
    """Return a word that stands in one version of one article alone."""
    return f"w{number}x{version}".translate(_LETTERS)


def made_up(number: int, version: int) -> Article:
    """Return a version of an article of two or three passages."""
    sentence = f"Article {number} says {word_of(number, version)} in its version {version}. "
    address = f"/killed/{number}"
    return Article(
        id=hashlib.sha256(address.encode()).hexdigest()[:16],
        address=address,
        text=sentence * 40,
        language="en" if number % 3 else "fr",
    )


@dataclass
class _Made:
    number: int
    version: int

    @property
    def address(self) -> str:
        return f"/killed/{self.number}"

    def read(self, known: str | None) -> Content | None:
        state = str(self.version)
        return None if known == state else Content(state, [made_up(self.number, self.version)])


class _Round:
    """All articles in the version of a round; a tenth has gone, another in each round."""

    name = "/killed"
    options = "{}"
    is_complete = True
    folder = "/killed/"

    def __init__(self, number: int) -> None:
        self.number = number

    def documents(self) -> Iterator[Document]:
        for number in range(_ARTICLES):
            if number % 10 != self.number % 10:
                # A third of the articles changes with each round.
                yield _Made(number, 3 + self.number - (number - self.number) % 3)

    def __len__(self) -> int:
        return _ARTICLES * 9 // 10


def work(folder: Path, first: int) -> None:
    """Take in round after round, telling on standard output what is stored."""
    import chromadb  # noqa: F401  (before it has begun: importing takes longer than the work)

    import index.chunks
    import index.indexer

    tell = DerivedIndexes.sync

    def sync_and_tell(self: DerivedIndexes) -> None:
        tell(self)
        print("stored", flush=True)  # noqa: T201

    DerivedIndexes.sync = sync_and_tell  # type: ignore[method-assign]
    index.indexer._GROUP = _GROUP
    print("begun", flush=True)  # noqa: T201
    with Library.create(folder, QuickEmbedding()) as library:
        for number in range(first, first + 1_000):
            print("round", number, flush=True)  # noqa: T201
            take_in(library, [_Round(number)], prune=number % _PRUNED_EVERY == 0)
            print("done", number, flush=True)  # noqa: T201


def kill_once(folder: Path, first: int, moment: random.Random) -> tuple[list[str], float]:
    """Start the work with round `first`, and kill it; return its lines and after how long."""
    started = subprocess.Popen(
        [sys.executable, "-m", "tests.index.killing", "--work", folder, "--round", str(first)],
        cwd=_ROOT, stdout=subprocess.PIPE, text=True,
    )  # fmt: skip
    assert started.stdout is not None
    lines = [started.stdout.readline().strip()]
    after = moment.uniform(0, _LONGEST_S)
    time.sleep(after)
    with suppress(ProcessLookupError):
        os.kill(started.pid, signal.SIGKILL)
    lines += [line.strip() for line in started.stdout]
    started.wait()
    return lines, after


def losses(folder: Path, acknowledged: int) -> list[str]:
    """Open the library and return what is wrong with it; the last round `acknowledged` is there."""
    wrong: list[str] = []
    with Library.create(folder, QuickEmbedding()) as library:
        found = [*examine_catalogue(folder), *examine_indexes(library)]
        wrong += [one.sentence for one in found if one.verdict == "fault"]
        if library.catalogue.outbox.changes():
            wrong.append("The indexes were not told everything at opening.")
        for document in _Round(acknowledged).documents() if acknowledged >= 0 else ():
            number = int(document.address.rpartition("/")[2])
            if library.catalogue.digest(made_up(number, 0).id) is None and not _may_be_gone(
                number, acknowledged
            ):
                wrong.append(f"{document.address} was acknowledged and is not there.")
        passages = 0
        for article in library.catalogue.all_articles():
            number = int(article.address.rpartition("/")[2])
            passages += _passages_lost(library, article, number, wrong)
        counts = {library.words.count(), library.vectors.count(), passages}
        if len(counts) != 1:
            wrong.append(f"The stores hold {counts} passages.")
    return wrong


def _may_be_gone(number: int, acknowledged: int) -> bool:
    """Tell whether a later round, begun but not ended, may have removed the article."""
    return any(
        number % 10 == later % 10 and later % _PRUNED_EVERY == 0
        for later in range(acknowledged + 1, acknowledged + 3)
    )


def _passages_lost(library: Library, article: Article, number: int, wrong: list[str]) -> int:
    stored = library.catalogue.passages.of_article(article.id)
    version = next((v for v in range(2_000) if word_of(number, v) in article.text.split()), None)
    if version is None or digest(made_up(number, version)) != library.catalogue.digest(article.id):
        wrong.append(f"{article.address} is not any version that was taken in.")
        return len(stored)
    by_words = library.words.search_folded([word_of(number, version)], 50)
    for passage in stored:
        matches = library.vectors.search_language(article.language, passage.vector, 1)
        if not matches or matches[0].cosine < 0.999:
            wrong.append(f"The vector of {passage.id} is not found.")
    if {match.passage_id for match in by_words} != {passage.id for passage in stored}:
        wrong.append(f"The words of {article.address} find {len(by_words)} of {len(stored)}.")
    return len(stored)


def kill_often(folder: Path, kills: int, seed: int) -> list[str]:
    """Kill as often as told, until something is lost; return what is wrong then."""
    moment = random.Random(seed)  # noqa: S311
    acknowledged = -1
    for number in range(kills):
        lines, after = kill_once(folder, acknowledged + 1, moment)
        done = [int(line.split()[1]) for line in lines if line.startswith("done")]
        acknowledged = max([acknowledged, *done])
        stored = lines.count("stored")
        wrong = losses(folder, acknowledged)
        print(  # noqa: T201
            f"Kill {number + 1}: after {after:.2f} s, {stored} groups stored, "
            f"{acknowledged + 1} rounds whole, {len(wrong)} losses",
            flush=True,
        )
        if wrong:
            return wrong
    return []


def main() -> None:
    """Run from the command line."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--kills", type=int, default=100)
    parser.add_argument("--seed", type=int, default=0)
    parser.add_argument("--work", type=Path, help=argparse.SUPPRESS)
    parser.add_argument("--round", type=int, default=0, help=argparse.SUPPRESS)
    asked = parser.parse_args()
    if asked.work:
        work(asked.work, asked.round)
        return
    with tempfile.TemporaryDirectory() as room:
        wrong = kill_often(Path(room, "library"), asked.kills, asked.seed)
    for sentence in wrong[:20]:
        print(sentence)  # noqa: T201
    if wrong:
        sys.exit(1)
    print(f"{asked.kills} kills, nothing lost.")  # noqa: T201


if __name__ == "__main__":
    main()
