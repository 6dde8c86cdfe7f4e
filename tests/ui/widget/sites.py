"""Sites of other people, on other loopback ports, whose pages show the widget."""

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field

from fastapi import FastAPI, Request, Response

from tests.conftest import ROOT
from tests.ui.conftest import serving

DEMONSTRATION = ROOT / "samples" / "widget"
_SAMPLE_SERVER = "http://127.0.0.1:7860"  # as the demonstration page has it

BLANK = "<!doctype html><html lang=en><meta charset=utf-8><title>Page</title><body><p>Page</p>"


@dataclass
class Site:
    """A site; its origin is known before the server of the widget starts."""

    origin: str
    server: str = ""
    """The base URL of Dépêche, the only other host that its pages may use."""
    pages: dict[str, str] = field(default_factory=dict)
    """HTML, or CSS, by path."""
    careless: set[str] = field(default_factory=set)
    """Pages without a policy, where a script that got in would run."""

    def policy(self) -> str:
        """A policy as strict as a page that shows the widget can have."""
        return (
            f"default-src 'none'; script-src {self.server}; connect-src {self.server}; "
            "style-src 'self'; img-src data:; base-uri 'none'; form-action 'none'; "
            "frame-ancestors 'none'; require-trusted-types-for 'script'; trusted-types 'none'"
        )

    def put(self, path: str, script: str, *, body: str = "", head: str = "") -> str:
        """Make a page whose widget's script tag has these attributes; gives its address."""
        tag = f'<script src="{self.server}/widget.js" {script} async></script>'
        self.pages[path] = BLANK.replace("<body>", f"{head}<body>{tag}") + body
        return f"{self.origin}{path}"


@contextmanager
def hosting() -> Iterator[Site]:
    """Serve a site while the block runs."""
    app = FastAPI()
    site = Site("")

    @app.get("/{path:path}")
    def page(request: Request, path: str) -> Response:
        strict = request.url.path not in site.careless
        headers = {"Content-Security-Policy": site.policy()} if strict else {}
        if request.url.path in site.pages:
            kind = "text/css" if path.endswith(".css") else "text/html"
            return Response(site.pages[request.url.path], media_type=kind, headers=headers)
        file = DEMONSTRATION / (path or "intranet.html")
        if path not in {"", "intranet.css"}:
            return Response(status_code=404)
        text = file.read_text(encoding="utf-8").replace(_SAMPLE_SERVER, site.server)
        kind = "text/css" if file.suffix == ".css" else "text/html"
        return Response(text, media_type=kind, headers=headers)

    with serving(app) as address:
        site.origin = address
        yield site
