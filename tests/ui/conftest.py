"""A server with a small known library behind it, and a browser to look at it with."""

import contextlib
import threading
import time
from collections.abc import Iterator
from pathlib import Path

import pytest
import uvicorn
from fastapi import FastAPI
from playwright.sync_api import Browser, Page, expect, sync_playwright

from tests.ui.standin import StandIn
from ui.feedback.store import FeedbackStore
from ui.running import listen
from ui.server import create_app
from ui.serving import Serving

CHROMIUM = Path("/usr/bin/chromium")

# A machine that does other work as well needs more than the usual 5 s to show a page.
expect.set_options(timeout=20_000)


@pytest.fixture(scope="session")
def app(tmp_path_factory: pytest.TempPathFactory) -> FastAPI:
    """The whole app over the stand-in; the real Assistant fits in the same place."""
    return create_app(
        StandIn(),
        Serving(
            examples={
                "en": ["When did the visa exemption take effect?"],
                "fr": ["Où s’est tenu le deuxième sommet ?"],
            },
            feedback=FeedbackStore(tmp_path_factory.mktemp("library")),
        ),
    )


@pytest.fixture(scope="session")
def address(app: FastAPI) -> Iterator[str]:
    """The base URL of that app, served on a free port."""
    with serving(app) as url:
        yield url


@contextlib.contextmanager
def serving(app: FastAPI, *, port: int = 0) -> Iterator[str]:
    """Serve an app in a thread while the block runs, on a free port; gives its base URL."""
    listener = listen("127.0.0.1", port)
    config = uvicorn.Config(
        app, log_level="error", timeout_graceful_shutdown=1, proxy_headers=False
    )
    server = uvicorn.Server(config)
    thread = threading.Thread(target=server.run, kwargs={"sockets": [listener]}, daemon=True)
    thread.start()
    while not server.started:
        time.sleep(0.02)
    try:
        yield f"http://127.0.0.1:{listener.getsockname()[1]}"
    finally:
        server.should_exit = True
        thread.join(timeout=10)


@pytest.fixture(scope="session")
def browser() -> Iterator[Browser]:
    """Chromium, for as long as the tests run."""
    if not CHROMIUM.exists():
        pytest.skip(f"{CHROMIUM} is missing; install it with: apt-get install chromium")
    flags = [
        "--no-sandbox",
        "--disable-gpu",
        "--disable-quic",
        "--no-first-run",
        "--disable-background-networking",
        "--disable-component-update",
        "--disable-sync",
    ]
    with sync_playwright() as playwright:
        launched = playwright.chromium.launch(executable_path=str(CHROMIUM), args=flags)
        yield launched
        launched.close()


@pytest.fixture
def page(browser: Browser, address: str) -> Iterator[Page]:
    """The chat page as an English reader with a wide screen opens it."""
    context = browser.new_context(locale="en-GB", viewport={"width": 1440, "height": 900})
    opened = context.new_page()
    opened.goto(address)
    yield opened
    context.close()
