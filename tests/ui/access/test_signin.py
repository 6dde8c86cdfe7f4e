"""Signing in with the shared password, or at a proxy."""

import time

import httpx2
import pytest
from itsdangerous import TimestampSigner
from playwright.sync_api import Browser
from starlette.testclient import TestClient

from tests.ui.access.conftest import ELSEWHERE, HERE, PROXY, Connect
from tests.ui.conftest import serving
from tests.ui.standin import ARTICLES, StandIn
from tests.ui.test_api import assert_problem
from ui.access.bearers import local_pass
from ui.access.keys import KeyFile
from ui.access.people import SESSION_COOKIE, SESSION_S, People
from ui.access.policy import AccessPolicy
from ui.server import create_app
from ui.serving import Serving

PASSWORD = "chemin de fer"
VISIT = {"accept": "text/html,application/xhtml+xml,*/*;q=0.8"}


class TestPassword:
    @pytest.fixture
    def policy(self) -> AccessPolicy:
        return AccessPolicy(password=PASSWORD, trusted_proxies=(PROXY,))

    @pytest.mark.parametrize("address", [HERE, ELSEWHERE])
    def test_everything_asks_for_it(self, connect: Connect, address: str) -> None:
        client = connect(address)
        visit = client.get("/?question=où", headers=VISIT)
        assert visit.status_code == 303
        assert visit.headers["location"] == "signin?next=%2F%3Fquestion%3Do%25C3%25B9"
        for path in ("/", "/page/main.js", "/config", "/gradio_api/info", "/api/articles/x"):
            assert_problem(client.get(path), 401)
        assert_problem(client.post("/gradio_api/queue/join", json={}), 401)
        assert_problem(client.post("/api/ask", json={"question": "visa"}), 401)

    def test_who_knows_it_comes_in_everywhere(self, connect: Connect) -> None:
        client = connect(ELSEWHERE)
        entered = enter(client, PASSWORD, "/?question=visa")
        assert entered.status_code == 303
        assert entered.headers["location"] == "./?question=visa"
        cookie = entered.headers["set-cookie"]
        assert {"HttpOnly", "SameSite=lax", "Path=/"} <= set(cookie.split("; "))
        assert "Secure" not in cookie
        for path in ("/", "/page/main.js", "/config", f"/api/articles/{ARTICLES[0].id}"):
            assert client.get(path).status_code == 200, path
        assert client.post("/api/ask", json={"question": "visa"}).status_code == 200
        assert "You are signed in" in client.get("/signin").text
        client.post("/signout")
        assert_problem(client.get("/"), 401)

    def test_on_https_the_cookie_never_travels_without(self, connect: Connect) -> None:
        proxy = connect(PROXY)
        headers = {"x-forwarded-proto": "https", "x-forwarded-for": ELSEWHERE}
        sent = {"password": PASSWORD}
        assert "Secure" in proxy.post("/signin", data=sent, headers=headers).headers["set-cookie"]

    def test_wrong_ones_are_told_and_then_too_many(self, connect: Connect) -> None:
        client = connect("203.0.113.77")
        for _ in range(10):
            wrong = enter(client, "guess")
            assert wrong.status_code == 401
            assert "set-cookie" not in wrong.headers
        assert "not the password" in wrong.text
        locked = enter(client, PASSWORD)
        assert locked.status_code == 429, "else the right one would show among the guesses"
        assert int(locked.headers["retry-after"]) > 0
        assert enter(connect("203.0.113.10"), PASSWORD).status_code == 303

    @pytest.mark.parametrize(
        "wanted", ["//evil.example", "/\\evil.example", "https://evil.example", "evil", "/\r\nx: y"]
    )
    def test_it_leads_to_no_other_server(self, connect: Connect, wanted: str) -> None:
        assert enter(connect(ELSEWHERE), PASSWORD, wanted).headers["location"] == "./"

    def test_what_is_sent_is_escaped_and_no_script_runs(self, connect: Connect) -> None:
        page = connect(ELSEWHERE).get("/signin", params={"next": '"><script>x</script>'})
        assert "<script" not in page.text
        assert "form-action 'self'" in page.headers["content-security-policy"]
        assert page.headers["cache-control"] == "no-store"

    def test_another_site_cannot_sign_a_visitor_in(self, connect: Connect) -> None:
        headers = {"origin": "https://evil.example"}
        sent = {"password": PASSWORD}
        assert_problem(connect(ELSEWHERE).post("/signin", data=sent, headers=headers), 403)

    def test_a_session_is_ours_has_an_end_and_belongs_to_the_password(
        self, connect: Connect, keys: KeyFile, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        client = connect(ELSEWHERE)
        entered = enter(client, PASSWORD)
        assert f"Max-Age={SESSION_S}" in entered.headers["set-cookie"]
        good = client.cookies[SESSION_COOKIE]
        another = AccessPolicy(password="another password")
        forged = [
            "", ".", "x.y", good[:-9] + "AAAAAAAAA", People(another, keys.secret()).new_session()
        ]  # fmt: skip
        for one in forged:
            sent = {"cookie": f"{SESSION_COOKIE}={one}"}
            assert_problem(connect(ELSEWHERE).get("/", headers=sent), 401)
        for later, status in ((SESSION_S - 60, 200), (SESSION_S + 60, 401)):
            moment = int(time.time()) + later
            monkeypatch.setattr(TimestampSigner, "get_timestamp", lambda _, at=moment: at)
            assert client.get("/config").status_code == status

    def test_bots_go_on_with_their_keys_and_this_machine_with_its_pass(
        self, connect: Connect, keys: KeyFile
    ) -> None:
        for token in (keys.create("bot", ["ask"], "60/min"), local_pass(keys)):
            headers = {"authorization": f"Bearer {token}"}
            asked = connect(ELSEWHERE).post("/api/ask", json={"question": "visa"}, headers=headers)
            assert asked.status_code == 200
        forged = {"authorization": "Bearer local.bnVsbA.aSUoXw.AAAA"}
        assert_problem(connect(HERE).get("/api/articles/x", headers=forged), 401)


class TestSignedInAtAProxy:
    @pytest.fixture
    def policy(self) -> AccessPolicy:
        return AccessPolicy(user_header="X-Remote-User", trusted_proxies=(PROXY,))

    def test_the_listed_proxy_is_believed_and_nobody_else(self, connect: Connect) -> None:
        user = {"x-remote-user": "ana", "x-forwarded-for": ELSEWHERE}
        assert connect(PROXY).get("/", headers=user).status_code == 200
        assert_problem(connect(PROXY).get("/", headers={"x-forwarded-for": ELSEWHERE}), 401)
        assert_problem(connect(PROXY).get("/", headers={**user, "x-remote-user": ""}), 401)
        for address in (ELSEWHERE, HERE):
            assert_problem(connect(address).get("/", headers={"x-remote-user": "ana"}), 401)
        assert connect(ELSEWHERE).get("/signin").headers["location"] == "./"


def enter(client: TestClient, password: str, wanted: str = "/") -> httpx2.Response:
    return client.post("/signin", data={"password": password, "next": wanted})


def test_in_a_browser_without_any_script(browser: Browser) -> None:
    policy = AccessPolicy(password=PASSWORD)
    with serving(create_app(StandIn(), Serving(policy=policy))) as address:
        context = browser.new_context(locale="fr-FR", java_script_enabled=False)
        page = context.new_page()
        page.goto(f"{address}/docs")
        assert page.locator("h1").inner_text() == "Se connecter"
        page.keyboard.type("faux")
        page.keyboard.press("Enter")
        assert "Ce n’est pas le mot de passe" in page.get_by_role("alert").inner_text()
        page.get_by_label("Mot de passe").fill(PASSWORD)
        page.get_by_role("button").click()
        page.wait_for_url(f"{address}/docs")
        context.close()
