"""What the library page lists: articles of a scope, or those that a search finds."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

import anyio

from index.article import Article, ArticleEntry, Passage
from index.errors import LibraryEmpty
from index.scope import Scope, read_scope
from ui.asking import Search
from ui.contract import Assistant

PAGE_SIZE = 20
_FOUND = 15  # passages that a search shows, in as many articles or fewer
_MOST_PAGES = 1_000_000  # a number that SQLite can count with


@dataclass(frozen=True)
class Listing:
    """One page of articles."""

    entries: list[ArticleEntry]
    total: int
    page: int = 1

    @property
    def pages(self) -> int:
        """How many pages there are; at least one."""
        return max(1, -(-self.total // PAGE_SIZE))


class Lister:
    """Lists the articles of an assistant's library."""

    def __init__(self, assistant: Assistant, search: Search) -> None:
        self._assistant = assistant
        self._search = search

    async def list(self, query: Mapping[str, str]) -> Listing:
        """Return what the fields of the page ask for.

        Raises ScopeInvalid for filters that do not fit, QuestionRefused for a search that is none.
        """
        scope = asked_scope(query)
        sought = query.get("q", "").strip()
        if not sought:
            return await anyio.to_thread.run_sync(self._browse, scope, page_number(query))
        try:
            passages = await self._search(sought, None, scope, limit=_FOUND)
        except LibraryEmpty:
            passages = []
        return await anyio.to_thread.run_sync(self._found, passages)

    def _browse(self, scope: Scope, page: int) -> Listing:
        total, entries = self._assistant.articles(scope, (page - 1) * PAGE_SIZE, PAGE_SIZE)
        return Listing(entries, total, page)

    def _found(self, passages: Sequence[Passage]) -> Listing:
        """Return the articles of `passages`, best first, each with its best passage."""
        best = {passage.article_id: passage for passage in reversed(passages)}
        ordered = dict.fromkeys(passage.article_id for passage in passages)
        entries = [
            _entry(self._assistant.article(article_id), best[article_id]) for article_id in ordered
        ]
        return Listing(entries, len(entries))


def asked_scope(query: Mapping[str, str]) -> Scope:
    """Return the filters of the page's address; raises ScopeInvalid."""
    return read_scope(
        after=query.get("after"),
        before=query.get("before"),
        source=query.get("source"),
        language=query.get("article_language"),
    )


def page_number(query: Mapping[str, str]) -> int:
    """Return the page asked for, counted from 1; the first for what is no number."""
    written = query.get("page", "")
    number = int(written) if written.isascii() and written.isdecimal() and len(written) < 9 else 1
    return min(max(1, number), _MOST_PAGES)


def _entry(article: Article, passage: Passage) -> ArticleEntry:
    known = article.model_dump(include=set(ArticleEntry.model_fields))
    return ArticleEntry(**known, beginning=passage.text)
