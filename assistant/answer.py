"""What the assistant gives back: an answer, and the citations that prove it."""

from datetime import date
from typing import Literal

from pydantic import BaseModel, ConfigDict

from index.article import DatePrecision


class Span(BaseModel):
    """A character range of a stored article text, end excluded."""

    model_config = ConfigDict(frozen=True)

    start: int
    end: int


class Citation(BaseModel):
    """A quote of a stored article: `article.text[start:end] == quote`, always."""

    model_config = ConfigDict(frozen=True)

    marker: int
    """The number that stands for it in the answer: 1 is written [1]."""
    article_id: str
    title: str | None
    published: date | None
    published_precision: DatePrecision | None
    source: str | None
    url: str | None
    language: str | None
    quote: str
    start: int
    end: int
    highlight: Span | None
    """The words inside the quote that answer, as a range of the article text."""
    passage_id: str
    score: float
    """How likely this quote answers the question, 0 to 1."""


class Answer(BaseModel):
    """The answer to one question. `abstained` means that the articles do not say."""

    model_config = ConfigDict(frozen=True)

    question: str
    language: str
    """ISO 639-1 code of the question's language."""
    answer: str
    """Plain text for the reader, with markers [1] [2] that point to `citations`."""
    abstained: bool
    confidence: float
    """0 to 1: how likely the first citation answers the question."""
    mode: Literal["verbatim", "written"]
    citations: list[Citation]
    """In the order of their markers; when abstained, the nearest passages."""
    indexed_through: date | None
    """Newest article date in the library: how current an answer can be."""
    took_ms: float
