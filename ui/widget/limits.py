"""How much may be asked of a widget: by a visitor, from an address, in a day."""

import math
import time
from collections.abc import Callable
from ipaddress import IPv6Address, ip_address

from ui.widget.configuration import WidgetSettings
from ui.widget.refusals import Reason, Refused

_MINUTE_S = 60
_DAY_S = 24 * 60 * 60
_MOST_KEYS = 20_000  # about 2 MB a counter, and more than this server could answer in a minute


class WindowCounter:
    """Counts what each key does in the current window, and forgets all when the next begins.

    With fixed windows, twice the limit can pass around a boundary. When a window has seen
    `most_keys` keys, new ones are refused, so that no flood of addresses fills the memory.
    """

    def __init__(
        self,
        limit: int,
        window_s: int,
        *,
        most_keys: int = _MOST_KEYS,
        clock: Callable[[], float] = time.time,
    ) -> None:
        self._limit, self._window_s, self._most_keys = limit, window_s, most_keys
        self._clock = clock
        self._window = -1
        self._counts: dict[str, int] = {}

    def take(self, key: str, reason: Reason) -> None:
        """Count one; raises Refused, for `reason`, when that is one too many."""
        now = self._clock()
        window = int(now // self._window_s)
        if window != self._window:
            self._window, self._counts = window, {}
        count = self._counts.get(key, 0)
        if count >= self._limit or (count == 0 and len(self._counts) >= self._most_keys):
            left_s = math.ceil((window + 1) * self._window_s - now)
            raise Refused(reason, retry_after_s=left_s)
        self._counts[key] = count + 1


class Limits:
    """The limits of one widget. Nothing is kept but these counts, and those not for long."""

    def __init__(self, settings: WidgetSettings, *, clock: Callable[[], float] = time.time) -> None:
        self._by_address = WindowCounter(settings.calls_per_address, _MINUTE_S, clock=clock)
        self._by_visitor = WindowCounter(settings.questions_per_visitor, _MINUTE_S, clock=clock)
        self._by_day = WindowCounter(settings.questions_per_day, _DAY_S, clock=clock)

    def take_call(self, address: str) -> None:
        """Count a call from the IP address `address`; raises Refused."""
        self._by_address.take(network(address), "address_limit")

    def take_question(self, visitor_id: str) -> None:
        """Count a question; raises Refused."""
        self._by_visitor.take(visitor_id, "visitor_limit")
        self._by_day.take("", "day_limit")


def network(address: str) -> str:
    """Return what counts as one address: an IPv6 subscriber has 2**64 of them."""
    try:
        parsed = ip_address(address.partition("%")[0])
    except ValueError:
        return address
    if not isinstance(parsed, IPv6Address):
        return str(parsed)
    if parsed.ipv4_mapped is not None:
        return str(parsed.ipv4_mapped)
    return str(IPv6Address(int(parsed) >> 64 << 64))
