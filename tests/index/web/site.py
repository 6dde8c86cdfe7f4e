"""A web site of our own on loopback, whose pages a test writes."""

import ssl
import threading
from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass, field
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import Any, cast


@dataclass(frozen=True)
class Page:
    """What is answered at a path; `pieces` come after the body, one by one, without a length."""

    body: bytes = b""
    media_type: str | None = "text/html; charset=utf-8"
    status: int = 200
    headers: Mapping[str, str] = field(default_factory=dict)
    pieces: Callable[[], Iterator[bytes]] | None = None


@dataclass(frozen=True)
class Asked:
    """A request that came in."""

    path: str
    headers: Mapping[str, str]
    """By lower-case name."""


class Site:
    """The pages by path, and the requests for them; without a robots.txt unless a test adds one."""

    def __init__(self, address: str) -> None:
        self.address = address
        self.pages: dict[str, Page] = {}
        self.asked: list[Asked] = []

    def put(self, path: str, body: str | bytes, media_type: str | None = None, **more: Any) -> str:
        """Answer at `path` with `body`, and return its address."""
        data = body.encode() if isinstance(body, str) else body
        kind = media_type or "text/html; charset=utf-8"
        self.pages[path] = Page(data, kind, **more)
        return self.address + path

    def paths(self) -> list[str]:
        """The paths that were asked for, in order, without robots.txt."""
        return [one.path for one in self.asked if one.path != "/robots.txt"]


class _Server(ThreadingHTTPServer):
    daemon_threads = True
    site: Site

    def handle_error(self, request: Any, client_address: Any) -> None:
        """Say nothing: clients that hang up are what some tests are about."""


class _Handler(BaseHTTPRequestHandler):
    def do_GET(self) -> None:
        site = cast(_Server, self.server).site
        site.asked.append(
            Asked(self.path, {name.lower(): value for name, value in self.headers.items()})
        )
        page = site.pages.get(self.path, Page(b"not here", status=404))
        etag, modified = page.headers.get("ETag"), page.headers.get("Last-Modified")
        if (etag and self.headers["If-None-Match"] == etag) or (
            modified and self.headers["If-Modified-Since"] == modified
        ):
            page = Page(status=304, headers=page.headers)
        self.send_response(page.status)
        for name, value in page.headers.items():
            self.send_header(name, value)
        if page.media_type:
            self.send_header("Content-Type", page.media_type)
        if page.pieces is None and "Content-Length" not in page.headers:
            self.send_header("Content-Length", str(len(page.body)))
        self.end_headers()
        self.wfile.write(page.body)
        for piece in page.pieces() if page.pieces else ():
            self.wfile.write(piece)

    def log_message(self, *_: object) -> None:
        """Write nothing."""


@contextmanager
def running_site(tls: ssl.SSLContext | None = None) -> Iterator[Site]:
    """Run an empty site on a free port of 127.0.0.1 until the block ends."""
    server = _Server(("127.0.0.1", 0), _Handler)
    scheme = "http"
    if tls:
        scheme = "https"
        server.socket = tls.wrap_socket(server.socket, server_side=True)
    server.site = Site(f"{scheme}://127.0.0.1:{server.server_address[1]}")
    thread = threading.Thread(target=server.serve_forever, args=(0.05,), daemon=True)
    thread.start()
    try:
        yield server.site
    finally:
        server.shutdown()
        server.server_close()
        thread.join()


def html_page(text: str, *, head: str = "<title>Harbour</title>") -> str:
    """Return a page whose article is a few sentences about `text`."""
    paragraphs = "".join(
        f"<p>{text} {sentence}</p>"
        for sentence in (
            "The harbour master said on the quay that every crane would be painted by the spring.",
            "Nobody in the town had seen as many ships at anchor since the old lighthouse closed.",
            "The council votes on the money for the new pier at its meeting in the town hall.",
        )
    )
    return f"<html><head>{head}</head><body><article>{paragraphs}</article></body></html>"
