"""What is noted of a request while it is answered, for its line in the log and the figures."""

from contextvars import ContextVar
from dataclasses import dataclass
from typing import Literal

Reason = Literal[
    "host", "origin", "path", "key", "scope", "sign-in", "password", "rate", "size", "busy",
    "widget", "token",
]  # fmt: skip
"""Why a request was refused, as /metrics counts it; the last two are the widgets' own."""


@dataclass
class RequestRecord:
    """One request. Whoever deals with it adds what it knows."""

    id: str
    route: str = "unknown"
    """The route with its parameters unfilled: no identifier and no question is in it."""
    key: str | None = None
    """The name of the key that it came with."""
    refused: Reason | None = None


_current: ContextVar[RequestRecord | None] = ContextVar("request", default=None)


def begin(record: RequestRecord) -> None:
    """Make `record` the current one; uvicorn answers every request in a context of its own."""
    _current.set(record)


def current_record() -> RequestRecord | None:
    """The record of the request that is being answered; None outside of one."""
    return _current.get()


def note_refusal(reason: Reason) -> None:
    """Note that the current request is refused, and why."""
    record = _current.get()
    if record is not None:
        record.refused = reason


def note_bearer(name: str) -> None:
    """Note the name of the key with which the current request came."""
    record = _current.get()
    if record is not None:
        record.key = name


def note_route(route: str) -> None:
    """Note the route that answers the current request."""
    record = _current.get()
    if record is not None:
        record.route = route
