"""Event loops for tests."""

from collections.abc import Awaitable, Callable
from concurrent.futures import ThreadPoolExecutor
from typing import TypeVar

import anyio

_Result = TypeVar("_Result")


def run_apart(call: Callable[[], Awaitable[_Result]]) -> _Result:
    """Run `call` in a loop of its own thread: Playwright keeps one running in this thread."""
    with ThreadPoolExecutor(1) as thread:
        return thread.submit(anyio.run, call).result()
