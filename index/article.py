"""What the library holds: articles, and the passages that they are cut into."""

from datetime import date
from enum import StrEnum
from hashlib import sha256

from pydantic import BaseModel, ConfigDict


class DatePrecision(StrEnum):
    """How much of a publication date is known."""

    DAY = "day"
    MONTH = "month"
    YEAR = "year"


class DateOrigin(StrEnum):
    """Where a publication date was found."""

    METADATA = "metadata"
    ADDRESS = "address"
    TEXT = "text"


class Article(BaseModel):
    """One article as stored. What is not known is None, never guessed."""

    model_config = ConfigDict(frozen=True)

    id: str
    """16 hexadecimal digits, derived from `address`: the same address is the same article."""
    address: str
    """Where it was taken from: an absolute file path or an http(s) address."""
    text: str
    """The whole text. All offsets in the product are characters (code points) of this string."""
    title: str | None = None
    published: date | None = None
    """Publication date; when the precision is a month or a year, the first day of it."""
    published_precision: DatePrecision | None = None
    published_origin: DateOrigin | None = None
    author: str | None = None
    """Who wrote it: one name, or several with commas between them."""
    source: str | None = None
    """Who published it: a newspaper, an agency, a site's name."""
    url: str | None = None
    """An http(s) address where a reader can open it."""
    language: str | None = None
    """ISO 639-1, two lower-case letters."""


def digest(article: Article) -> str:
    """Return the SHA-256 of all that is known of `article`: has it changed?"""
    return sha256(article.model_dump_json(exclude_none=True).encode()).hexdigest()


class ArticleEntry(BaseModel):
    """An article in a list: what is known of it, and how it begins."""

    model_config = ConfigDict(frozen=True)

    id: str
    title: str | None
    published: date | None
    published_precision: DatePrecision | None
    source: str | None
    language: str | None
    url: str | None
    """An http(s) address where a reader can open it."""
    beginning: str
    """The first 300 characters of the text, or fewer."""


class Passage(BaseModel):
    """A chunk of an article: `article.text[start:end] == text`, always."""

    model_config = ConfigDict(frozen=True)

    id: str
    article_id: str
    start: int
    end: int
    text: str
