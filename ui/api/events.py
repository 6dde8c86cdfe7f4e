"""An answer as a stream of server-sent events."""

import json
import logging
from collections.abc import AsyncIterator, Callable, Sequence
from contextlib import aclosing

from fastapi import Request
from sse_starlette import EventSourceResponse, ServerSentEvent

from assistant.conversation import Turn
from index.article import Passage
from index.errors import DepecheError
from index.scope import Scope
from ui.answering import AnswerUnderWay, begin
from ui.asking import Ask
from ui.leaving import unless_left
from ui.problems import Problem, problem_of, unexpected_problem

EVENT_STREAM = "text/event-stream"

_log = logging.getLogger(__name__)


def wants_events(request: Request) -> bool:
    """Tell whether the Accept header names the event stream."""
    accepted = request.headers.get("accept", "").lower().split(",")
    return any(one.split(";")[0].strip() == EVENT_STREAM for one in accepted)


async def event_stream(
    request: Request,
    ask: Ask,
    question: str,
    language: str | None,
    scope: Scope,
    history: Sequence[Turn],
    *,
    told: Callable[[list[Passage]], str],
) -> EventSourceResponse:
    """Ask, and answer in events; raises as Assistant.ask does before the first one.

    `told` gives the passages found as JSON. What goes wrong later is an event `error`.
    """
    started = await unless_left(request, begin(ask, question, language, scope, history))
    return EventSourceResponse(_events(started, told), headers={"Cache-Control": "no-store"})


async def _events(
    started: AnswerUnderWay, told: Callable[[list[Passage]], str]
) -> AsyncIterator[ServerSentEvent]:
    try:
        yield ServerSentEvent(told(started.passages), event="passages")
        async with aclosing(started.text()) as text:
            async for part in text:
                told_part = json.dumps({"text": part}, ensure_ascii=False)
                yield ServerSentEvent(told_part, event="text")
        answer = await started.answer()
        citations = [citation.model_dump(mode="json") for citation in answer.citations]
        listed = json.dumps({"citations": citations}, ensure_ascii=False)
        yield ServerSentEvent(listed, event="citations")
        yield ServerSentEvent(answer.model_dump_json(), event="done")
    except DepecheError as error:
        yield _error(problem_of(error))
    except Exception:
        _log.exception("The assistant failed while it streamed an answer.")
        yield _error(unexpected_problem())


def _error(problem: Problem) -> ServerSentEvent:
    return ServerSentEvent(problem.model_dump_json(), event="error")
