"""What every call of a widget passes first: its page, its address, its token; and CORS."""

from collections.abc import Mapping

from starlette.datastructures import Headers, MutableHeaders
from starlette.types import ASGIApp, Message, Receive, Scope, Send

from ui.observation.record import Reason, note_refusal
from ui.problems import ProblemResponse
from ui.widget.gate import Gate, Widget
from ui.widget.refusals import Refused
from ui.widget.tokens import Visitor

TOKEN_HEADER = "Depeche-Visitor"  # noqa: S105 - a name, not a token
"""Not Authorization, which is for the keys of the API."""
TOKEN_PATH = "/token"  # noqa: S105
"""The one call that needs no token."""

_PREFLIGHT_S = 600  # seconds for which a browser need not ask again whether it may call


class CrossOrigin:
    """ASGI wrapper around the calls of a widget, mounted where the path names the widget's id.

    Whatever is behind it is reached only from a page of an allowed origin and, but for TOKEN_PATH,
    with a token of that page. It leaves the `widget` and the `visitor` (None at TOKEN_PATH) in the
    request's state. Browsers send Origin with every POST, also one to the page's own server.
    """

    def __init__(self, app: ASGIApp, gate: Gate) -> None:
        self._app, self._gate = app, gate

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        headers = Headers(scope=scope)
        origin = headers.get("origin", "")
        try:
            widget = self._gate.page(scope["path_params"]["widget_id"], origin)
        except Refused as refused:
            await refusal(refused, self._gate)(scope, receive, send)
            return
        send = _readable_by(origin, send)
        if scope["method"] == "OPTIONS":
            await _preflight(send)
            return
        try:
            widget.limits.take_call(_address(scope))
            visitor = self._visitor(scope, widget, origin, headers.get(TOKEN_HEADER))
        except Refused as refused:
            await refusal(refused, self._gate)(scope, receive, send)
            return
        scope["state"] = {**scope.get("state", {}), "widget": widget, "visitor": visitor}
        await self._app(scope, receive, send)

    def _visitor(
        self, scope: Scope, widget: Widget, origin: str, token: str | None
    ) -> Visitor | None:
        if scope["path"].removeprefix(scope["root_path"]) == TOKEN_PATH:
            return None
        return self._gate.visitor(widget, origin, token)


_NOTED: Mapping[int, Reason] = {401: "token", 404: "widget", 429: "rate"}
"""What /metrics calls a refusal; the gate knows it more exactly."""


def refusal(refused: Refused, gate: Gate) -> ProblemResponse:
    """Count a refusal, and return what is answered."""
    gate.refusals.count(refused)
    note_refusal(_NOTED[refused.status])
    # A cache must not give the answer for one origin to another.
    headers = {"Vary": "Origin", "Cache-Control": "no-store"}
    if refused.retry_after_s is not None:
        headers["Retry-After"] = str(refused.retry_after_s)
    return ProblemResponse(refused.status, str(refused), headers)


def _address(scope: Scope) -> str:
    client: tuple[str, int] | None = scope.get("client")
    return client[0] if client else ""


def _readable_by(origin: str, send: Send) -> Send:
    """Let the pages of `origin`, and no others, read the response; never with cookies."""

    async def shared(message: Message) -> None:
        if message["type"] == "http.response.start":
            headers = MutableHeaders(scope=message)
            headers["Access-Control-Allow-Origin"] = origin
            headers["Access-Control-Expose-Headers"] = "Retry-After"
            headers["Vary"] = "Origin"
            headers["Cache-Control"] = "no-store"
        await send(message)

    return shared


async def _preflight(send: Send) -> None:
    headers = {
        b"access-control-allow-methods": b"POST",
        b"access-control-allow-headers": f"Content-Type, {TOKEN_HEADER}".encode(),
        b"access-control-max-age": str(_PREFLIGHT_S).encode(),
    }
    await send({"type": "http.response.start", "status": 204, "headers": list(headers.items())})
    await send({"type": "http.response.body", "body": b""})
