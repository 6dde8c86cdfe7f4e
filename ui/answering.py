"""An answer while it is made: first the passages that are read for it, then the answer itself."""

import asyncio
from collections.abc import Sequence
from typing import Any

from assistant.answer import Answer
from assistant.conversation import Turn
from index.article import Passage
from index.scope import Scope
from ui.asking import Ask


class AnswerUnderWay:
    """A question that was taken: what refuses it was raised before."""

    def __init__(self, passages: list[Passage], answer: "asyncio.Task[Answer]") -> None:
        self.passages = passages
        """Those that are read, best first."""
        self._answer = answer

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

    def found(passages: Sequence[Passage]) -> None:
        loop.call_soon_threadsafe(_settle, first, list(passages))

    answer = asyncio.ensure_future(ask(question, language, scope, history, found=found))
    either: set[asyncio.Future[Any]] = {answer, first}
    await asyncio.wait(either, return_when=asyncio.FIRST_COMPLETED)
    if not first.done():
        answer.result()  # raises, unless no passage was told of
        return AnswerUnderWay([], answer)
    return AnswerUnderWay(first.result(), answer)


def paragraphs(text: str) -> list[str]:
    """The parts in which a text is streamed; joined, they are all of it."""
    return text.splitlines(keepends=True)


def _settle(first: "asyncio.Future[list[Passage]]", passages: list[Passage]) -> None:
    if not first.done():
        first.set_result(passages)
