"""Questions asked from the event loop: a few at once, each in a thread of its own."""

from collections.abc import Sequence
from functools import partial
from typing import Protocol

import anyio

from assistant.answer import Answer
from assistant.conversation import Turn
from index.scope import Scope
from ui.contract import Assistant


class Ask(Protocol):
    """How a question is asked from the event loop."""

    async def __call__(
        self, question: str, language: str | None, scope: Scope, history: Sequence[Turn] = ()
    ) -> Answer:
        """Ask a question in its language (None: to be recognised) of the articles in `scope`.

        `history` are the questions before it, newest last. Raises as Assistant.ask does.
        """
        ...


# An answer is about 100 ms of pure computing on two threads: more at once only slow each other.
QUESTIONS_AT_ONCE = 2


def asking(assistant: Assistant) -> Ask:
    """How every way in asks `assistant`: together they never run more than QUESTIONS_AT_ONCE."""
    turns = anyio.CapacityLimiter(QUESTIONS_AT_ONCE)

    async def ask(
        question: str, language: str | None, scope: Scope, history: Sequence[Turn] = ()
    ) -> Answer:
        call = partial(assistant.ask, question, language=language, scope=scope, history=history)
        return await anyio.to_thread.run_sync(call, limiter=turns)

    return ask
