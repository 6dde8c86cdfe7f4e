"""What the assistant asks of a language model, and the ways in which one can fail."""

from collections.abc import Callable, Generator, Sequence
from dataclasses import dataclass
from enum import StrEnum
from typing import Literal, Protocol

from index.errors import DepecheError

Stopped = Callable[[], bool]
"""Tells whether nobody waits for the reply any more."""


class Failure(StrEnum):
    """Why an answer was not written by the model, or not to its end."""

    DOWN = "down"
    REFUSED = "refused"
    """The model's server does not take the key."""
    SLOW = "slow"
    CONTEXT = "context"
    """The passages do not fit into the model's context."""
    LIMITED = "limited"
    """The model's server has had too many calls from here."""
    BUDGET = "budget"
    """As many tokens were used today as the settings allow."""
    NONSENSE = "nonsense"
    """No sentence of the reply cites a passage."""
    UNSUPPORTED = "unsupported"
    """No sentence of the reply is supported by what it cites."""
    ONE_SIDED = "one_sided"
    """The articles contradict each other, and the reply does not say so."""
    UNANSWERED = "unanswered"
    """The model says that the passages do not answer."""
    CUT = "cut"
    """The reply broke off after its first sentences."""


class ModelFailed(DepecheError):
    """The model gave no reply, or not all of it; `failure` says in which way."""

    def __init__(self, failure: Failure, message: str) -> None:
        super().__init__(message)
        self.failure = failure


class CallStopped(Exception):
    """Nobody waits for the reply any more; the call was ended."""


@dataclass(frozen=True)
class Message:
    """A part of what a model is told."""

    role: Literal["system", "user"]
    text: str


@dataclass(frozen=True)
class Usage:
    """The tokens of one call, as the model's server counted them."""

    prompt: int
    completion: int


@dataclass(frozen=True)
class Limits:
    """How long a call may take and a reply may be."""

    seconds: float
    """For the whole reply; half of it for the first token, a quarter between two."""
    tokens: int
    """Of the reply."""


class LanguageModel(Protocol):
    """A language model, wherever it runs."""

    @property
    def name(self) -> str:
        """The model's name."""
        ...

    @property
    def place(self) -> str:
        """Where the messages go: a host with its port, or the name of a service."""
        ...

    def stream(
        self, messages: Sequence[Message], *, limits: Limits, stopped: Stopped
    ) -> Generator[str | Usage, None, None]:
        """Yield the reply as it comes, and its tokens where the server tells them.

        Closing the generator ends the call. Raises ModelFailed, and CallStopped once `stopped`.
        """
        ...
