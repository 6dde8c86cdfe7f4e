"""What a reader says of one answer."""

from datetime import datetime
from typing import Annotated, Literal, Self

from pydantic import BaseModel, ConfigDict, Field, model_validator

from assistant.question import QUESTION_LIMIT

Verdict = Literal["like", "dislike"]
Reason = Literal["wrong", "incomplete", "beside", "outdated", "other"]


class Feedback(BaseModel):
    """An opinion of an answer, with the question and the answer, which are kept nowhere else."""

    model_config = ConfigDict(extra="forbid", frozen=True, use_attribute_docstrings=True)

    verdict: Verdict
    reason: Reason | None = None
    """What is wrong with an answer that is disliked; `beside`: it does not answer the question."""
    comment: str | None = Field(default=None, max_length=2000)
    """The reader's own words."""
    question: str = Field(min_length=1, max_length=QUESTION_LIMIT)
    filters: str | None = Field(default=None, max_length=1000)
    """The filters of the question, in words."""
    answer: str = Field(max_length=10_000)
    """The answer as plain text."""
    passages: list[Annotated[str, Field(max_length=200)]] = Field(default=[], max_length=60)
    """The passages that the answer quotes, in the order of its citations."""

    @model_validator(mode="after")
    def _only_dislikes_have_reasons(self) -> Self:
        if self.verdict == "like" and self.reason is not None:
            raise ValueError("a reason says what is wrong, and a like has none")
        return self


class KeptFeedback(Feedback):
    """An opinion as it is kept."""

    number: int
    given: datetime
    """When it was given, in UTC, to the second."""
