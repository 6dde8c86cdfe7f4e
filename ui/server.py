"""The server: the API, its documentation and the chat page in one app."""

from pathlib import Path

from fastapi import FastAPI
from fastapi.middleware.gzip import GZipMiddleware
from fastapi.responses import FileResponse
from fastapi.staticfiles import StaticFiles

from ui.access.bearers import Bearers
from ui.access.callers import Proxies
from ui.access.control import AccessControl
from ui.access.hosts import Hosts
from ui.access.people import People
from ui.access.signin import signin_router
from ui.api import api_router
from ui.asking import Asking
from ui.bodies import Bodies
from ui.completions import OpenAIErrors, completions_router
from ui.contract import Assistant
from ui.feedback.router import feedback_router
from ui.hooks import hooks_router
from ui.library.router import library_router
from ui.observation.metrics import Metrics, metrics_router
from ui.observation.questions import QuestionObserver
from ui.observation.requests import Observation
from ui.problems import install_problems
from ui.protection import Protection
from ui.serving import Serving
from ui.tools import Tools
from ui.uploads.router import uploads_router
from ui.uploads.uploads import Uploads
from ui.widget.calls import widget_calls
from ui.widget.script import script_router

_PAGE_FILES = Path(__file__).with_name("page")

_COMPRESSED_FROM = 1024  # bytes of an answer; below that, compressing it gains nothing


def create_app(assistant: Assistant, serving: Serving) -> FastAPI:
    """The whole app, over an assistant that is ready to answer."""
    from fastapi_offline import FastAPIOffline

    from ui.chat.mounting import mount_chat

    metrics = Metrics()
    asking = Asking(assistant, serving.writer)
    observer = QuestionObserver(metrics, serving.tracing, log_questions=serving.log_questions)
    ask, search = observer.asked(asking.ask), observer.searched(asking.search)
    tools = Tools(assistant, ask, search)
    app = FastAPIOffline(
        title="Dépêche",
        description="Answers from a body of news articles, proved by quotes with their offsets.",
        redoc_url=None,
        lifespan=tools.lifespan,
    )
    people = People(serving.policy, serving.keys.secret())
    install_problems(app)
    # What is added last comes first: the headers go on every answer, and every request is observed.
    app.add_middleware(Bodies)
    app.add_middleware(
        AccessControl,
        proxies=Proxies(serving.policy.trusted_proxies),
        hosts=Hosts(serving.host, serving.policy.allowed_hosts),
        bearers=Bearers(serving.keys),
        people=people,
    )
    app.add_middleware(Observation, metrics=metrics, tracing=serving.tracing)
    app.add_middleware(Protection)
    app.add_middleware(OpenAIErrors)  # outside of all that refuses
    # Around Protection, which must read the pages that it marks; streams are left as they are.
    app.add_middleware(GZipMiddleware, minimum_size=_COMPRESSED_FROM)
    if serving.feedback is not None:
        app.include_router(feedback_router(serving.feedback))
    if serving.uploads is not None:
        app.include_router(uploads_router(Uploads(serving.uploads, assistant.take_in)))
    # Answers for every other path under /api, too.
    app.include_router(api_router(assistant, ask, search))
    app.include_router(completions_router(ask))
    app.include_router(hooks_router(serving.hooks, ask))
    app.router.routes.extend(tools.routes)
    app.include_router(
        library_router(assistant, search, people, uploads=serving.uploads is not None)
    )
    app.include_router(metrics_router(metrics))
    app.include_router(signin_router(people))
    app.mount("/page", StaticFiles(directory=_PAGE_FILES))
    app.include_router(script_router())
    app.mount("/widget/{widget_id}", widget_calls(assistant, ask, serving.gate))

    @app.get("/favicon.ico", include_in_schema=False)
    async def icon() -> FileResponse:
        return FileResponse(_PAGE_FILES / "icon.svg")

    # Last: mounted on "/", it hides every route that is added after it.
    mount_chat(app, assistant, ask, serving)
    return app
