"""The addresses that the services call: `POST /hooks/{name}`."""

import logging
from collections.abc import Sequence

from fastapi import APIRouter, Request
from starlette.background import BackgroundTask
from starlette.responses import JSONResponse, Response

from index.errors import DepecheError
from index.scope import EVERYTHING
from ui.api import refuse_the_rest
from ui.asking import Ask
from ui.hooks.hook import Asked, Forged, Hook, JSONObject, Malformed, NothingAsked
from ui.hooks.memory import Memory
from ui.hooks.message import message
from ui.problems import ProblemResponse, documented, unexpected_problem
from ui.turns import answered_turn

_log = logging.getLogger(__name__)


def hooks_router(hooks: Sequence[Hook], ask: Ask) -> APIRouter:
    """The routes of the webhooks that are on."""
    router = APIRouter(tags=["webhooks"])
    for hook in hooks:
        _add(router, hook, _Answering(hook, ask))
    refuse_the_rest(router, "/hooks", list(router.routes))
    return router


class _Answering:
    """Answers the questions of one service, each after those before it in the same place."""

    def __init__(self, hook: Hook, ask: Ask) -> None:
        self._hook = hook
        self._ask = ask
        self._memory = Memory()

    async def answer(self, asked: Asked) -> JSONObject | None:
        """Answer a question, or say why there is no answer; returns what `Hook.send` does."""
        return await self._hook.send(asked, await self._text(asked))

    async def _text(self, asked: Asked) -> str:
        hook = self._hook
        try:
            earlier = self._memory.turns(asked.conversation)
            answer = await self._ask(asked.question, None, EVERYTHING, earlier)
            self._memory.add(asked.conversation, answered_turn(asked.question, answer))
            return message(answer, hook.markup)
        except DepecheError as error:
            return hook.markup.text(str(error))
        except Exception:
            _log.exception("The assistant failed on a question from %s.", hook.name)
            return hook.markup.text(unexpected_problem().detail)


def _add(router: APIRouter, hook: Hook, answering: _Answering) -> None:
    @router.post(
        f"/hooks/{hook.name}",
        name=hook.name,
        description=f"Called by {hook.name.title()} when something is asked there.",
        responses=documented(400, 401, 403, 413, 429),
        response_model=None,
    )
    async def called(request: Request) -> Response:
        try:
            read = hook.read(request.headers, await request.body())
        except Forged:
            detail = "The call is not signed as the service signs it; check the secret and clock."
            return ProblemResponse(401, detail)
        except Malformed:
            detail = "The call is not in the form that the service documents."
            return ProblemResponse(400, detail)
        if isinstance(read, NothingAsked):
            return JSONResponse(read.reply or {})
        if hook.waits:
            return JSONResponse(await answering.answer(read))
        return JSONResponse({}, background=BackgroundTask(answering.answer, read))
