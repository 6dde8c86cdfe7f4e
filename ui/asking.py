"""Questions asked from the event loop: a few at once, each in a thread of its own."""

from collections.abc import Callable, Sequence
from functools import partial
from typing import Protocol, TypeVar

import anyio

from assistant.answer import Answer
from assistant.conversation import Turn
from index.article import Passage
from index.scope import EVERYTHING, Scope
from ui.contract import Assistant, PassagesFound

_Result = TypeVar("_Result")

# An answer is about 100 ms of pure computing on two threads: more at once only slow each other.
QUESTIONS_AT_ONCE = 2


class Ask(Protocol):
    """How a question is asked from the event loop."""

    async def __call__(
        self,
        question: str,
        language: str | None,
        scope: Scope,
        history: Sequence[Turn] = (),
        *,
        found: PassagesFound | None = None,
    ) -> Answer:
        """Ask a question in its language (None: to be recognised) of the articles in `scope`.

        `history` are the questions before it, newest last. `found` is told the passages that are
        read, in another thread, before the answer is there. Raises as Assistant.ask does.
        """
        ...


class Asking:
    """How every way in asks `assistant`: together they never run more than QUESTIONS_AT_ONCE."""

    def __init__(self, assistant: Assistant) -> None:
        self._assistant = assistant
        self._turns = anyio.CapacityLimiter(QUESTIONS_AT_ONCE)

    async def __call__(
        self,
        question: str,
        language: str | None,
        scope: Scope,
        history: Sequence[Turn] = (),
        *,
        found: PassagesFound | None = None,
    ) -> Answer:
        """Ask, see `Ask`."""
        return await self._in_turn(
            partial(
                self._assistant.ask,
                question,
                language=language,
                scope=scope,
                history=history,
                found=found,
            )
        )

    async def search(
        self,
        question: str,
        language: str | None,
        scope: Scope = EVERYTHING,
        history: Sequence[Turn] = (),
        *,
        limit: int,
    ) -> list[Passage]:
        """Find up to `limit` passages, best first; raises as Assistant.search does."""
        return await self._in_turn(
            partial(
                self._assistant.search,
                question,
                language=language,
                scope=scope,
                history=history,
                limit=limit,
            )
        )

    async def _in_turn(self, call: Callable[[], _Result]) -> _Result:
        return await anyio.to_thread.run_sync(call, limiter=self._turns)
