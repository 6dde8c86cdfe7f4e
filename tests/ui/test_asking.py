"""The turns of questions: so many at once, so many waiting, and the rest is told at once."""

import threading
from collections.abc import Sequence

import anyio
import pytest

from assistant.answer import Answer
from assistant.conversation import Turn
from index.errors import ServerBusy
from index.scope import EVERYTHING, Scope
from tests.ui.loops import run_apart
from tests.ui.standin import StandIn
from ui.asking import QUESTIONS_AT_ONCE, QUESTIONS_WAITING, Asking
from ui.contract import PassagesFound


class Slow(StandIn):
    """Answers when it is told to, and notes how many it answers at once."""

    def __init__(self) -> None:
        super().__init__()
        self.go = threading.Event()
        self.at_once = self.most = 0
        self._lock = threading.Lock()

    def ask(
        self,
        question: str,
        *,
        language: str | None = None,
        scope: Scope = EVERYTHING,
        history: Sequence[Turn] = (),
        found: PassagesFound | None = None,
    ) -> Answer:
        with self._lock:
            self.at_once += 1
            self.most = max(self.most, self.at_once)
        self.go.wait(timeout=30)
        with self._lock:
            self.at_once -= 1
        return super().ask(question, language=language, scope=scope, history=history, found=found)


@pytest.mark.parametrize("more", [0, 5])
def test_who_would_wait_too_long_is_told_at_once(more: int) -> None:
    assistant = Slow()
    ask = Asking(assistant).ask
    fit = QUESTIONS_AT_ONCE + QUESTIONS_WAITING
    answered: list[Answer] = []
    refused: list[int] = []

    async def one() -> None:
        try:
            answered.append(await ask("visa", None, EVERYTHING))
        except ServerBusy as busy:
            refused.append(busy.retry_after)

    async def everyone() -> None:
        async with anyio.create_task_group() as group:
            for _ in range(fit + more):
                group.start_soon(one)
            while assistant.most < QUESTIONS_AT_ONCE or len(refused) < more:
                await anyio.sleep(0.01)
            assistant.go.set()

    run_apart(everyone)
    assert (len(answered), len(refused)) == (fit, more)
    assert assistant.most == QUESTIONS_AT_ONCE
    assert all(seconds > 0 for seconds in refused)
