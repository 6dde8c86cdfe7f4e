"""Questions asked from the event loop: a few at once, each in a thread, others wait their turn."""

import threading
from collections.abc import Callable, Sequence
from functools import partial
from typing import Protocol, TypeVar

import anyio

from assistant.answer import Answer
from assistant.conversation import Completed, Turn
from assistant.writing.model import Stopped
from assistant.writing.writer import Drafted, Writer
from index.article import Passage
from index.errors import ServerBusy
from index.scope import Scope
from ui.contract import Assistant, PassagesFound

_Result = TypeVar("_Result")

# An answer is about 100 ms of pure computing on two threads: more at once only slow each other.
QUESTIONS_AT_ONCE = 2

QUESTIONS_WAITING = 64
"""Questions that may wait for their turn. The last waits for a quarter of a minute on two cores;
who would wait longer is told at once, and can go elsewhere or come back."""

WRITTEN_AT_ONCE = 4
"""Answers that the language model writes at once; that computes elsewhere, or one after another."""

_RETRY_AFTER_S = 5


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
        drafted: Drafted | None = None,
    ) -> Answer:
        """Ask a question in its language (None: to be recognised) of the articles in `scope`.

        `history` are the questions before it, newest last. `found` is told the passages that are
        read, and `drafted` the answer while a language model writes it, both in another thread.
        Cancelling ends the call of that model. Raises as Assistant.ask does, and ServerBusy.
        """
        ...


class Search(Protocol):
    """How passages are searched from the event loop."""

    async def __call__(
        self,
        question: str,
        language: str | None,
        scope: Scope,
        history: Sequence[Turn] = (),
        *,
        limit: int,
    ) -> list[Passage]:
        """Find up to `limit` passages, best first; raises as Assistant.search and ask do."""
        ...


class Asking:
    """How every way in asks `assistant`: together they never run more than QUESTIONS_AT_ONCE."""

    def __init__(self, assistant: Assistant, writer: Writer | None = None) -> None:
        """Let `writer`, if there is one, write what the assistant answers in quotes."""
        self._assistant = assistant
        self._writer = writer
        self._writing = anyio.CapacityLimiter(WRITTEN_AT_ONCE)
        self._turns = anyio.CapacityLimiter(QUESTIONS_AT_ONCE)
        self._taken = 0

    async def ask(
        self,
        question: str,
        language: str | None,
        scope: Scope,
        history: Sequence[Turn] = (),
        *,
        found: PassagesFound | None = None,
        drafted: Drafted | None = None,
    ) -> Answer:
        """Ask, see `Ask`."""
        nobody_waits = threading.Event()
        try:
            meant = await self._meant(question, language, history, nobody_waits.is_set)
            ask = partial(
                self._assistant.ask,
                meant.text if meant else question,
                language=meant.language if meant else language,
                scope=scope,
                history=() if meant else history,
                found=found,
            )
            answer = await self._in_turn(ask, self._turns)
            if meant:
                understood = {"question": question, "understood": meant.text}
                answer = answer.model_copy(update=understood)
            if self._writer is None or answer.abstained:
                return answer
            write = partial(
                self._writer.write,
                answer,
                self._assistant,
                drafted=drafted,
                stopped=nobody_waits.is_set,
            )
            return await self._in_turn(write, self._writing)
        finally:
            nobody_waits.set()

    async def _meant(
        self, question: str, language: str | None, history: Sequence[Turn], stopped: Stopped
    ) -> Completed | None:
        """Return the question as the language model completes it from those before it."""
        if self._writer is None or not history:
            return None
        rewrite = partial(
            self._writer.rewrite, question, history, language=language, stopped=stopped
        )
        return await self._in_turn(rewrite, self._writing)

    async def search(
        self,
        question: str,
        language: str | None,
        scope: Scope,
        history: Sequence[Turn] = (),
        *,
        limit: int,
    ) -> list[Passage]:
        """Search, see `Search`."""
        return await self._in_turn(
            partial(
                self._assistant.search,
                question,
                language=language,
                scope=scope,
                history=history,
                limit=limit,
            ),
            self._turns,
        )

    async def _in_turn(self, call: Callable[[], _Result], turns: anyio.CapacityLimiter) -> _Result:
        # Counted here: the limiter counts who waits only later, too late for many at one moment.
        if self._taken >= QUESTIONS_AT_ONCE + QUESTIONS_WAITING:
            raise ServerBusy(
                "As many questions wait as may wait; ask again in a few seconds.",
                retry_after=_RETRY_AFTER_S,
            )
        self._taken += 1
        try:
            return await anyio.to_thread.run_sync(call, limiter=turns)
        finally:
            self._taken -= 1
