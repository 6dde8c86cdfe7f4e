"""Questions asked from the event loop: a few at once, each in a thread, others wait their turn."""

from collections.abc import Awaitable, Callable
from functools import partial

import anyio

from assistant.answer import Answer
from index.errors import ServerBusy
from index.scope import Scope
from ui.contract import Assistant

Ask = Callable[[str, str | None, Scope], Awaitable[Answer]]
"""Takes a question, its language (None: to be recognised) and the scope of the articles to search;
raises as Assistant.ask does, and ServerBusy."""

# An answer is about 100 ms of pure computing on two threads: more at once only slow each other.
QUESTIONS_AT_ONCE = 2

QUESTIONS_WAITING = 64
"""Questions that may wait for their turn. The last waits for a quarter of a minute on two cores;
who would wait longer is told at once, and can go elsewhere or come back."""

_RETRY_AFTER_S = 5


def asking(assistant: Assistant) -> Ask:
    """How every way in asks `assistant`: together they never run more than QUESTIONS_AT_ONCE."""
    turns = anyio.CapacityLimiter(QUESTIONS_AT_ONCE)
    taken = 0

    async def ask(question: str, language: str | None, scope: Scope) -> Answer:
        nonlocal taken
        # Counted here: the limiter counts who waits only later, too late for many at one moment.
        if taken >= QUESTIONS_AT_ONCE + QUESTIONS_WAITING:
            raise ServerBusy(
                "As many questions wait as may wait; ask again in a few seconds.",
                retry_after=_RETRY_AFTER_S,
            )
        taken += 1
        try:
            call = partial(assistant.ask, question, language=language, scope=scope)
            return await anyio.to_thread.run_sync(call, limiter=turns)
        finally:
            taken -= 1

    return ask
