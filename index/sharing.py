"""A value that several threads use while another one puts a new one in its place."""

import threading
from collections import Counter
from collections.abc import Iterator
from contextlib import contextmanager
from typing import Generic, TypeVar

_Value = TypeVar("_Value")


class Shared(Generic[_Value]):
    """Lends a value; the old one is given back to who replaces it when nobody uses it any more."""

    def __init__(self, value: _Value) -> None:
        self._value = value
        self._users: Counter[int] = Counter()
        self._left = threading.Condition()

    @contextmanager
    def use(self) -> Iterator[_Value]:
        """Lend the value of now; it stays usable inside, whatever comes in its place."""
        with self._left:
            value = self._value
            self._users[id(value)] += 1
        try:
            yield value
        finally:
            with self._left:
                self._users[id(value)] -= 1
                self._left.notify_all()

    def peek(self) -> _Value:
        """Return the value of now, for who is sure that it is not replaced meanwhile."""
        return self._value

    def replace(self, value: _Value) -> _Value:
        """Lend `value` from now on; wait for the users of the old one, and return it."""
        with self._left:
            old, self._value = self._value, value
            self._left.wait_for(lambda: not self._users[id(old)])
            del self._users[id(old)]
        return old
