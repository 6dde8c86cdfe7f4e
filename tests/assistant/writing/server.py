"""A server that speaks OpenAI's protocol on loopback, and does what the test wants."""

import contextlib
import json
import threading
import time
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import Any

Behaviour = Callable[["Exchange"], None]
"""Answers one request."""


@dataclass
class Exchange:
    """One request, and the means to answer it."""

    body: dict[str, Any]
    key: str | None
    handler: BaseHTTPRequestHandler

    def refuse(self, status: int, message: str) -> None:
        document = {"error": {"message": message, "type": "error", "code": status}}
        self._head(status, "application/json")
        self.handler.wfile.write(json.dumps(document).encode())

    def redirect(self, address: str) -> None:
        self.handler.send_response(307)
        self.handler.send_header("Location", address)
        self.handler.end_headers()

    def say(self, *pieces: str, pause: float = 0.0) -> None:
        """Stream pieces; raises when the client has left."""
        self._head(200, "text/event-stream")
        self.say_on(*pieces, pause=pause)

    def say_on(self, *pieces: str, pause: float = 0.0) -> None:
        """Stream more pieces; raises when the client has left."""
        for piece in pieces:
            self._event({"index": 0, "delta": {"content": piece}, "finish_reason": None})
            time.sleep(pause)

    def end(self) -> None:
        self._event({"index": 0, "delta": {}, "finish_reason": "stop"})
        usage = {"prompt_tokens": 40, "completion_tokens": 5, "total_tokens": 45}
        self._send({"id": "1", "object": "chat.completion.chunk", "created": 1, "model": "m",
                    "choices": [], "usage": usage})  # fmt: skip
        self.handler.wfile.write(b"data: [DONE]\n\n")

    def _head(self, status: int, kind: str) -> None:
        self.handler.send_response(status)
        self.handler.send_header("Content-Type", kind)
        self.handler.send_header("Connection", "close")
        self.handler.end_headers()

    def _event(self, choice: dict[str, Any]) -> None:
        self._send({"id": "1", "object": "chat.completion.chunk", "created": 1, "model": "m",
                    "choices": [choice]})  # fmt: skip

    def _send(self, document: dict[str, Any]) -> None:
        self.handler.wfile.write(f"data: {json.dumps(document)}\n\n".encode())
        self.handler.wfile.flush()


@dataclass
class ModelServer:
    """Where it listens, and what it was asked."""

    address: str
    asked: list[Exchange] = field(default_factory=list)
    left: threading.Event = field(default_factory=threading.Event)
    """Set when a client left before the end of its reply."""


@contextlib.contextmanager
def model_server(behaviour: Behaviour) -> Iterator[ModelServer]:
    """Serve while the block runs."""

    class Handler(BaseHTTPRequestHandler):
        def do_POST(self) -> None:
            body = json.loads(self.rfile.read(int(self.headers["Content-Length"])))
            exchange = Exchange(body, self.headers.get("Authorization"), self)
            served.asked.append(exchange)
            try:
                behaviour(exchange)
            except OSError:
                served.left.set()
            self.close_connection = True

        def log_message(self, *_: object) -> None:
            """Keep the output of the tests clean."""

    server = ThreadingHTTPServer(("127.0.0.1", 0), Handler)
    server.daemon_threads = True
    served = ModelServer(f"http://127.0.0.1:{server.server_address[1]}/v1")
    threading.Thread(target=server.serve_forever, daemon=True).start()
    try:
        yield served
    finally:
        server.shutdown()
        server.server_close()
