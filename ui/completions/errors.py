"""Errors in the shape of OpenAI's API, for every refusal under /v1 wherever it is made."""

from http import HTTPStatus
from typing import Any

from pydantic import BaseModel
from starlette.datastructures import Headers, MutableHeaders
from starlette.types import ASGIApp, Message, Receive, Scope, Send

from ui.problems import Problem, ProblemResponse

_PREFIX = "/v1/"


class ErrorDetail(BaseModel):
    """What went wrong."""

    message: str
    """One sentence that says what to do."""
    type: str
    param: str | None = None
    code: str | None = None


class ErrorObject(BaseModel):
    """An error as OpenAI's clients read it."""

    error: ErrorDetail


def documented_errors(*statuses: int) -> dict[int | str, dict[str, Any]]:
    """The `responses` of a route in OpenAPI for the errors that it can answer with."""
    return {
        status: {"description": HTTPStatus(status).phrase, "model": ErrorObject}
        for status in statuses
    }


def error_object(problem: Problem) -> ErrorObject:
    """The error object made of a problem document."""
    kinds = {401: "authentication_error", 403: "permission_error", 429: "rate_limit_error"}
    kind = "server_error" if problem.status >= 500 else "invalid_request_error"
    codes = {401: "invalid_api_key", 404: "not_found", 429: "rate_limit_exceeded"}
    return ErrorObject(
        error=ErrorDetail(
            message=problem.detail,
            type=kinds.get(problem.status, kind),
            code=codes.get(problem.status),
        )
    )


class OpenAIErrors:
    """ASGI middleware around the others: turns problem documents under /v1 into such errors."""

    def __init__(self, app: ASGIApp) -> None:
        self._app = app

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        if scope["type"] == "http" and scope["path"].startswith(_PREFIX):
            send = _translated(send)
        await self._app(scope, receive, send)


def _translated(send: Send) -> Send:
    start: Message | None = None
    document = bytearray()

    async def translated(message: Message) -> None:
        nonlocal start
        if message["type"] == "http.response.start":
            kind = Headers(raw=message["headers"]).get("content-type")
            if kind == ProblemResponse.media_type:
                start = message
                return
        if start is None:
            await send(message)
            return
        document.extend(message.get("body", b""))
        if message.get("more_body", False):
            return
        problem = Problem.model_validate_json(bytes(document))
        body = error_object(problem).model_dump_json().encode()
        headers = MutableHeaders(scope=start)
        headers["content-type"] = "application/json"
        headers["content-length"] = str(len(body))
        await send(start)
        await send({"type": "http.response.body", "body": body})

    return translated
