"""What a page of this server may do in a browser: the security headers of every response."""

import secrets
from collections.abc import Iterable, Mapping

from starlette.datastructures import Headers, MutableHeaders
from starlette.types import ASGIApp, Message, Receive, Scope, Send

# What pages of other sites may load; their calls to /widget/ go by CORS instead.
_SHARED_PATHS = frozenset({"/widget.js"})

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
        "form-action 'none'",
        "frame-ancestors 'none'",
    )
)


class Protection:
    """ASGI middleware around the whole app that adds the security headers to every response."""

    def __init__(self, app: ASGIApp) -> None:
        self._app = app

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        if scope["type"] != "http":
            await self._app(scope, receive, send)
            return
        nonce = secrets.token_urlsafe(16)
        policy = _POLICY.format(nonce=nonce)
        headers = {**_HEADERS, "Content-Security-Policy": policy}
        if scope["path"].startswith(_FORMS):
            headers["Content-Security-Policy"] = policy.replace(
                "form-action 'none'", "form-action 'self'"
            )
            # With no-referrer, browsers send a form with "Origin: null", as a foreign page does.
            headers["Referrer-Policy"] = "same-origin"
        if scope["path"] in _SHARED_PATHS:
            headers["Cross-Origin-Resource-Policy"] = "cross-origin"
        if scope["path"] in _PAGES:
            scope = _uncompressed(scope)
        await self._app(scope, receive, _with_nonce(_with_headers(send, headers), nonce))


# The HTML pages; they are asked for uncompressed, because their scripts get the nonce.
_PAGES = frozenset({"/", "/docs"})

# The pages whose forms are ours and are sent to this server.
_FORMS = ("/library", "/signin")


def _uncompressed(scope: Scope) -> Scope:
    kept = _without(scope["headers"], b"accept-encoding")
    return {**scope, "headers": kept}


def _without(headers: Iterable[tuple[bytes, bytes]], name: bytes) -> list[tuple[bytes, bytes]]:
    return [(key, value) for key, value in headers if key.lower() != name]


def _with_headers(send: Send, headers: Mapping[str, str]) -> Send:
    async def protected(message: Message) -> None:
        if message["type"] == "http.response.start":
            MutableHeaders(scope=message).update(headers)
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
