"""How much may be asked of a widget: by a visitor, from an address, in a day."""

import time
from collections.abc import Callable

from ui.access.callers import network_of
from ui.access.limits import Rate, RateLimiter
from ui.widget.configuration import WidgetSettings
from ui.widget.refusals import Reason, Refused

_MINUTE_S = 60
_DAY_S = 24 * 60 * 60


class Limits:
    """The limits of one widget. Nothing is kept but these counts, and those not for long."""

    def __init__(
        self, settings: WidgetSettings, *, clock: Callable[[], float] = time.monotonic
    ) -> None:
        self._per_address = Rate(settings.calls_per_address, _MINUTE_S)
        self._per_visitor = Rate(settings.questions_per_visitor, _MINUTE_S)
        self._per_day = Rate(settings.questions_per_day, _DAY_S)
        # One each, so that no flood of addresses makes the day's count forgotten.
        self._addresses = RateLimiter(clock=clock)
        self._visitors = RateLimiter(clock=clock)
        self._day = RateLimiter(clock=clock)

    def take_call(self, address: str) -> None:
        """Count a call from the IP address `address`; raises Refused."""
        _take(self._addresses, network_of(address), self._per_address, "address_limit")

    def take_question(self, visitor_id: str) -> None:
        """Count a question; raises Refused."""
        _take(self._visitors, visitor_id, self._per_visitor, "visitor_limit")
        _take(self._day, "all", self._per_day, "day_limit")


def _take(limiter: RateLimiter, name: str, rate: Rate, reason: Reason) -> None:
    wait_s = limiter.take(name, rate)
    if wait_s:
        raise Refused(reason, retry_after_s=wait_s)
