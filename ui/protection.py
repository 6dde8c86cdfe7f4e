"""What every request passes first: who may ask, how much may be sent, what a page may load."""

import secrets
from collections.abc import Iterable
from ipaddress import ip_address

from starlette.datastructures import Headers, MutableHeaders
from starlette.requests import ClientDisconnect, Request
from starlette.types import ASGIApp, Message, Receive, Scope, Send

from ui.problems import ProblemResponse

API_BODY_LIMIT = 64 * 1024
"""Bytes of a request to the API: a question of 2,000 characters with a wide margin."""
CONVERSATION_BODY_LIMIT = 256 * 1024
"""Bytes of a chat completion, which carries its whole conversation: 3 KB an answer."""
PAGE_BODY_LIMIT = 4 * 1024 * 1024
"""Bytes of a request of the chat page, which sends the conversation shown: 8 KB an answer."""

# Gradio takes uploads even when no component of the page does.
_CLOSED_PATHS = ("/gradio_api/upload",)

_LOOPBACK_NAMES = frozenset({"localhost", "127.0.0.1", "::1"})
_WILDCARDS = frozenset({"0.0.0.0", "::", ""})  # noqa: S104

_HEADERS = {
    "X-Content-Type-Options": "nosniff",
    "X-Frame-Options": "DENY",
    "Referrer-Policy": "no-referrer",
    "Cross-Origin-Opener-Policy": "same-origin",
    "Cross-Origin-Resource-Policy": "same-origin",
    "Permissions-Policy": "camera=(), geolocation=(), microphone=()",
}

# Nothing from another host, no script that this server did not mark. Gradio sets style
# attributes, hence 'unsafe-inline' for styles; its icons and cursors are data: images.
_POLICY = "; ".join(
    (
        "default-src 'none'",
        "script-src 'self' 'nonce-{nonce}'",
        "style-src 'self' 'unsafe-inline'",
        "img-src 'self' data:",
        "font-src 'self' data:",
        "connect-src 'self'",
        "manifest-src 'self'",
        "base-uri 'self'",
        "form-action 'self'",
        "frame-ancestors 'none'",
    )
)


class Protection:
    """ASGI middleware around the whole app; `host` is the address that the server listens on.

    It refuses a Host header that names another site (DNS rebinding lets a foreign page speak to
    a server on this machine under its own name), closes Gradio's upload, limits the size of
    bodies, and adds the security headers to every response.
    """

    def __init__(self, app: ASGIApp, *, host: str) -> None:
        self._app = app
        self._names = _LOOPBACK_NAMES | {host.lower()}
        self._any_address = host in _WILDCARDS

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        if scope["type"] != "http":
            await self._app(scope, receive, send)
            return
        nonce = secrets.token_urlsafe(16)
        send = _with_headers(send, nonce)
        refusal = self._refusal(scope)
        if refusal is not None:
            await refusal(scope, receive, send)
            return
        limit = _body_limit(scope["path"])
        try:
            body = await _body(Request(scope, receive), limit)
        except ClientDisconnect:
            return
        if body is None:
            detail = f"The body is over {limit // 1024} KB; send a shorter one."
            await ProblemResponse(413, detail)(scope, receive, send)
            return
        if scope["path"] in _PAGES:
            scope = _uncompressed(scope)
        await self._app(scope, _replayed(body, receive), _with_nonce(send, nonce))

    def _refusal(self, scope: Scope) -> ProblemResponse | None:
        if not self._may_be_called(_host_name(Headers(scope=scope).get("host", ""))):
            return ProblemResponse(
                400, "This server does not answer to that name; use the address it was started on."
            )
        if scope["path"].rstrip("/") in _CLOSED_PATHS:
            return ProblemResponse(404, "There is no such address: nothing is uploaded here.")
        return None

    def _may_be_called(self, name: str) -> bool:
        # Listening on every address, the server cannot know its own; a rebound name, however,
        # is never a bare IP address.
        return name in self._names or (self._any_address and _is_address(name))


def _body_limit(path: str) -> int:
    if path.startswith("/v1/"):
        return CONVERSATION_BODY_LIMIT
    return API_BODY_LIMIT if path.startswith(("/api/", "/mcp", "/hooks/")) else PAGE_BODY_LIMIT


# The HTML pages; they are asked for uncompressed, because their scripts get the nonce.
_PAGES = frozenset({"/", "/docs"})


def _host_name(header: str) -> str:
    """The name in a Host header, without its port, in lower case."""
    if header.startswith("["):
        return header[1:].partition("]")[0].lower()
    return header.partition(":")[0].lower()


def _is_address(name: str) -> bool:
    try:
        ip_address(name)
    except ValueError:
        return False
    return True


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


def _uncompressed(scope: Scope) -> Scope:
    kept = _without(scope["headers"], b"accept-encoding")
    return {**scope, "headers": kept}


def _without(headers: Iterable[tuple[bytes, bytes]], name: bytes) -> list[tuple[bytes, bytes]]:
    return [(key, value) for key, value in headers if key.lower() != name]


def _with_headers(send: Send, nonce: str) -> Send:
    async def protected(message: Message) -> None:
        if message["type"] == "http.response.start":
            headers = MutableHeaders(scope=message)
            headers.update(_HEADERS)
            headers["Content-Security-Policy"] = _POLICY.format(nonce=nonce)
        await send(message)

    return protected


def _with_nonce(send: Send, nonce: str) -> Send:
    """Marks the scripts of an HTML page that this server wrote with the nonce of its policy.

    Gradio and the API pages start from scripts inside the page. Neither puts text of a visitor
    or of an article between tags (Gradio's configuration is JSON with < escaped), so every
    "<script" of such a page is its own.
    """
    start: Message | None = None
    page = bytearray()

    async def marked(message: Message) -> None:
        nonlocal start
        if message["type"] == "http.response.start":
            kind = Headers(raw=message["headers"]).get("content-type", "")
            if kind.startswith("text/html"):
                start = message
                return
        if start is None:
            await send(message)
            return
        page.extend(message.get("body", b""))
        if message.get("more_body", False):
            return
        body = bytes(page).replace(b"<script", b'<script nonce="' + nonce.encode() + b'"')
        headers = _without(start["headers"], b"content-length")
        headers.append((b"content-length", str(len(body)).encode()))
        await send({**start, "headers": headers})
        await send({"type": "http.response.body", "body": body})

    return marked
