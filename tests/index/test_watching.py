"""The watch: runs on a schedule, never two at once, and stops cleanly."""

import threading
import time

import pytest

from index.watching import watch

LATE = 0.14
"""How late a busy machine may wake us, in seconds: less than half the time between two runs."""


class Runs:
    """Notes when runs begin; stops the watch after the last of `lengths`, in seconds each."""

    def __init__(self, *lengths: float) -> None:
        self.lengths = list(lengths)
        self.began: list[float] = []
        self.stop = threading.Event()

    def run(self) -> None:
        self.began.append(time.monotonic())
        time.sleep(self.lengths.pop(0))
        if not self.lengths:
            self.stop.set()

    def starts(self) -> list[float]:
        """Seconds from the first run to each."""
        return [began - self.began[0] for began in self.began]


def test_runs_begin_at_regular_times_however_long_each_takes() -> None:
    runs = Runs(0.0, 0.15, 0.05, 0.0)
    watch(0.3, runs.run, runs.stop)
    assert runs.starts() == pytest.approx([0.0, 0.3, 0.6, 0.9], abs=LATE)


def test_a_run_that_takes_too_long_leaves_times_out() -> None:
    runs = Runs(0.7, 0.0, 0.0)
    watch(0.3, runs.run, runs.stop)
    assert runs.starts() == pytest.approx([0.0, 0.9, 1.2], abs=LATE)


def test_it_stops_while_it_waits() -> None:
    stop = threading.Event()
    thread = threading.Thread(target=watch, args=(3600.0, lambda: None, stop))
    thread.start()
    time.sleep(0.1)
    stop.set()
    thread.join(2)
    assert not thread.is_alive()


def test_it_does_not_begin_when_it_is_stopped_already() -> None:
    runs = Runs(0.0)
    runs.stop.set()
    watch(1.0, runs.run, runs.stop)
    assert runs.began == []


def test_what_a_run_raises_ends_the_watch() -> None:
    def fail() -> None:
        raise OSError("the disk is full")

    with pytest.raises(OSError, match="full"):
        watch(0.1, fail, threading.Event())
