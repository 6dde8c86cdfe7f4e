"""From what was fetched to an article, by the reader of its kind."""

import codecs

from index.article import Article, DateOrigin
from index.document import Skipped
from index.readers import article_id, read_content
from index.readers.kinds import ONE_ARTICLE
from index.web.addresses import canonical_address
from index.web.entries import Entry
from index.web.fetching import Fetched

MEDIA_TYPES = tuple(sorted(ONE_ARTICLE))
"""The kinds of pages that can be read."""


def read_page(page: Fetched, entry: Entry | None) -> list[Article | Skipped]:
    """Return the articles in `page`; `entry` tells what a page of one article does not.

    The address of such an article is the one that the page declares as its own, else the one where
    it was found. Raises UnreadableArticle when there is no article in the page.
    """
    return [
        _placed(one, entry) if isinstance(one, Article) and one.address == page.address else one
        for one in _read(page)
    ]


def _read(page: Fetched) -> list[Article | Skipped]:
    return read_content(
        _utf8(page), address=page.address, media_type=page.media_type, name=page.address, url=None
    )


def _placed(article: Article, entry: Entry | None) -> Article:
    address = canonical_address(article.address, article.url)
    article = article.model_copy(
        update={"id": article_id(address), "address": address, "url": address}
    )
    return article if entry is None else _completed(article, entry)


def _utf8(page: Fetched) -> bytes:
    """The body in UTF-8 where it is in the charset that the server names.

    A body that is valid UTF-8 stays, since servers name one charset for everything they have; what
    the server says wrongly or not at all is for the reader to find in the page.
    """
    if not page.media_type.startswith("text/"):
        return page.body
    try:
        page.body.decode("utf-8")
        return page.body
    except UnicodeDecodeError:
        pass
    try:
        charset = codecs.lookup(page.charset or "").name
        # What the web calls Latin-1 is Windows-1252 (WHATWG Encoding Standard, section 4.2).
        return page.body.decode("cp1252" if charset == "iso8859-1" else charset).encode()
    except (LookupError, UnicodeDecodeError):
        return page.body


def _completed(article: Article, entry: Entry) -> Article:
    known: dict[str, object] = {
        "title": article.title or entry.title,
        "author": article.author or entry.author,
    }
    if entry.published and article.published_origin in (None, DateOrigin.ADDRESS):
        known |= {
            "published": entry.published.day,
            "published_precision": entry.published.precision,
            "published_origin": DateOrigin.METADATA,
        }
    return article.model_copy(update=known)
