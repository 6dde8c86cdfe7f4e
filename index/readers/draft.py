"""What a reader found in one file, before the facts that only its text tells are added."""

from dataclasses import dataclass

from index.article import DateOrigin
from index.dates import PublicationDate
from index.errors import UnreadableArticle


@dataclass(frozen=True)
class Draft:
    """The text of an article and what the file says about it; what it does not say is None."""

    text: str
    title: str | None = None
    published: PublicationDate | None = None
    published_origin: DateOrigin | None = None
    author: str | None = None
    source: str | None = None
    url: str | None = None
    language: str | None = None
    """ISO 639-1."""


@dataclass(frozen=True)
class Part:
    """One article of a file that holds many, or why it cannot be read."""

    record: str
    """Its own identifier in the file, or its number there, counted from 1."""
    content: Draft | UnreadableArticle
