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
from ui.hooks.hook import Asked, Forged, Hook, Malformed, NothingAsked
from ui.hooks.message import message
from ui.problems import ProblemResponse, documented, unexpected_problem

_log = logging.getLogger(__name__)


def hooks_router(hooks: Sequence[Hook], ask: Ask) -> APIRouter:
    """The routes of the webhooks that are on."""
    router = APIRouter(tags=["webhooks"])
    for hook in hooks:
        _add(router, hook, ask)
    refuse_the_rest(router, "/hooks", list(router.routes))
    return router


def _add(router: APIRouter, hook: Hook, ask: Ask) -> None:
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
            return JSONResponse(await hook.send(read, await _text(hook, read, ask)))
        return JSONResponse({}, background=BackgroundTask(_send_later, hook, read, ask))


async def _send_later(hook: Hook, asked: Asked, ask: Ask) -> None:
    await hook.send(asked, await _text(hook, asked, ask))


async def _text(hook: Hook, asked: Asked, ask: Ask) -> str:
    """The answer as a message of the service, or why there is none."""
    try:
        return message(await ask(asked.question, None, EVERYTHING), hook.markup)
    except DepecheError as error:
        return hook.markup.text(str(error))
    except Exception:
        _log.exception("The assistant failed on a question from %s.", hook.name)
        return hook.markup.text(unexpected_problem().detail)
