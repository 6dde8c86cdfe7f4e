"""Counts the tokens that a language model used today, in a small file, and how many it may use."""

import json
import os
import threading
from collections.abc import Callable
from datetime import date
from pathlib import Path

_FILE = "model-tokens.json"


class TokenBudget:
    """The tokens of a day, counted for one library. Usable by several threads.

    Calls under way are not counted yet, so that a day may end a few calls above its limit.
    """

    def __init__(
        self, folder: Path, per_day: int, *, today: Callable[[], date] = date.today
    ) -> None:
        """Count in `folder`, the library's; `per_day` 0 means no limit."""
        self._file = folder / _FILE
        self._per_day = per_day
        self._today = today
        self._lock = threading.Lock()

    def is_used_up(self) -> bool:
        """Tell whether no further call may be made today."""
        with self._lock:
            return bool(self._per_day) and self._used() >= self._per_day

    def used(self) -> int:
        """Return the tokens used today."""
        with self._lock:
            return self._used()

    def add(self, tokens: int) -> None:
        """Count the tokens of a call."""
        with self._lock:
            written = {"day": self._today().isoformat(), "tokens": self._used() + tokens}
            beside = self._file.with_suffix(".new")
            beside.write_text(json.dumps(written), encoding="utf-8")
            os.replace(beside, self._file)

    def _used(self) -> int:
        try:
            kept = json.loads(self._file.read_text(encoding="utf-8"))
            return int(kept["tokens"]) if kept["day"] == self._today().isoformat() else 0
        except (OSError, ValueError, KeyError, TypeError):
            # Not there yet or damaged: a day of answers is not worth refusing for that.
            return 0
