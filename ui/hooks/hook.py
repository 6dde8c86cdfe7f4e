"""What every webhook is: a check of who calls, a question read, and an answer sent back."""

import hmac
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Protocol

from ui.hooks.message import Markup

JSONObject = Mapping[str, object]


class Forged(Exception):
    """A call is not from the service: its signature or token is missing, wrong or old."""


class Malformed(Exception):
    """A call is from the service, but not in the form that its documentation gives."""


@dataclass(frozen=True)
class Asked:
    """A question put in a chat."""

    question: str
    conversation: str
    """Where follow-ups lean on what was asked before: a thread, or a chat without threads."""
    place: str = ""
    """The chat or channel, where the service needs to be told."""
    message: str = ""
    """The message to answer to, or its thread."""


@dataclass(frozen=True)
class NothingAsked:
    """A call that needs no answer from the articles, and what it is told."""

    reply: JSONObject | None = None


class Hook(Protocol):
    """A service that calls `/hooks/{name}`."""

    @property
    def name(self) -> str:
        """The last part of its address here."""
        ...

    @property
    def markup(self) -> Markup:
        """How its messages are written."""
        ...

    @property
    def waits(self) -> bool:
        """Whether it takes the answer in the response; else `send` brings it there later."""
        ...

    def read(self, headers: Mapping[str, str], body: bytes) -> Asked | NothingAsked:
        """Check a call and read its question; `headers` have lower-case names.

        Raises Forged, Malformed.
        """
        ...

    async def send(self, asked: Asked, text: str) -> JSONObject | None:
        """Send the answer; what it returns is the body of the response where the service waits."""
        ...


Clock = Callable[[], float]
"""Gives the time in seconds since 1970."""


def same(one: str, other: str) -> bool:
    """Tell whether two secrets are equal, in a time that says nothing of where they differ."""
    return hmac.compare_digest(one.encode(), other.encode())
