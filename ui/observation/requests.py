"""Every request seen from outside: its identifier, its line in the log, its figures, its span."""

import logging
import re
import time
from secrets import token_hex

from starlette.datastructures import Headers, MutableHeaders
from starlette.types import ASGIApp, Message, Receive, Scope, Send

from ui.observation.metrics import Metrics
from ui.observation.record import RequestRecord, begin
from ui.observation.tracing import Tracing
from ui.problems import ProblemResponse

REQUEST_ID = "X-Request-ID"

_log = logging.getLogger("depeche.requests")

# What a proxy sends as an identifier is logged, so it may hold nothing that could forge a line.
_WELL_FORMED = re.compile(r"[A-Za-z0-9._-]{8,64}")

_LEFT = 499  # the number that nginx gave to a client that leaves before it is answered


class Observation:
    """ASGI middleware that observes requests, and answers 500 for what nobody foresaw."""

    def __init__(self, app: ASGIApp, *, metrics: Metrics, tracing: Tracing) -> None:
        self._app = app
        self._metrics = metrics
        self._tracing = tracing

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        if scope["type"] != "http":
            await self._app(scope, receive, send)
            return
        headers = Headers(scope=scope)
        record = RequestRecord(id=_identifier(headers))
        begin(record)
        started, status, whole = time.perf_counter(), _LEFT, False

        async def answer(message: Message) -> None:
            nonlocal status, whole
            if message["type"] == "http.response.start":
                status = message["status"]
                MutableHeaders(scope=message)[REQUEST_ID] = record.id
            await send(message)
            whole = message["type"] == "http.response.body" and not message.get("more_body")

        with self._tracing.span("request", headers) as span:
            try:
                await self._app(_identified(scope, record.id), receive, answer)
            except Exception:
                if status != _LEFT and not whole:
                    raise  # begun, and not to be mended: uvicorn logs it and hangs up
                _log.exception("The server failed on a request.")
                if whole:  # an app inside this one has answered
                    return
                detail = "The server failed to answer; its log says why."
                await ProblemResponse(500, detail)(scope, receive, answer)
            finally:
                seconds = time.perf_counter() - started
                span.rename(f"{scope['method']} {record.route}")
                span.note(
                    {
                        "http.request.method": scope["method"],
                        "http.route": record.route,
                        "http.response.status_code": status,
                        "depeche.request_id": record.id,
                    }
                )
                self._metrics.count_request(record, status, seconds)
                _log_line(scope["method"], record, status, seconds)


def _log_line(method: str, record: RequestRecord, status: int, seconds: float) -> None:
    line = {
        "method": method,
        "route": record.route,
        "status": status,
        "ms": round(seconds * 1000, 1),
        "key": record.key,
        "refused": record.refused,
    }
    _log.info("request", extra={"fields": line})


def _identifier(headers: Headers) -> str:
    sent = headers.get(REQUEST_ID, "")
    return sent if _WELL_FORMED.fullmatch(sent) else token_hex(8)


def _identified(scope: Scope, identifier: str) -> Scope:
    """The scope with the identifier as a header, which Gradio hands to functions of the page."""
    name = REQUEST_ID.lower().encode()
    kept = [(key, value) for key, value in scope["headers"] if key.lower() != name]
    return {**scope, "headers": [*kept, (name, identifier.encode())]}
