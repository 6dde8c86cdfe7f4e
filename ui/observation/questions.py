"""Every question seen from outside, through whichever door it came: figures, log and span."""

import logging
import time

from assistant.answer import Answer
from index.errors import DepecheError, ServerBusy
from index.scope import Scope
from ui.asking import Ask
from ui.observation.metrics import Metrics, Outcome
from ui.observation.record import note_refusal
from ui.observation.tracing import Tracing

_log = logging.getLogger("depeche.questions")


def observed(ask: Ask, *, metrics: Metrics, tracing: Tracing, log_questions: bool) -> Ask:
    """Return `ask` with every question counted, logged and traced.

    The text of a question is in the log only with `log_questions`, and never in figures or spans.
    """

    async def observed_ask(question: str, language: str | None, scope: Scope) -> Answer:
        started = time.perf_counter()
        outcome: Outcome = "failed"
        with metrics.open_questions.track_inprogress(), tracing.span("ask") as span:
            try:
                answer = await ask(question, language, scope)
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
                span.note({"depeche.outcome": outcome})
                line = {
                    "outcome": outcome,
                    "characters": len(question),
                    "ms": round((time.perf_counter() - started) * 1000, 1),
                }
                text = {"question": question} if log_questions else {}
                _log.info("question", extra={"fields": line | text})

    return observed_ask
