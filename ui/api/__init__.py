"""The HTTP API: questions, articles, passages, and whether the server is well."""

from collections.abc import Sequence

from fastapi import APIRouter, Request
from starlette.routing import BaseRoute, Match

from ui.api.articles import articles_router
from ui.api.health import health_router
from ui.api.questions import questions_router
from ui.asking import Ask, Search
from ui.contract import Assistant
from ui.problems import ProblemResponse


def api_router(assistant: Assistant, ask: Ask, search: Search) -> APIRouter:
    """The routes of the API. Every error is a problem document (see ui/problems.py)."""
    router = APIRouter()
    parts = (
        questions_router(assistant, ask, search),
        articles_router(assistant),
        health_router(assistant),
    )
    for part in parts:
        router.include_router(part)
    refuse_the_rest(router, "/api", [route for part in parts for route in part.routes])
    return router


def refuse_the_rest(router: APIRouter, prefix: str, routes: Sequence[BaseRoute]) -> None:
    """Answer what is under `prefix` and not of `routes`; else it would reach the chat page."""
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
