"""Behind a real nginx that serves it under a prefix, with the lines of docs/behind-a-proxy.md."""

import contextlib
import os
import re
import shutil
import socket
import subprocess
import threading
import time
from collections.abc import Iterator, Sequence
from pathlib import Path

import httpx
import pytest
from playwright.sync_api import Browser, Page, expect

from assistant.answer import Answer
from assistant.conversation import Turn
from index.scope import EVERYTHING, Scope
from tests.conftest import ROOT
from tests.ui.conftest import serving
from tests.ui.standin import StandIn
from tests.ui.test_api import assert_problem
from tests.ui.test_chat_page import MARKER, ask
from tests.ui.widget.sites import hosting
from ui.access.limits import Rate
from ui.access.people import SESSION_COOKIE
from ui.access.policy import AccessPolicy
from ui.contract import PassagesFound
from ui.server import create_app
from ui.serving import Serving
from ui.widget.configuration import WidgetSettings
from ui.widget.gate import open_gate

NGINX = shutil.which("nginx", path="/usr/sbin:/usr/bin:/usr/local/sbin")
PASSWORD = "chemin de fer"
LISTED = ("127.0.0.1",)

pytestmark = pytest.mark.skipif(
    NGINX is None, reason="nginx is missing; install it with: apt-get install nginx-light"
)

_CONFIGURATION = """
{user}
daemon off;
pid {folder}/nginx.pid;
error_log {folder}/error.log;
events {{ worker_connections 64; }}
http {{
    access_log off;
    client_body_temp_path {folder}/body;
    proxy_temp_path {folder}/proxy;
    fastcgi_temp_path {folder}/fastcgi;
    uwsgi_temp_path {folder}/uwsgi;
    scgi_temp_path {folder}/scgi;
    server {{
        listen 127.0.0.1:{port};
        server_name localhost;
{location}
    }}
}}
"""


def documented(upstream: str) -> str:
    """The block that the documentation gives, before another server."""
    page = (ROOT / "docs" / "behind-a-proxy.md").read_text(encoding="utf-8")
    block = re.search(r"```nginx\n(.*?)```", page, re.DOTALL)
    assert block is not None
    return block[1].replace("http://127.0.0.1:7860", upstream)


@contextlib.contextmanager
def proxied(folder: Path, serving_as: Serving, assistant: StandIn) -> Iterator[str]:
    """Serve an app behind nginx; gives where visitors find it, with a slash at the end."""
    with socket.create_server(("127.0.0.1", 0)) as free:
        port = free.getsockname()[1]
    with serving(create_app(assistant, serving_as)) as direct:
        # The workers of root's nginx are somebody else, who cannot write into this folder.
        user = "user root;" if os.geteuid() == 0 else ""
        text = _CONFIGURATION.format(
            user=user, folder=folder, port=port, location=documented(direct)
        )
        (folder / "nginx.conf").write_text(text, encoding="utf-8")
        command = [str(NGINX), "-p", str(folder), "-c", "nginx.conf"]
        process = subprocess.Popen(command, stderr=subprocess.DEVNULL)
        try:
            wait_for(port)
            yield f"http://127.0.0.1:{port}/depeche/"
        finally:
            process.terminate()
            process.wait(timeout=20)


def wait_for(port: int) -> None:
    deadline = time.monotonic() + 20
    while time.monotonic() < deadline:
        with socket.socket() as trial:
            if trial.connect_ex(("127.0.0.1", port)) == 0:
                return
        time.sleep(0.05)
    raise TimeoutError("nginx does not listen")


class Slow(StandIn):
    """Tells of the passages, and answers only when `seen` is set."""

    def __init__(self) -> None:
        super().__init__()
        self.seen = threading.Event()

    def ask(
        self,
        question: str,
        *,
        language: str | None = None,
        scope: Scope = EVERYTHING,
        history: Sequence[Turn] = (),
        found: PassagesFound | None = None,
    ) -> Answer:
        answer = super().ask(question, language=language, scope=scope, history=history, found=found)
        assert not found or self.seen.wait(timeout=60), "the passages came only with the answer"
        return answer


def test_people_sign_in_ask_read_and_add(browser: Browser, tmp_path: Path) -> None:
    policy = AccessPolicy(password=PASSWORD, trusted_proxies=LISTED)
    assistant = StandIn()
    serving_as = Serving(policy=policy, uploads=tmp_path / "uploads")
    with proxied(tmp_path, serving_as, assistant) as address:
        context = browser.new_context(locale="en-GB")
        page = context.new_page()
        failed = failures(page, address)
        page.goto(address)
        page.get_by_label("Password").fill(PASSWORD)
        page.get_by_role("button").click()
        ask(page, "sommet")
        page.locator(MARKER).first.click()
        expect(page.locator("mark.dp-cited")).to_be_visible()
        page.keyboard.press("Escape")
        page.locator("#dp-library a").click()
        expect(page).to_have_url(f"{address}library")
        page.locator("summary", has_text="Add articles").click()
        page.locator(".dp-add input").set_input_files(
            {"name": "a.txt", "mimeType": "text/plain", "buffer": b"x" * 2_000_000}
        )
        expect(page.locator(".dp-results li")).to_contain_text("added")
        assert list(assistant.taken_in) == ["a.txt"]
        page.locator(".dp-articles a").first.click()
        expect(page.locator(".dp-text")).to_contain_text("Astana")
        page.get_by_role("link", name="Back to the library").click()
        page.get_by_role("link", name="Back to the chat").click()
        expect(page.locator(MARKER)).to_have_count(2)
        (cookie,) = [one for one in context.cookies() if one["name"] == SESSION_COOKIE]
        assert cookie["path"] == "/depeche", "no other server of the proxy gets it"
        page.goto(f"{address}docs")
        expect(page.locator(".opblock-summary-path").first).to_be_visible()
        page.goto(address)
        page.locator("#dp-sign-out").click()
        expect(page).to_have_url(f"{address}signin")
        assert SESSION_COOKIE not in {one["name"] for one in context.cookies()}
        context.close()
    assert failed == []


def failures(page: Page, address: str) -> list[str]:
    """What goes wrong from now on: errors of scripts, and what is loaded from elsewhere or not."""
    failed: list[str] = []
    page.on("pageerror", lambda error: failed.append(str(error)))

    def look(url: str, status: int) -> None:
        guessed = url.endswith("/favicon.ico")  # by the browser, which knows of no prefix
        if not guessed and (status >= 400 or not url.startswith((address, "data:"))):
            failed.append(f"{status} {url}")

    page.on("response", lambda response: look(response.url, response.status))
    return failed


def test_the_widget_is_loaded_and_asks_under_the_prefix(browser: Browser, tmp_path: Path) -> None:
    with hosting() as site:
        gate = open_gate({"news": WidgetSettings(origins=(site.origin,))}, b"s" * 32)
        serving_as = Serving(policy=AccessPolicy(trusted_proxies=LISTED), gate=gate)
        with proxied(tmp_path, serving_as, StandIn()) as address:
            site.careless.add("/page")
            site.server = address.rstrip("/")
            page = browser.new_page(locale="en-GB")
            page.goto(site.put("/page", 'data-widget="news" data-opened'))
            page.get_by_label("Your question").fill("sommet")
            page.keyboard.press("Enter")
            expect(page.locator(".answer blockquote b")).to_have_text("à Astana")
            page.close()


def test_a_stream_is_not_held_back(tmp_path: Path) -> None:
    assistant = Slow()
    policy = AccessPolicy(open_to="everyone", trusted_proxies=LISTED)
    with (
        proxied(tmp_path, Serving(policy=policy), assistant) as address,
        httpx.Client(trust_env=False, timeout=60) as client,
        client.stream(
            "POST", f"{address}api/ask", json={"question": "visa"},
            headers={"Accept": "text/event-stream"},
        ) as response,
    ):  # fmt: skip
        lines = response.iter_lines()
        assert next(lines) == "event: passages"
        assistant.seen.set()
        assert "event: done" in list(lines)


def test_only_a_listed_proxy_tells_who_asks_and_under_which_prefix(tmp_path: Path) -> None:
    def asked(client: httpx.Client, visitor: str) -> int:
        headers = {"X-Forwarded-For": visitor}
        return client.post("api/ask", json={"question": "visa"}, headers=headers).status_code

    policy = AccessPolicy(
        open_to="everyone", trusted_proxies=LISTED, rate_per_address=Rate(1, 3600)
    )
    with (
        proxied(tmp_path, Serving(policy=policy), StandIn()) as address,
        httpx.Client(base_url=address, trust_env=False) as client,
    ):
        visitors = ["203.0.113.1", "203.0.113.2", "203.0.113.1"]
        assert [asked(client, visitor) for visitor in visitors] == [200, 200, 429]
        assert client.get("openapi.json").json()["servers"] == [{"url": "/depeche"}]
    with (
        proxied(tmp_path, Serving(), StandIn()) as address,
        httpx.Client(base_url=address, trust_env=False) as client,
    ):
        assert asked(client, "127.0.0.1") == 401
        assert_problem(client.get("docs", headers={"X-Forwarded-For": "127.0.0.1"}), 401)
