"""Why a call of a widget is refused, what the caller is told, and how often each happened."""

from typing import Literal, get_args

from index.errors import DepecheError

Reason = Literal[
    "unknown",
    "paused",
    "origin",
    "token_missing",
    "token_forged",
    "token_expired",
    "token_of_another_page",
    "address_limit",
    "visitor_limit",
    "day_limit",
]

# Whoever may not be told what exists here gets one answer, whatever the reason.
_NOT_HERE = (404, "There is no such widget for this page.")
_NO_TOKEN = (401, "The token is not good here, or no more; ask for another.")
_TOO_MANY = (429, "Too many calls for now; wait as Retry-After says.")

_ANSWERS: dict[Reason, tuple[int, str]] = {
    "unknown": _NOT_HERE,
    "paused": _NOT_HERE,
    "origin": _NOT_HERE,
    "token_missing": _NO_TOKEN,
    "token_forged": _NO_TOKEN,
    "token_expired": _NO_TOKEN,
    "token_of_another_page": _NO_TOKEN,
    "address_limit": _TOO_MANY,
    "visitor_limit": _TOO_MANY,
    "day_limit": _TOO_MANY,
}


class Refused(DepecheError):
    """A call of a widget that is not answered."""

    def __init__(self, reason: Reason, *, retry_after_s: int | None = None) -> None:
        self.status, detail = _ANSWERS[reason]
        super().__init__(detail)
        self.reason: Reason = reason
        self.retry_after_s = retry_after_s
        """Seconds after which the same call may be answered."""


class Refusals:
    """Counts refusals by their reason; used from the event loop alone."""

    def __init__(self) -> None:
        self.counts: dict[Reason, int] = dict.fromkeys(get_args(Reason), 0)

    def count(self, refused: Refused) -> None:
        """Count one more."""
        self.counts[refused.reason] += 1
