"""The server: the API, its documentation and the chat page in one app."""

import contextlib
import socket
from collections.abc import Mapping, Sequence
from pathlib import Path

import uvicorn
from fastapi import FastAPI
from fastapi.middleware.gzip import GZipMiddleware
from fastapi.responses import FileResponse
from fastapi.staticfiles import StaticFiles

from assistant.writing.writer import Writer
from index.errors import AddressUnavailable
from ui.access.bearers import Bearers
from ui.access.callers import Proxies
from ui.access.control import AccessControl
from ui.access.hosts import Hosts
from ui.access.keys import KeyFile
from ui.access.people import People
from ui.access.policy import AccessPolicy
from ui.access.signin import signin_router
from ui.access.signing import Signer
from ui.api import api_router
from ui.asking import Asking
from ui.bodies import Bodies
from ui.completions import OpenAIErrors, completions_router
from ui.contract import Assistant
from ui.feedback.router import feedback_router
from ui.feedback.store import FeedbackStore
from ui.hooks import Hook, hooks_router
from ui.library.router import library_router
from ui.observation.metrics import Metrics, metrics_router
from ui.observation.questions import observed
from ui.observation.requests import Observation
from ui.observation.tracing import Tracing
from ui.problems import install_problems
from ui.protection import Protection
from ui.tools import Tools
from ui.widget.calls import widget_calls
from ui.widget.gate import Gate, closed_gate
from ui.widget.script import script_router
from ui.words import Language

_PAGE_FILES = Path(__file__).with_name("page")
_NO_EXAMPLES: Mapping[Language, Sequence[str]] = {}
_ONLY_THIS_MACHINE = AccessPolicy()
_NO_TRACES = Tracing()

_COMPRESSED_FROM = 1024  # bytes of an answer; below that, compressing it gains nothing
_BACKLOG = 128  # connections that wait while the server starts
_LAST_ANSWERS_S = 3  # seconds that open requests may take after the server is told to stop


def create_app(
    assistant: Assistant,
    *,
    host: str,
    port: int,
    examples: Mapping[Language, Sequence[str]] = _NO_EXAMPLES,
    feedback: FeedbackStore | None = None,
    hooks: Sequence[Hook] = (),
    gate: Gate | None = None,
    policy: AccessPolicy = _ONLY_THIS_MACHINE,
    keys: KeyFile | None = None,
    tracing: Tracing = _NO_TRACES,
    log_questions: bool = False,
    writer: Writer | None = None,
) -> FastAPI:
    """The whole app, over an assistant that is ready to answer.

    `host` and `port` are where it will listen; `examples` are the questions that the empty chat
    proposes, by the language of the page; `feedback` is where opinions of answers are kept, None
    when none are asked for; `hooks` are the webhooks that are on; `gate` lets widgets in, None when
    there are none. `policy` says who may come in without a key; without `keys` there is none.
    `log_questions` lets the text of questions into the log. `writer` writes the answers; without
    it they are quotes.
    """
    from fastapi_offline import FastAPIOffline

    from ui.chat.mounting import mount_chat

    metrics = Metrics()
    asking = Asking(assistant, writer)
    ask = observed(asking.ask, metrics=metrics, tracing=tracing, log_questions=log_questions)
    tools = Tools(assistant, ask, asking.search)
    app = FastAPIOffline(
        title="Dépêche",
        description="Answers from a body of news articles, proved by quotes with their offsets.",
        redoc_url=None,
        lifespan=tools.lifespan,
    )
    keys = keys or KeyFile(None)
    signer = Signer(keys.secret())
    people = People(policy, signer)
    install_problems(app)
    # What is added last comes first: the headers go on every answer, and every request is observed.
    app.add_middleware(Bodies)
    app.add_middleware(
        AccessControl,
        proxies=Proxies(policy.trusted_proxies),
        hosts=Hosts(host, policy.allowed_hosts),
        bearers=Bearers(keys, signer),
        people=people,
    )
    app.add_middleware(Observation, metrics=metrics, tracing=tracing)
    app.add_middleware(Protection)
    app.add_middleware(OpenAIErrors)  # outside of all that refuses
    # Around Protection, which must read the pages that it marks; streams are left as they are.
    app.add_middleware(GZipMiddleware, minimum_size=_COMPRESSED_FROM)
    if feedback is not None:
        app.include_router(feedback_router(feedback))
    # Answers for every other path under /api, too.
    app.include_router(api_router(assistant, ask, asking.search))
    app.include_router(completions_router(ask))
    app.include_router(hooks_router(hooks, ask))
    app.router.routes.extend(tools.routes)
    app.include_router(library_router(assistant, asking.search))
    app.include_router(metrics_router(metrics))
    app.include_router(signin_router(people))
    app.mount("/page", StaticFiles(directory=_PAGE_FILES))
    app.include_router(script_router())
    app.mount("/widget/{widget_id}", widget_calls(assistant, ask, gate or closed_gate()))

    @app.get("/favicon.ico", include_in_schema=False)
    async def icon() -> FileResponse:
        return FileResponse(_PAGE_FILES / "icon.svg")

    # Last: mounted on "/", it hides every route that is added after it.
    rated = feedback is not None
    mount_chat(app, assistant, ask, examples, host=host, port=port, rated=rated)
    return app


def listen(host: str, port: int) -> socket.socket:
    """The listening socket of the server; raises AddressUnavailable when it cannot be had.

    Made before the models are loaded, so that a port in use is told at once; connections wait
    in its queue until `serve` answers them.
    """
    try:
        family = socket.getaddrinfo(host, port, type=socket.SOCK_STREAM)[0][0]
        return socket.create_server((host, port), family=family, backlog=_BACKLOG)
    except socket.gaierror as error:
        raise AddressUnavailable(f"The host {host!r} is not an address of this machine.") from error
    except OSError as error:
        raise AddressUnavailable(
            f"The server cannot listen on {host} port {port} ({error.strerror}): "
            "stop what uses it, or choose another port."
        ) from error


def serve(app: FastAPI, listener: socket.socket) -> None:
    """Answer on `listener` until the process is told to stop."""
    config = uvicorn.Config(
        app,
        log_config=None,
        log_level="warning",
        access_log=False,
        server_header=False,
        proxy_headers=False,  # uvicorn would believe any program on this machine
        timeout_graceful_shutdown=_LAST_ANSWERS_S,
    )
    # Ctrl-C is how a server is stopped; uvicorn has closed everything when it raises this.
    with contextlib.suppress(KeyboardInterrupt):
        uvicorn.Server(config).run(sockets=[listener])
