"""Runs something again and again, on a schedule."""

import math
import threading
import time
from collections.abc import Callable


def watch(every: float, run: Callable[[], object], stop: threading.Event) -> None:
    """Call `run` now and then every `every` seconds, until `stop` is set.

    The times are counted from the first run, so that they do not drift. Runs never overlap: the
    times that one takes too long for are left out. A run is not broken off when `stop` is set, and
    what it raises ends the watch.
    """
    first = time.monotonic()
    while not stop.is_set():
        run()
        passed = time.monotonic() - first
        due = first + every * (math.floor(passed / every) + 1)
        stop.wait(due - time.monotonic())
