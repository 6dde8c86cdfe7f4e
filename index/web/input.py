"""A web address that somebody names: a page, or a sitemap or feed that lists pages."""

from collections.abc import Iterator

from index.document import Document
from index.errors import DocumentGone, NothingToIndex, UnreadableArticle
from index.web.addresses import clean_address
from index.web.document import WebDocument
from index.web.entries import Entry
from index.web.feeds import entries_of
from index.web.fetching import Fetched, Fetcher
from index.web.reading import MEDIA_TYPES
from index.web.sitemaps import Listing, entry_of, listed, listing_of, plain

_ROOT_TYPES = (
    *MEDIA_TYPES,
    "application/xml",
    "text/xml",
    "application/rss+xml",
    "application/atom+xml",
    "application/rdf+xml",
    "application/gzip",
    "application/x-gzip",
    "application/octet-stream",
)
_MOST_LEVELS = 3
"""Of sitemaps: an index may not list indexes, but some do."""


class WebInput:
    """What is at one http or https address, told from its content: a page, a sitemap, an index of
    sitemaps, an RSS or Atom feed.

    A site's front page is a page like others: to take in a site, its sitemap is named.
    """

    def __init__(self, address: str, fetcher: Fetcher) -> None:
        """Take what is at `address`. Raises NothingToIndex when that can be no web address."""
        try:
            self._name = clean_address(address)
        except UnreadableArticle as error:
            raise NothingToIndex(str(error)) from error
        self._fetcher = fetcher
        self._last: Fetched | None = None
        self._found = 0

    @property
    def name(self) -> str:
        """The address, in the form of `clean_address`."""
        return self._name

    @property
    def options(self) -> str:
        """None are needed."""
        return "{}"

    @property
    def is_complete(self) -> bool:
        """False: feeds, and the sitemaps of news, name only what is new."""
        return False

    @property
    def folder(self) -> None:
        """None: it is no folder."""

    def __len__(self) -> int:
        """How many pages have been found."""
        return self._found

    def documents(self) -> Iterator[Document]:
        """Yield the pages, each address once, in the order of the list.

        What was seen at the address the last time is asked for only if it has changed. Raises
        NothingToIndex when the address or a sitemap cannot be fetched or understood; the pages of
        the sitemaps that can be come before that.
        """
        seen: set[str] = set()
        try:
            for document in self._documents():
                if document.address not in seen:
                    seen.add(document.address)
                    self._found = len(seen)
                    yield document
        except (UnreadableArticle, DocumentGone) as error:
            raise NothingToIndex(str(error)) from error

    def _documents(self) -> Iterator[WebDocument]:
        page = self._look()
        data = plain(page.body, page.address)
        match listing_of(data):
            case Listing.FEED:
                for entry in entries_of(data, page.address, page.charset):
                    yield self._document(entry)
            case Listing.PAGES | Listing.SITEMAPS as listing:
                yield from self._pages(data, page.address, listing, 1)
            case None if page.media_type not in MEDIA_TYPES:
                raise UnreadableArticle(f"{self._name} is neither a page nor a sitemap nor a feed.")
            case None:
                yield WebDocument(self._name, self._fetcher, fetched=page)

    def _look(self) -> Fetched:
        if self._last is None:
            self._last = self._fetcher.fetch(self._name, _ROOT_TYPES)
        else:
            etag, modified = self._last.etag, self._last.modified
            changed = self._fetcher.fetch_changed(
                self._name, _ROOT_TYPES, etag=etag, modified=modified
            )
            self._last = changed or self._last
        return self._last

    def _document(self, entry: Entry) -> WebDocument:
        return WebDocument(entry.address, self._fetcher, entry)

    def _pages(
        self, data: bytes, address: str, listing: Listing, level: int
    ) -> Iterator[WebDocument]:
        """The pages of a sitemap, or of the sitemaps of an index; those that fail come last."""
        if listing is Listing.PAGES:
            for one in listed(data, address):
                yield self._document(entry_of(one))
            return
        if level == _MOST_LEVELS:
            raise UnreadableArticle(f"{address} is an index of indexes: name one of its sitemaps.")
        problems: list[UnreadableArticle | DocumentGone] = []
        for one in listed(data, address):
            try:
                yield from self._sitemap(one.address, level + 1)
            except (UnreadableArticle, DocumentGone) as error:
                problems.append(error)
        if problems:
            raise problems[0]

    def _sitemap(self, address: str, level: int) -> Iterator[WebDocument]:
        fetched = self._fetcher.fetch(address, _ROOT_TYPES)
        data = plain(fetched.body, fetched.address)
        listing = listing_of(data)
        if listing is None or listing is Listing.FEED:
            raise UnreadableArticle(f"{address} is not a sitemap, though a sitemap index names it.")
        yield from self._pages(data, fetched.address, listing, level)
