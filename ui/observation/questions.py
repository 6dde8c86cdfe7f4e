"""Every question seen from outside, through whichever door it came: figures, log and span."""

import asyncio
import logging
import time
from collections.abc import Awaitable, Callable, Coroutine
from typing import Any, ParamSpec, TypeVar

from assistant.answer import Answer
from index.article import Passage
from index.errors import DepecheError, ServerBusy
from ui.observation.metrics import Kind, Metrics, Outcome
from ui.observation.record import RequestRecord, begin, current_record, note_refusal
from ui.observation.tracing import TraceSpan, Tracing

_Asked = ParamSpec("_Asked")
_Result = TypeVar("_Result")

_log = logging.getLogger("depeche.questions")


class QuestionObserver:
    """Counts, logs and traces the questions of one app.

    The text of a question is in the log only with `log_questions`, and never in figures or spans.
    """

    def __init__(self, metrics: Metrics, tracing: Tracing, *, log_questions: bool) -> None:
        self._metrics = metrics
        self._tracing = tracing
        self._log_questions = log_questions

    def asked(
        self, ask: Callable[_Asked, Awaitable[Answer]]
    ) -> Callable[_Asked, Coroutine[Any, Any, Answer]]:
        """Return `ask`, whose first argument is the question, observed."""
        return self._observed("ask", ask, lambda answer: not answer.abstained)

    def searched(
        self, search: Callable[_Asked, Awaitable[list[Passage]]]
    ) -> Callable[_Asked, Coroutine[Any, Any, list[Passage]]]:
        """Return `search`, whose first argument is the question, observed."""
        return self._observed("search", search, bool)

    def _observed(
        self,
        kind: Kind,
        call: Callable[_Asked, Awaitable[_Result]],
        answered: Callable[[_Result], bool],
    ) -> Callable[_Asked, Coroutine[Any, Any, _Result]]:
        async def observed_call(*args: _Asked.args, **kwargs: _Asked.kwargs) -> _Result:
            started = time.perf_counter()
            outcome: Outcome = "failed"
            open_questions = self._metrics.open_questions.track_inprogress()
            with open_questions, self._tracing.span(kind) as span:
                try:
                    result = await call(*args, **kwargs)
                    outcome = "answered" if answered(result) else "abstained"
                    return result
                except ServerBusy:
                    outcome = "busy"
                    note_refusal("busy")
                    raise
                except asyncio.CancelledError:
                    outcome = "left"
                    raise
                except DepecheError:
                    outcome = "refused"
                    raise
                finally:
                    self._note(kind, outcome, str(args[0]), started, span)

        return observed_call

    def _note(
        self, kind: Kind, outcome: Outcome, question: str, started: float, span: TraceSpan
    ) -> None:
        self._metrics.count_question(kind, outcome)
        record = current_record()
        span.note({"depeche.outcome": outcome, "depeche.request_id": record.id if record else ""})
        line = {
            "kind": kind,
            "outcome": outcome,
            "characters": len(question),
            "ms": round((time.perf_counter() - started) * 1000, 1),
        }
        text = {"question": question} if self._log_questions else {}
        _log.info("question", extra={"fields": line | text})


def continued(
    ask: Callable[_Asked, Awaitable[Answer]], request_id: str | None
) -> Callable[_Asked, Coroutine[Any, Any, Answer]]:
    """Return `ask` as part of a request that was answered already.

    The chat page sends a question with one request and is answered from Gradio's queue.
    """

    async def continued_ask(*args: _Asked.args, **kwargs: _Asked.kwargs) -> Answer:
        if request_id is not None:
            begin(RequestRecord(request_id))
        return await ask(*args, **kwargs)

    return continued_ask
