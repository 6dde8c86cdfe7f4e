"""Errors in the shape of OpenAI's API, for every refusal under /v1 wherever it is made."""

import json

from starlette.datastructures import Headers, MutableHeaders
from starlette.types import ASGIApp, Message, Receive, Scope, Send

from ui.problems import Problem, ProblemResponse

_PREFIX = "/v1/"


def error_object(problem: Problem) -> dict[str, object]:
    """The error object that OpenAI's clients read, made of a problem document."""
    kinds = {401: "authentication_error", 403: "permission_error", 429: "rate_limit_error"}
    kind = "server_error" if problem.status >= 500 else "invalid_request_error"
    codes = {401: "invalid_api_key", 404: "not_found", 429: "rate_limit_exceeded"}
    return {
        "error": {
            "message": problem.detail,
            "type": kinds.get(problem.status, kind),
            "param": None,
            "code": codes.get(problem.status),
        }
    }


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
        body = json.dumps(error_object(Problem.model_validate_json(bytes(document)))).encode()
        headers = MutableHeaders(scope=start)
        headers["content-type"] = "application/json"
        headers["content-length"] = str(len(body))
        await send(start)
        await send({"type": "http.response.body", "body": body})

    return translated
