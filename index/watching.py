"""Takes inputs in again and again, on a schedule."""

import math
import threading
import time
from collections.abc import Callable, Sequence

from index.document import Input


def watch(
    inputs: Sequence[Input],
    every: float,
    run: Callable[[Sequence[Input]], object],
    stop: threading.Event,
) -> None:
    """Call `run` with `inputs` now and then every `every` seconds, until `stop` is set.

    The times are counted from the first run, so that they do not drift. Runs never overlap: the
    times that one takes too long for are left out. A run is not broken off when `stop` is set, and
    what it raises ends the watch. The inputs find what is new themselves when they are run.
    """
    first = time.monotonic()
    while not stop.is_set():
        run(inputs)
        passed = time.monotonic() - first
        due = first + every * (math.floor(passed / every) + 1)
        stop.wait(due - time.monotonic())
