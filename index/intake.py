"""Takes inputs into a library: what is new or changed goes in, what is unchanged is not read."""

import os
from collections import Counter
from collections.abc import Callable, Iterable, Iterator, Sequence
from itertools import islice
from typing import NamedTuple

from pydantic import BaseModel, ConfigDict

from index.catalogue import KnownDocument
from index.document import Document, Input, Skipped
from index.errors import DocumentGone, NothingToIndex, UnreadableArticle
from index.indexer import Indexer, Origin, Outcome
from index.library import Library
from index.stories import sign_older

_SKIPPED = 1_000
"""Parts of one document whose reasons are kept: a broken table has one for each of its rows."""
_BATCH = 500  # documents looked up in the catalogue at a time


class IndexReport(BaseModel):
    """What became of the inputs given; counts of articles."""

    model_config = ConfigDict(frozen=True)

    added: int = 0
    updated: int = 0
    unchanged: int = 0
    removed: int = 0
    """Gone from their document, or with it from a pruned input."""
    duplicates: int = 0
    """Of all articles in the library, those that only repeat another one."""
    skipped: tuple[Skipped, ...] = ()
    articles: int = 0
    """In the library, now."""

    @property
    def taken(self) -> int:
        """How many articles of the inputs the library holds now."""
        return self.added + self.updated + self.unchanged


class Step(NamedTuple):
    """How far the work is."""

    done: float
    """Documents gone through, with the part of a large one."""
    total: int
    """How many documents there are, as far as is known."""
    articles: int
    """Articles seen so far, unchanged ones among them."""


Progress = Callable[[Step], None]
"""Told how far the work is. What it raises stops the work; what is stored by then stays."""


def _silent(_step: Step) -> None:
    """Tell nobody."""


def take_in(
    library: Library,
    inputs: Sequence[Input],
    *,
    prune: bool = False,
    progress: Progress = _silent,
) -> IndexReport:
    """Add or update the articles of `inputs`; what cannot be read is skipped, the rest goes in.

    With `prune`, what has gone from an input is removed from the library, out of every store.
    An input that cannot be looked through is skipped, too. Raises LibraryNotWritable when the disk
    is full.
    """
    with library.writing:
        sign_older(library.catalogue)
        return _Run(library, progress).take(inputs, prune=prune)


class _Run:
    def __init__(self, library: Library, progress: Progress) -> None:
        self._library = library
        self._documents = library.catalogue.documents
        self._progress = progress
        self._number = self._documents.begin_run()
        self._counts: Counter[Outcome] = Counter()
        self._skipped: list[Skipped] = []
        self._removed = 0
        self._place = (0, 0)
        """Documents done before the one that is read, and how many there are."""

    def _tell(self, done: float, total: int) -> None:
        self._progress(Step(done, total, self._counts.total()))

    def take(self, inputs: Sequence[Input], *, prune: bool) -> IndexReport:
        done = 0
        found: list[Input] = []
        to_prune: list[Input] = []
        with Indexer(self._library) as indexer:
            for number, one in enumerate(inputs):
                before = done
                try:
                    for batch in _batches(one.documents()):
                        total = before + sum(len(left) for left in inputs[number:])
                        done = self._take_batch(indexer, one, batch, prune, done, total)
                except NothingToIndex as error:  # a feed that cannot be had: the others go on
                    self._skipped.append(Skipped(address=one.name, reason=str(error)))
                    continue
                found.append(one)
                # An empty folder may be a disk that is not mounted: nothing is removed for it.
                if prune and one.is_complete and done > before:
                    to_prune.append(one)
        for one in to_prune:
            self._prune(one)
        self._tell(done, done)
        with self._library.catalogue.transaction():
            for one in found:
                self._documents.remember_input(one.name, one.options)
            self._documents.forget_empty()
        self._removed += indexer.removed
        if prune and self._removed:
            self._library.scrub()
        return IndexReport(
            added=self._counts[Outcome.ADDED],
            updated=self._counts[Outcome.UPDATED],
            unchanged=self._counts[Outcome.UNCHANGED],
            removed=self._removed,
            duplicates=self._library.catalogue.stories.count_copies(),
            skipped=tuple(self._skipped),
            articles=self._library.catalogue.article_count(),
        )

    def _take_batch(
        self, indexer: Indexer, found_in: Input, batch: Sequence[Document],
        prune: bool, done: int, total: int,
    ) -> int:  # fmt: skip
        known = self._documents.known([document.address for document in batch])
        seen: list[str] = []
        for document in batch:
            self._place = (done, max(total, done))
            self._tell(*self._place)
            if self._take(indexer, found_in, document, known.get(document.address), prune):
                seen.append(document.address)
            done += 1
        with self._library.catalogue.transaction():
            self._documents.see_again(seen, found_in.name, self._number)
        return done

    def _take(
        self, indexer: Indexer, found_in: Input, document: Document,
        known: KnownDocument | None, prune: bool,
    ) -> bool:  # fmt: skip
        """Take a document in; return whether it is unchanged or could not be read."""
        origin = Origin(document.address, found_in.name, self._number)
        skipped: list[Skipped] = []
        try:
            content = document.read(known.state if known else None)
            if content is None:
                self._counts[Outcome.UNCHANGED] += known.articles if known else 0
                return True
            for one in content.articles:
                if isinstance(one, Skipped):
                    if len(skipped) < _SKIPPED or one.address == document.address:
                        skipped.append(one)
                else:
                    self._counts[indexer.take(one, origin)] += 1
                    done, total = self._place
                    self._tell(done + content.share(), total)
        except DocumentGone as error:
            if known and prune:
                self._remove(known.number)
                return False
            self._skipped.append(Skipped(address=document.address, reason=str(error)))
            return False
        except UnreadableArticle as error:
            # What an earlier version of it held stays; it is read again the next time.
            whole = Skipped(address=document.address, reason=str(error))
            self._skipped += [*skipped, whole]
            with self._library.catalogue.transaction():
                number = self._documents.see(document.address, found_in.name, self._number)
                self._documents.finish(number, None, [*skipped, whole])
            return True
        self._skipped += skipped
        # A document that broke off is skipped under its own address, after its first articles.
        is_whole = all(one.address != document.address for one in skipped)
        indexer.finish(origin, content.state if is_whole else None, skipped, is_whole=is_whole)
        return False

    def _prune(self, pruned: Input) -> None:
        closed = tuple(f"{one.address}{os.sep}" for one in self._skipped)
        unseen = self._documents.unseen(pruned.name, pruned.folder, self._number)
        for address, number in unseen.items():
            if not address.startswith(closed):  # in a folder that could not be opened
                self._remove(number)

    def _remove(self, number: int) -> None:
        catalogue = self._library.catalogue
        with catalogue.transaction():
            for article_id in self._documents.article_ids(number):
                self._removed += catalogue.release_article(article_id, number)
            self._documents.forget(number)
        self._library.sync()


def remove(library: Library, places: Sequence[str]) -> int:
    """Remove the articles meant by `places` from every store; return how many there were.

    A place is an article's id or address, a folder or other input (which is not taken in again
    either), or a source. Places that mean no article are passed over.
    """
    catalogue = library.catalogue
    with library.writing:
        removed = {one: None for place in places for one in catalogue.find_articles(place)}
        with catalogue.transaction():
            for article_id in removed:
                catalogue.remove_article(article_id)
            for place in places:
                catalogue.documents.forget_input(place)
            catalogue.documents.forget_empty()
        library.sync()
        if removed:
            library.scrub()
    return len(removed)


def _batches(documents: Iterable[Document]) -> Iterator[list[Document]]:
    iterator = iter(documents)
    while batch := list(islice(iterator, _BATCH)):
        yield batch
