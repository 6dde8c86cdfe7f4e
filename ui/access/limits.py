"""How often somebody may ask: a token bucket each, in memory, for a bounded number of them."""

import re
import threading
import time
from collections import OrderedDict
from collections.abc import Callable
from dataclasses import dataclass
from math import ceil
from typing import Self

_SECONDS = {"s": 1, "sec": 1, "min": 60, "h": 3600, "hour": 3600, "day": 86400}
_WRITTEN = re.compile(rf"([1-9][0-9]{{0,5}})/({'|'.join(_SECONDS)})")


@dataclass(frozen=True)
class Rate:
    """So many requests in so many seconds; all of them may come at once, then as they are due."""

    requests: int
    seconds: float

    @classmethod
    def parse(cls, text: str) -> Self:
        """Read "60/min", with s, min, h or day; raises ValueError when it is not one."""
        match = _WRITTEN.fullmatch(text.strip())
        if match is None:
            raise ValueError("A rate is written as 60/min, with s, min, h or day.")
        return cls(int(match[1]), _SECONDS[match[2]])


@dataclass
class _Bucket:
    left: float
    at: float


class RateLimiter:
    """Counts the requests of many, each by a name such as a key's or an address.

    At most `size` buckets are kept: those used longest ago are forgotten, which only does a favour
    to who has not asked for a while. A flood from one address keeps its own bucket the newest.
    Safe to use from several threads; `clock` gives seconds.
    """

    def __init__(self, *, size: int = 20_000, clock: Callable[[], float] = time.monotonic) -> None:
        self._size = size
        self._clock = clock
        self._buckets: OrderedDict[str, _Bucket] = OrderedDict()
        self._lock = threading.Lock()

    def take(self, name: str, rate: Rate) -> int:
        """Count a request of `name`: 0 when it may be answered, else the seconds to wait.

        A request that may not be answered is not counted, so that waiting as told is enough.
        """
        with self._lock:
            bucket = self._bucket(name, rate)
            wait = _wait(bucket, rate)
            if not wait:
                bucket.left -= 1
            return wait

    def wait(self, name: str, rate: Rate) -> int:
        """What `take` would give, without counting."""
        with self._lock:
            return _wait(self._bucket(name, rate), rate)

    def _bucket(self, name: str, rate: Rate) -> _Bucket:
        now = self._clock()
        bucket = self._buckets.setdefault(name, _Bucket(rate.requests, now))
        self._buckets.move_to_end(name)
        if len(self._buckets) > self._size:
            self._buckets.popitem(last=False)
        due = (now - bucket.at) * rate.requests / rate.seconds
        bucket.left, bucket.at = min(rate.requests, bucket.left + due), now
        return bucket


def _wait(bucket: _Bucket, rate: Rate) -> int:
    missing = max(0.0, 1 - bucket.left)
    return ceil(missing * rate.seconds / rate.requests)
