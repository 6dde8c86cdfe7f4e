"""One request at a time for each host, with a pause after it."""

import threading
import time
from collections import defaultdict
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field

_LONGEST_WAIT_S = 60


class Busy(Exception):
    """The host wants to be left alone for longer than anybody should wait, `seconds`."""

    def __init__(self, seconds: float) -> None:
        super().__init__(seconds)
        self.seconds = seconds


@dataclass
class Turn:
    """A request to one host; `pause_s` is how long it is left alone from its end on."""

    pause_s: float


@dataclass
class _Host:
    lock: threading.Lock = field(default_factory=threading.Lock)
    free_at: float = 0.0


class Turns:
    """The hosts that were asked, and when each may be asked again."""

    def __init__(self) -> None:
        self._hosts: defaultdict[str, _Host] = defaultdict(_Host)
        self._lock = threading.Lock()

    @contextmanager
    def turn(self, host: str, pause_s: float) -> Iterator[Turn]:
        """Wait until `host` may be asked; inside the block nobody else asks it.

        The block may lengthen the pause of its turn. Raises Busy at once where the wait is longer
        than a minute.
        """
        with self._lock:
            state = self._hosts[host]
        with state.lock:
            wait = state.free_at - time.monotonic()
            if wait > _LONGEST_WAIT_S:
                raise Busy(wait)
            if wait > 0:
                time.sleep(wait)
            turn = Turn(pause_s)
            try:
                yield turn
            finally:
                state.free_at = time.monotonic() + turn.pause_s
