"""The HTTP API: questions, articles, passages, and whether the server is well."""

from fastapi import APIRouter, Request
from starlette.routing import Match

from ui.api.articles import articles_router
from ui.api.health import health_router
from ui.api.questions import questions_router
from ui.asking import Asking
from ui.contract import Assistant
from ui.problems import ProblemResponse


def api_router(assistant: Assistant, ask: Asking) -> APIRouter:
    """The routes of the API. Every error is a problem document (see ui/problems.py)."""
    router = APIRouter()
    router.include_router(questions_router(assistant, ask))
    router.include_router(articles_router(assistant))
    router.include_router(health_router(assistant))
    refuse_the_rest(router, "/api")
    return router


def refuse_the_rest(router: APIRouter, prefix: str) -> None:
    """Answer other paths and methods under `prefix`; else they would reach the chat page."""
    routes = list(router.routes)
    methods = ["DELETE", "GET", "HEAD", "OPTIONS", "PATCH", "POST", "PUT"]

    @router.api_route(prefix + "/{path:path}", methods=methods, include_in_schema=False)
    async def no_such_route(request: Request) -> ProblemResponse:
        allowed: set[str] = set()
        for route in routes:
            match, _ = route.matches(request.scope)
            if match is Match.PARTIAL:
                allowed |= getattr(route, "methods", set())
        if not allowed:
            return ProblemResponse(404, "There is no such address; /docs lists those of the API.")
        takes = ", ".join(sorted(allowed))
        return ProblemResponse(405, f"This address takes only {takes}.", {"Allow": takes})
