"""`POST /v1/chat/completions` and `GET /v1/models`, as the official client calls them."""

import json
import logging
from collections.abc import AsyncIterator
from contextlib import aclosing

from fastapi import APIRouter, Request
from fastapi.responses import JSONResponse, Response
from sse_starlette import EventSourceResponse, ServerSentEvent
from starlette.exceptions import HTTPException
from starlette.requests import ClientDisconnect

from index.errors import DepecheError
from ui.answering import AnswerUnderWay, begin, paragraphs
from ui.api import refuse_the_rest
from ui.api.access import ACCESS, KEYED
from ui.asking import Ask
from ui.completions.errors import documented_errors, error_object
from ui.completions.request import MODELS, ChatCompletionRequest
from ui.completions.response import Completion, Model, Models, own_fields, text_of
from ui.leaving import unless_left
from ui.problems import Problem, ProblemResponse, problem_of, unexpected_problem

_log = logging.getLogger(__name__)


def completions_router(ask: Ask) -> APIRouter:
    """The routes under /v1. Their errors become OpenAI's in `OpenAIErrors`."""
    router = APIRouter(tags=["chat completions"], **KEYED)

    @router.get("/v1/models", responses=documented_errors(*ACCESS))
    async def models() -> Models:
        """The models that can be asked."""
        return Models(data=[Model(id=name) for name in MODELS])

    @router.get("/v1/models/{name}", responses=documented_errors(*ACCESS, 404, 422))
    async def model(name: str) -> Model:
        """One of them."""
        return Model(id=_known(name))

    @router.post(
        "/v1/chat/completions",
        responses=documented_errors(*ACCESS, 404, 413, 422, 503),
        response_model=None,
    )
    async def complete(body: ChatCompletionRequest, request: Request) -> Response:
        """Answer the last message of the user, as a chat completion."""
        completion = Completion(_known(body.model))
        question, scope = body.question(), body.scope()
        try:
            asking = begin(ask, question, body.language, scope, body.history())
            started = await unless_left(request, asking)
            if body.stream:
                return EventSourceResponse(_chunks(body, completion, started), sep="\n")
            return JSONResponse(completion.whole(await unless_left(request, started.answer())))
        except (DepecheError, ClientDisconnect):
            raise
        except Exception:
            # Starlette answers what is unexpected outside of our middleware, in its own shape.
            _log.exception("The assistant failed on a chat completion.")
            told = unexpected_problem()
            return ProblemResponse(told.status, told.detail)

    refuse_the_rest(router, "/v1", list(router.routes))
    return router


def _known(model: str) -> str:
    if model not in MODELS:
        raise HTTPException(404, f"There is no such model: use {' or '.join(MODELS)}.")
    return model


async def _chunks(
    body: ChatCompletionRequest, completion: Completion, started: AnswerUnderWay
) -> AsyncIterator[ServerSentEvent]:
    try:
        yield _event(completion.chunk({"role": "assistant", "content": ""}))
        async with aclosing(started.text()) as text:
            async for part in text:
                yield _event(completion.chunk({"content": part}))
        answer = await started.answer()
        notes = text_of(answer, body.model).removeprefix(answer.answer)
        for part in paragraphs(notes):
            yield _event(completion.chunk({"content": part}))
        yield _event(completion.chunk({}, last=True, **own_fields(answer)))
        if body.stream_options and body.stream_options.include_usage:
            yield _event(completion.usage(answer))
        yield ServerSentEvent("[DONE]")
    except DepecheError as error:
        yield _error(problem_of(error))
    except Exception:
        _log.exception("The assistant failed while it streamed a chat completion.")
        yield _error(unexpected_problem())


def _error(problem: Problem) -> ServerSentEvent:
    return ServerSentEvent(error_object(problem).model_dump_json())


def _event(document: dict[str, object]) -> ServerSentEvent:
    return ServerSentEvent(json.dumps(document, ensure_ascii=False))
