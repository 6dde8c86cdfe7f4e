"""How much a request may send: as much as its door allows, and no byte more is read."""

from starlette.requests import ClientDisconnect, Request
from starlette.types import ASGIApp, Message, Receive, Scope, Send

from ui.access.doors import Door
from ui.observation.record import note_refusal
from ui.problems import ProblemResponse


class Bodies:
    """ASGI middleware behind AccessControl: it reads the body of a request, or refuses it."""

    def __init__(self, app: ASGIApp) -> None:
        self._app = app

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        if scope["type"] != "http":
            await self._app(scope, receive, send)
            return
        door: Door = scope["state"]["door"]
        try:
            body = await _body(Request(scope, receive), door.body_limit)
        except ClientDisconnect:
            return
        if body is None:
            note_refusal("size")
            detail = f"The body is over {_size(door.body_limit)}; send a shorter one."
            await ProblemResponse(413, detail)(scope, receive, send)
            return
        await self._app(scope, _replayed(body, receive), send)


def _size(limit: int) -> str:
    return f"{limit // 1_000_000} MB" if limit >= 10_000_000 else f"{limit // 1024} KB"


async def _body(request: Request, limit: int) -> bytes | None:
    """The whole body; None, without reading on, when it is longer than `limit` bytes."""
    declared = request.headers.get("content-length", "0")
    if declared.isdecimal() and int(declared) > limit:
        return None
    received = bytearray()
    async for part in request.stream():
        received += part
        if len(received) > limit:
            return None
    return bytes(received)


def _replayed(body: bytes, receive: Receive) -> Receive:
    """Gives the app the body that was read here, then what follows it (the disconnection)."""
    waiting: list[Message] = [{"type": "http.request", "body": body, "more_body": False}]

    async def replay() -> Message:
        return waiting.pop() if waiting else await receive()

    return replay
