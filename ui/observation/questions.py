"""Every question seen from outside, through whichever door it came: figures, log and span."""

import logging
import time
from collections.abc import Awaitable, Callable, Coroutine
from typing import Any, ParamSpec

from assistant.answer import Answer
from index.errors import DepecheError, ServerBusy
from ui.observation.metrics import Metrics, Outcome
from ui.observation.record import RequestRecord, begin, current_record, note_refusal
from ui.observation.tracing import Tracing

_Asked = ParamSpec("_Asked")

_log = logging.getLogger("depeche.questions")


def observed(
    ask: Callable[_Asked, Awaitable[Answer]],
    *,
    metrics: Metrics,
    tracing: Tracing,
    log_questions: bool,
) -> Callable[_Asked, Coroutine[Any, Any, Answer]]:
    """Return `ask`, whose first argument is the question, with all counted, logged and traced.

    The text of a question is in the log only with `log_questions`, and never in figures or spans.
    """

    async def observed_ask(*args: _Asked.args, **kwargs: _Asked.kwargs) -> Answer:
        started = time.perf_counter()
        question = str(args[0])
        outcome: Outcome = "failed"
        with metrics.open_questions.track_inprogress(), tracing.span("ask") as span:
            try:
                answer = await ask(*args, **kwargs)
                outcome = "abstained" if answer.abstained else "answered"
                return answer
            except ServerBusy:
                outcome = "busy"
                note_refusal("busy")
                raise
            except DepecheError:
                outcome = "refused"
                raise
            finally:
                metrics.count_question(outcome)
                record = current_record()
                span.note(
                    {"depeche.outcome": outcome, "depeche.request_id": record.id if record else ""}
                )
                line = {
                    "outcome": outcome,
                    "characters": len(question),
                    "ms": round((time.perf_counter() - started) * 1000, 1),
                }
                text = {"question": question} if log_questions else {}
                _log.info("question", extra={"fields": line | text})

    return observed_ask


def _request_id() -> str:
    record = current_record()
    return record.id if record else ""


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
