"""Sitemaps (sitemaps.org): the pages that a site lists, and the sitemaps that an index lists."""

import contextlib
import io
from collections.abc import Iterator
from dataclasses import dataclass
from enum import StrEnum
from typing import Any

from lxml import etree

from index.errors import UnreadableArticle
from index.web.addresses import join
from index.web.entries import Entry
from index.web.unpacking import BrokenGzip, is_gzip, joined, unpacked

LARGEST_BYTES = 52_428_800
"""Unpacked; the most that the protocol allows."""

_HEAD_BYTES = 65_536
_SAFE: dict[str, Any] = {"resolve_entities": False, "no_network": True, "load_dtd": False}


class Listing(StrEnum):
    """What a document that is no page lists."""

    PAGES = "sitemap"
    SITEMAPS = "sitemap index"
    FEED = "feed"


_BY_ROOT = {
    "urlset": Listing.PAGES,
    "sitemapindex": Listing.SITEMAPS,
    "rss": Listing.FEED,
    "feed": Listing.FEED,
    "RDF": Listing.FEED,
}


@dataclass(frozen=True)
class Listed:
    """The address of a page or sitemap in a sitemap, and when it changed, as written there."""

    address: str
    changed: str | None


def plain(data: bytes, address: str) -> bytes:
    """Return `data` unpacked, when it is a gzip file. Raises UnreadableArticle."""
    if not is_gzip(data):
        return data
    try:
        data = joined(unpacked([data]), LARGEST_BYTES)
    except BrokenGzip as error:
        raise UnreadableArticle(f"{address} is a damaged gzip file.") from error
    if len(data) > LARGEST_BYTES:
        raise UnreadableArticle(f"{address} is larger than {LARGEST_BYTES >> 20} MB unpacked.")
    return data


def listing_of(data: bytes) -> Listing | None:
    """Return what `data` lists, told from its first XML element; None when it is another thing."""
    # Recovering, since a feed that is broken further on is a feed.
    parser = etree.XMLPullParser(events=("start",), recover=True, **_SAFE)
    with contextlib.suppress(etree.XMLSyntaxError):
        parser.feed(data[:_HEAD_BYTES].lstrip())
    for _, element in parser.read_events():
        return _BY_ROOT.get(etree.QName(element).localname)
    return None


def listed(data: bytes, address: str) -> Iterator[Listed]:
    """Yield what the sitemap or index at `address` lists, its relative links made absolute.

    Raises UnreadableArticle, maybe after some of them, when it is no valid XML: what could be made
    out of it might be other addresses than those that were meant.
    """
    found: dict[str, str] = {}
    try:
        for _, element in etree.iterparse(io.BytesIO(data.lstrip()), **_SAFE):
            name = etree.QName(element).localname
            if name in ("loc", "lastmod"):
                found.setdefault(name, (element.text or "").strip())
            elif name in ("url", "sitemap"):
                if found.get("loc"):
                    yield Listed(_absolute(address, found["loc"]), found.get("lastmod"))
                found = {}
                element.clear()
    except etree.XMLSyntaxError as error:
        raise UnreadableArticle(f"{address} is not a valid sitemap: {error.msg}.") from error


def _absolute(address: str, link: str) -> str:
    try:
        return join(address, link)
    except UnreadableArticle:
        return link  # for the page itself to say what is wrong with it


def entry_of(one: Listed) -> Entry:
    """Return the entry of a page; a day alone is too coarse to tell whether the page changed."""
    return Entry(one.address, changed=one.changed if "T" in (one.changed or "") else None)
