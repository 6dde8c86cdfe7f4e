"""What the assistant gives back: an answer, and the citations that prove it."""

from datetime import date
from typing import Literal

from pydantic import BaseModel, ConfigDict

from assistant.writing.model import Failure
from index.article import DatePrecision


class Span(BaseModel):
    """A character range of a stored article text, end excluded."""

    model_config = ConfigDict(frozen=True)

    start: int
    end: int


class ResolvedDate(Span):
    """Words of a quote that tell a date from the day of its article, such as "last Thursday"."""

    date: str
    """What they mean, in ISO 8601: a day, a month (2025-06) or a year (2025)."""


class CarriedBy(BaseModel):
    """An article that carries the same text as the one cited, with hardly a word changed."""

    model_config = ConfigDict(frozen=True)

    article_id: str
    title: str | None
    published: date | None
    published_precision: DatePrecision | None
    source: str | None
    url: str | None


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
    resolved_dates: tuple[ResolvedDate, ...] = ()
    """The relative dates inside the quote, as ranges of the article text."""
    passage_id: str
    score: float
    """How likely this quote answers the question, 0 to 1."""
    copy_of: int | None = None
    """Marker of the citation whose text this article carries too, with hardly a word changed."""
    carried_by: tuple[CarriedBy, ...] = ()
    """The near-duplicates of this article in the library, those that are cited left out."""
    translation: str | None = None
    """The quote in the asker's language, by a language model, with the same numbers and dates."""

    @property
    def answering(self) -> str:
        """The words of the quote that answer, in one line; all of it where none are marked."""
        if self.highlight is None:
            return " ".join(self.quote.split())
        low, high = self.highlight.start - self.start, self.highlight.end - self.start
        return " ".join(self.quote[low:high].split())


class Position(BaseModel):
    """One of the answers that the articles give."""

    model_config = ConfigDict(frozen=True)

    text: str
    """What its first citation says, see `Citation.answering`."""
    markers: list[int]
    """The citations that give this answer; the first is the one quoted."""
    voices: int
    """Independent articles among them: near-copies of one text count once."""


class Disagreement(BaseModel):
    """Articles contradict each other in the fact that is asked for."""

    model_config = ConfigDict(frozen=True)

    kind: Literal["differ", "changed"]
    """`changed` when every article of a position is newer than those of the next."""
    between: int
    """How many positions contradict each other: the first ones of the answer."""


class Writing(BaseModel):
    """What became of an answer in the hands of a language model."""

    model_config = ConfigDict(frozen=True)

    model: str
    sentences: int = 0
    """Sentences that are shown, each supported by what it cites."""
    unsupported: int = 0
    """Sentences that were left out because what they cite does not support them."""
    uncited: int = 0
    """Sentences that were left out because they cite nothing."""
    failure: Failure | None = None
    """Why the answer is verbatim after all, or `cut` where it broke off; null when neither."""
    prompt_tokens: int = 0
    completion_tokens: int = 0


class Answer(BaseModel):
    """The answer to one question. `abstained` means that the articles do not say."""

    model_config = ConfigDict(frozen=True)

    question: str
    understood: str | None = None
    """The question that was searched, where it was completed from those before it; else null."""
    language: str
    """ISO 639-1 code of the question's language."""
    answer: str
    """Plain text for the reader, with markers [1] [2] that point to `citations`."""
    abstained: bool
    sure: bool
    """Whether nine in ten of the answers with such a confidence are right; false when abstained."""
    confidence: float
    """0 to 1: how likely the first citation answers the question."""
    mode: Literal["verbatim", "written"]
    """`written`: by a language model, every sentence checked against what it cites."""
    writing: Writing | None = None
    """None where no language model was asked to write."""
    citations: list[Citation]
    """In the order of their markers; when abstained, the nearest passages."""
    positions: list[Position] = []
    """The different answers, in the order of the text; none when abstained."""
    disagreement: Disagreement | None = None
    """None as well where several positions may all hold, or that cannot be told."""
    indexed_through: date | None
    """Newest article date in the library: how current an answer can be."""
    took_ms: float
