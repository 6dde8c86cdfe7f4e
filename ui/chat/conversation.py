"""A conversation: turns as the reader's browser keeps them. The server keeps none."""

from collections.abc import Sequence
from typing import Annotated, Any

from pydantic import BaseModel, ConfigDict, Field, ValidationError, field_validator

from assistant.answer import Answer
from assistant.conversation import Turn
from assistant.question import QUESTION_LIMIT
from ui.chat.filters import NOTHING_CHOSEN, Chosen
from ui.turns import answered_turn

# What the browser sends back may be damaged, older than this program or not from it at all:
# these limits keep it from costing more than an honest conversation does.
_TURNS_KEPT = 50
_ANSWER_LIMIT = 50_000  # characters of an answer's text, of each quote and translation
_CITATIONS_LIMIT = 60

_Written = Annotated[str, Field(max_length=200)]


class Exchange(BaseModel):
    """A question and what became of it; with neither answer nor failure it is not answered yet."""

    model_config = ConfigDict(frozen=True)

    question: str = Field(max_length=2 * QUESTION_LIMIT)
    chosen: tuple[
        _Written | None, _Written | None, _Written | None, _Written | None, _Written | None
    ] = NOTHING_CHOSEN
    """What stood in the filters."""
    answer: Answer | None = None
    is_draft: bool = False
    """Whether the answer is only what was written of it as yet."""
    failure: str | None = Field(default=None, max_length=2000)
    """The sentence that the reader was told in the place of an answer."""

    @field_validator("answer")
    @classmethod
    def _within_limits(cls, answer: Answer | None) -> Answer | None:
        if answer is not None:
            texts = [answer.answer, *(each.quote for each in answer.citations)]
            texts += [each.translation or "" for each in answer.citations]
            longest = max(len(text) for text in texts)
            if longest > _ANSWER_LIMIT or len(answer.citations) > _CITATIONS_LIMIT:
                raise ValueError("longer than any answer of this program")
        return answer

    @property
    def is_finished(self) -> bool:
        """Whether nothing more comes; a turn that is kept unfinished was stopped."""
        return self.failure is not None or (self.answer is not None and not self.is_draft)


def asked_turn(question: str, chosen: Chosen) -> Exchange:
    """Return the turn of a question that has just been asked.

    Only its beginning is kept of a question that is refused for its length.
    """
    return Exchange(question=question[: 2 * QUESTION_LIMIT], chosen=chosen)


def written_turns(turns: Sequence[Exchange]) -> list[Any]:
    """Return the newest turns as JSON values, for the browser to keep."""
    return [turn.model_dump(mode="json") for turn in turns[-_TURNS_KEPT:]]


def read_turns(kept: object) -> list[Exchange]:
    """Return the turns of what the browser kept; those that cannot be read are left out."""
    turns: list[Exchange] = []
    for value in kept[-_TURNS_KEPT:] if isinstance(kept, list) else []:
        try:
            turns.append(Exchange.model_validate(value))
        except ValidationError:
            continue  # Of an older version or damaged; what can be read is still shown.
    return turns


def earlier_turns(exchanges: Sequence[Exchange]) -> list[Turn]:
    """Return the answered questions, oldest first, for the next one that leans on them."""
    return [
        answered_turn(each.question, each.answer) for each in exchanges if each.answer is not None
    ]
