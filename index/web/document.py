"""One page of the web as a document: read again only when its server says that it changed."""

import hashlib
from dataclasses import dataclass

from pydantic import BaseModel, ConfigDict, ValidationError

from index.article import Article
from index.document import Content, Skipped
from index.errors import UnreadableArticle
from index.web.entries import Entry, EntryContent
from index.web.fetching import Fetched, Fetcher
from index.web.reading import MEDIA_TYPES, read_page


class PageState(BaseModel):
    """What tells one version of a page from another, as it is kept in `Content.state`."""

    model_config = ConfigDict(frozen=True)

    digest: str = ""
    """SHA-256 of the body, in hexadecimal digits."""
    etag: str | None = None
    modified: str | None = None
    """Last-Modified, as the server wrote it."""
    changed: str | None = None
    """When the page changed by its sitemap."""

    @classmethod
    def of(cls, known: str | None) -> "PageState":
        """Return the state that `known` is, an empty one when it is none of ours."""
        try:
            return cls.model_validate_json(known or "{}")
        except ValidationError:
            return cls()


@dataclass(frozen=True)
class WebDocument:
    """The page at `address`, and what is known of it without fetching it."""

    address: str
    fetcher: Fetcher
    entry: Entry | None = None
    """What the feed or sitemap says that led to it."""
    fetched: Fetched | None = None
    """The page itself, when it has been fetched already to see what it is."""

    def read(self, known: str | None) -> Content | None:
        """Return what is in the page, None when it is still the `known` one.

        A sitemap that gives the second of the last change is believed without a request. Where the
        page cannot be had, what its feed carries of it is taken. Raises UnreadableArticle, and
        DocumentGone when the server says that the page is not there, whatever the feed carries.
        """
        state = PageState.of(known)
        entry = self.entry
        if entry is None or entry.content is None:
            return self._page(state)
        if not entry.has_page:
            return self._carried(state, entry, entry.content)
        try:
            return self._page(state)
        except UnreadableArticle as problem:
            try:
                return self._carried(state, entry, entry.content)
            except UnreadableArticle:
                raise problem from None

    def _page(self, state: PageState) -> Content | None:
        changed = self.entry.changed if self.entry else None
        if changed is not None and changed == state.changed:
            return None
        page = self.fetched or self.fetcher.fetch_changed(
            self.address, MEDIA_TYPES, etag=state.etag, modified=state.modified
        )
        if page is None or (digest := _digest(page.body)) == state.digest:
            return None
        found = PageState(digest=digest, etag=page.etag, modified=page.modified, changed=changed)
        return _content(found, read_page(page, self.entry))

    def _carried(self, state: PageState, entry: Entry, content: EntryContent) -> Content | None:
        digest = _digest(content.data)
        if digest == state.digest:
            return None
        carried = Fetched(self.address, content.media_type, "utf-8", content.data)
        return _content(PageState(digest=digest), read_page(carried, entry))


def _digest(data: bytes) -> str:
    return hashlib.sha256(data).hexdigest()


def _content(state: PageState, articles: list[Article | Skipped]) -> Content:
    return Content(state=state.model_dump_json(exclude_none=True), articles=articles)
