"""Calls a LlamaIndex model so that every wait has an end, and ending the call ends it there too.

The call runs in an event loop of its own thread, because only an asynchronous call can be cancelled
while it waits for the next token: that closes the connection, and the server stops computing.
"""

import asyncio
import queue
import threading
import time
from collections.abc import Coroutine, Generator, Sequence
from concurrent.futures import Future
from typing import TYPE_CHECKING, Any

from assistant.writing.model import (
    CallStopped,
    Failure,
    Limits,
    Message,
    ModelFailed,
    Stopped,
    Usage,
)

if TYPE_CHECKING:
    from llama_index.core.llms import LLM

STREAM_OPTIONS = "stream_options"
"""The part of a request that asks for the count of tokens; not every server knows it."""

_LOOK_S = 0.1
"""How often it is looked whether somebody still waits."""
_SENTENCES = {
    Failure.DOWN: "The model at {place} cannot be reached or failed: is its server running?",
    Failure.REFUSED: "The model at {place} refuses the key: set DEPECHE_MODEL_KEY.",
    Failure.SLOW: "The model at {place} took longer than `model_timeout` allows.",
    Failure.CONTEXT: "The passages do not fit into the model at {place}: lower `model_context`.",
    Failure.LIMITED: "The model at {place} takes no more calls for a while.",
}


class LlamaIndexModel:
    """A language model behind a LlamaIndex integration. Usable by several threads."""

    def __init__(self, llm: "LLM", name: str, place: str) -> None:
        self._llm = llm
        self._loop: asyncio.AbstractEventLoop | None = None
        self._starting = threading.Lock()
        self.name = name
        self.place = place

    def stream(
        self, messages: Sequence[Message], *, limits: Limits, stopped: Stopped
    ) -> Generator[str | Usage, None, None]:
        """Yield the reply, see `LanguageModel.stream`."""
        came: queue.SimpleQueue[str | Usage | BaseException | None] = queue.SimpleQueue()
        call = self._start(self._pump(messages, limits, came))
        ends = time.monotonic() + limits.seconds
        patience = limits.seconds / 2
        try:
            while True:
                given_up = min(ends, time.monotonic() + patience)
                one = self._next(came, given_up, stopped)
                if one is None:
                    return
                if isinstance(one, BaseException):
                    raise self._failed(_failure(one)) from one
                if time.monotonic() > ends:
                    raise self._failed(Failure.SLOW)
                yield one
                patience = limits.seconds / 4
        finally:
            call.cancel()

    def _next(
        self,
        came: "queue.SimpleQueue[str | Usage | BaseException | None]",
        given_up: float,
        stopped: Stopped,
    ) -> str | Usage | BaseException | None:
        while True:
            if stopped():
                raise CallStopped
            try:
                return came.get(timeout=_LOOK_S)
            except queue.Empty:
                if time.monotonic() > given_up:
                    raise self._failed(Failure.SLOW) from None

    async def _pump(
        self,
        messages: Sequence[Message],
        limits: Limits,
        came: "queue.SimpleQueue[str | Usage | BaseException | None]",
    ) -> None:
        try:
            try:
                await self._forward(messages, limits, came)
            except Exception as error:
                if not self._asks_less(error):
                    raise
                await self._forward(messages, limits, came)
            came.put(None)
        except Exception as error:
            came.put(error)

    async def _forward(
        self,
        messages: Sequence[Message],
        limits: Limits,
        came: "queue.SimpleQueue[str | Usage | BaseException | None]",
    ) -> None:
        from llama_index.core.llms import ChatMessage

        told = [ChatMessage(role=message.role, content=message.text) for message in messages]
        async for part in await self._llm.astream_chat(told, max_tokens=limits.tokens):
            if part.delta:
                came.put(part.delta)
            counts = part.additional_kwargs
            if counts.get("prompt_tokens"):
                came.put(Usage(counts["prompt_tokens"], counts.get("completion_tokens", 0)))

    def _asks_less(self, error: Exception) -> bool:
        """Stop asking for the count of tokens where a server refuses to be asked; tell whether."""
        refused = getattr(error, "status_code", None) in {400, 422}
        if not refused or STREAM_OPTIONS not in str(error):
            return False
        asked: dict[str, object] = getattr(self._llm, "additional_kwargs", {})
        return asked.pop(STREAM_OPTIONS, None) is not None

    def _start(self, work: Coroutine[Any, Any, None]) -> "Future[None]":
        with self._starting:
            if self._loop is None:
                self._loop = asyncio.new_event_loop()
                threading.Thread(
                    target=self._loop.run_forever, name="language model", daemon=True
                ).start()
        return asyncio.run_coroutine_threadsafe(work, self._loop)

    def _failed(self, failure: Failure) -> ModelFailed:
        return ModelFailed(failure, _SENTENCES[failure].format(place=self.place))


def _failure(error: BaseException) -> Failure:
    """Tell in which way a call failed, by what every HTTP client's errors have in common."""
    status = getattr(error, "status_code", None)
    if status == 429:
        return Failure.LIMITED
    if status in {401, 403}:
        return Failure.REFUSED
    if status in {400, 413, 422} and "context" in str(error).lower():
        return Failure.CONTEXT
    return Failure.SLOW if "timeout" in type(error).__name__.lower() else Failure.DOWN
