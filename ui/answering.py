"""An answer while it is made: the passages that are read for it, what is written, and the whole."""

import asyncio
from collections.abc import AsyncGenerator, Sequence
from contextlib import aclosing
from typing import Any

from assistant.answer import Answer
from assistant.conversation import Turn
from index.article import Passage
from index.scope import Scope
from ui.asking import Ask


class AnswerUnderWay:
    """A question that was taken: what refuses it was raised before."""

    def __init__(
        self,
        passages: list[Passage],
        answer: "asyncio.Task[Answer]",
        drafts: "asyncio.Queue[Answer | None]",
    ) -> None:
        self.passages = passages
        """Those that are read, best first."""
        self._answer = answer
        self._drafts = drafts
        # After the last draft, whatever becomes of the answer.
        answer.add_done_callback(lambda _: drafts.put_nowait(None))

    async def drafts(self) -> AsyncGenerator[Answer, None]:
        """Yield the answer while a language model writes it, longer each time; else nothing.

        Its text begins with that of the last draft, unless it failed after all.
        """
        try:
            while (draft := await self._drafts.get()) is not None:
                yield draft
        finally:
            if not self._answer.done():
                self._answer.cancel()  # whoever asked has left

    async def text(self) -> AsyncGenerator[str, None]:
        """Yield the answer's text in parts: as it is written, or else by its paragraphs."""
        told = ""
        async with aclosing(self.drafts()) as drafts:
            async for draft in drafts:
                yield draft.answer[len(told) :]
                told = draft.answer
        for part in paragraphs((await self.answer()).answer[len(told) :]):
            yield part

    async def answer(self) -> Answer:
        """Wait for the answer; raises what went wrong meanwhile."""
        try:
            return await self._answer
        finally:
            self._answer.cancel()


async def begin(
    ask: Ask, question: str, language: str | None, scope: Scope, history: Sequence[Turn]
) -> AnswerUnderWay:
    """Ask, and return as soon as passages are found; raises as Assistant.ask does."""
    loop = asyncio.get_running_loop()
    first: asyncio.Future[list[Passage]] = loop.create_future()
    drafts: asyncio.Queue[Answer | None] = asyncio.Queue()

    def found(passages: Sequence[Passage]) -> None:
        loop.call_soon_threadsafe(_settle, first, list(passages))

    def drafted(draft: Answer) -> None:
        loop.call_soon_threadsafe(drafts.put_nowait, draft)

    answer = asyncio.ensure_future(
        ask(question, language, scope, history, found=found, drafted=drafted)
    )
    either: set[asyncio.Future[Any]] = {answer, first}
    try:
        await asyncio.wait(either, return_when=asyncio.FIRST_COMPLETED)
    except asyncio.CancelledError:
        answer.cancel()
        raise
    if not first.done():
        answer.result()  # raises, unless no passage was told of
        return AnswerUnderWay([], answer, drafts)
    return AnswerUnderWay(first.result(), answer, drafts)


def paragraphs(text: str) -> list[str]:
    """The parts in which a text is streamed; joined, they are all of it."""
    return text.splitlines(keepends=True)


def _settle(first: "asyncio.Future[list[Passage]]", passages: list[Passage]) -> None:
    if not first.done():
        first.set_result(passages)
