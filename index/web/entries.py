"""What a list of pages, a sitemap or a feed, says about one of them."""

from dataclasses import dataclass

from index.dates import PublicationDate


@dataclass(frozen=True)
class EntryContent:
    """The whole article as a feed carries it."""

    media_type: str
    data: bytes


@dataclass(frozen=True)
class Entry:
    """One page of a list; what the list does not say is None."""

    address: str
    """In the form of `clean_address`; as the list has it, when it can be no web address."""
    has_page: bool = True
    """Whether there is a page at the address; false where a feed carries all that there is."""
    title: str | None = None
    author: str | None = None
    published: PublicationDate | None = None
    content: EntryContent | None = None
    changed: str | None = None
    """When the page last changed, to the second, as the list writes it."""
