"""What a chat completion asks: the question, the questions before it, and the filters."""

import re
from collections.abc import Sequence
from typing import Literal

from pydantic import BaseModel, ConfigDict, Field, ValidationInfo, field_validator

from assistant.conversation import Turn
from index.errors import QuestionRefused
from ui.api.questions import Filters

MODELS = ("depeche", "depeche-footnotes")
"""The second lists the sources below the text as well."""

_MESSAGES_LIMIT = 2_000
_QUOTATION = re.compile(r"[«“„\"「]\s?([^«»“”„\"「」]+?)\s?[»”“\"」]\s?\[1\]")
"""Matches the first quote of an answer, as the answer's text shows it."""


class Part(BaseModel):
    """A part of a message; parts that are not text are passed over."""

    model_config = ConfigDict(extra="ignore", frozen=True)

    type: str
    text: str = ""


class Message(BaseModel):
    """A message of the conversation."""

    model_config = ConfigDict(extra="ignore", frozen=True)

    role: Literal["system", "developer", "user", "assistant", "tool", "function"]
    content: str | list[Part] | None = None

    @property
    def text(self) -> str:
        """Its text, without other parts."""
        if isinstance(self.content, str):
            return self.content
        return "\n".join(part.text for part in self.content or () if part.type == "text")


class StreamOptions(BaseModel):
    """How to stream."""

    model_config = ConfigDict(extra="ignore", frozen=True)

    include_usage: bool = False


class ChatCompletionRequest(Filters):
    """A chat completion. What only steers a language model (temperature and such) is passed over.

    The filters and `language` are our own: the official client sends them as `extra_body`.
    """

    model_config = ConfigDict(extra="ignore", frozen=True, use_attribute_docstrings=True)

    model: str
    """`depeche`, or `depeche-footnotes`, whose text ends with the list of its sources."""
    messages: list[Message] = Field(min_length=1, max_length=_MESSAGES_LIMIT)
    """The last one of the user is the question, those of the user before it the history."""
    stream: bool = False
    stream_options: StreamOptions | None = None
    n: int | None = Field(default=1)
    language: str | None = Field(default=None, pattern="^[a-z]{2}$")
    """ISO 639-1 code of the question's language; recognised from the question when left out."""

    @field_validator("stream", mode="before")
    @classmethod
    def _null_is_no(cls, value: object, info: ValidationInfo) -> object:  # noqa: ARG003
        return False if value is None else value

    @field_validator("n")
    @classmethod
    def _one_answer(cls, value: int | None) -> int | None:
        if value not in (None, 1):
            raise ValueError("there is one answer to a question: leave n out")
        return value

    def question(self) -> str:
        """The text of the last message of the user; raises QuestionRefused when there is none."""
        asked = [message.text for message in self.messages if message.role == "user"]
        if not asked:
            raise QuestionRefused("No message has the role user: the last one is the question.")
        return asked[-1]

    def history(self) -> Sequence[Turn]:
        """The questions before it, with the quotes that answered them."""
        turns: list[Turn] = []
        for message in self.messages:
            if message.role == "user":
                turns.append(Turn(question=message.text))
            elif message.role == "assistant" and turns:
                quoted = _QUOTATION.search(message.text)
                turns[-1] = turns[-1].model_copy(update={"answer": quoted and quoted[1]})
        return turns[:-1]
