"""Who may come in, through every door, from this machine and from elsewhere."""

import json
from collections.abc import Iterator

import httpx2
import pytest
from starlette.routing import BaseRoute, Route
from starlette.testclient import TestClient
from starlette.websockets import WebSocketDisconnect

from tests.ui.access.conftest import ELSEWHERE, HERE, PROXY, Connect
from tests.ui.standin import ARTICLES
from tests.ui.test_api import assert_problem
from ui.access.doors import door_of
from ui.access.keys import KeyFile
from ui.access.limits import Rate
from ui.access.policy import AccessPolicy

ASKED = {"question": "visa"}


def ask(client: TestClient, key: str | None = None, **headers: str) -> httpx2.Response:
    sent = {"authorization": f"Bearer {key}"} if key else {}
    return client.post("/api/ask", json=ASKED, headers={**sent, **headers})


def test_without_a_key_only_this_machine_may_ask(connect: Connect) -> None:
    assert ask(connect(HERE)).status_code == 200
    refused = ask(connect(ELSEWHERE))
    assert "depeche keys create" in assert_problem(refused, 401)
    assert refused.headers["www-authenticate"].startswith("Bearer")
    assert_problem(ask(connect(HERE), **{"x-forwarded-for": HERE}), 401)


def test_what_has_not_the_form_of_a_key_is_passed_over(connect: Connect) -> None:
    assert ask(connect(HERE), "none").status_code == 200
    assert_problem(ask(connect(ELSEWHERE), "none"), 401)
    assert_problem(ask(connect(HERE), "dpk_none_none"), 401)


def paths(routes: list[BaseRoute]) -> Iterator[str]:
    for route in routes:
        if isinstance(route, Route):
            yield route.path
        inner = getattr(route, "routes", None) or getattr(
            getattr(route, "original_router", None), "routes", []
        )
        yield from paths(inner)


def test_from_elsewhere_no_route_at_all_answers_but_the_public_ones(connect: Connect) -> None:
    client = connect(ELSEWHERE)
    every = set(paths(client.app.routes))  # type: ignore[attr-defined]
    assert {"/api/ask", "/config", "/gradio_api/queue/join", "/metrics", "/docs"} <= every
    public = {
        path
        for path in every
        if (door := door_of(path, "GET")) and door.entry in {"public", "any page"}
    }
    assert public == {
        "/healthz", "/readyz", "/signin", "/signout", "/favicon.ico", "/robots.txt", "/widget.js"
    }  # fmt: skip
    for path in every - public:
        for answer in (client.get(path), client.post(path, json={})):
            assert answer.status_code in {401, 404}, path
            if not path.startswith("/v1"):  # its errors have OpenAI's form
                assert_problem(answer, answer.status_code)


def test_a_key_opens_what_its_scope_says(connect: Connect, keys: KeyFile) -> None:
    client = connect(ELSEWHERE)
    asking, reading = keys.create("bot", ["ask"], "60/min"), keys.create("prom", ["metrics"], "9/s")
    assert ask(client, asking).status_code == 200
    bearer = {"authorization": f"bearer {asking}"}
    assert client.get(f"/api/articles/{ARTICLES[0].id}", headers=bearer).status_code == 200
    assert client.get("/openapi.json", headers=bearer).status_code == 200
    refused = client.get("/metrics", headers=bearer)
    assert "metrics" in assert_problem(refused, 403)
    assert 'error="insufficient_scope"' in refused.headers["www-authenticate"]
    figures = client.get("/metrics", headers={"authorization": f"Bearer {reading}"})
    assert 'depeche_refused_total{reason="scope"} 1.0' in figures.text
    assert_problem(ask(client, reading), 403)
    assert_problem(client.get("/", headers=bearer), 401)  # a key is for bots, the page for people


def test_a_revoked_or_wrong_key_is_refused_at_once_even_on_this_machine(
    connect: Connect, keys: KeyFile
) -> None:
    key = keys.create("bot", ["ask"], "60/min")
    assert ask(connect(ELSEWHERE), key).status_code == 200
    keys.revoke("bot")
    for client in (connect(ELSEWHERE), connect(HERE)):
        refused = ask(client, key)
        assert "no longer" in assert_problem(refused, 401)
        assert 'error="invalid_token"' in refused.headers["www-authenticate"]


def test_each_key_has_its_own_rate(connect: Connect, keys: KeyFile) -> None:
    client = connect(ELSEWHERE)
    slow, other = keys.create("slow", ["ask"], "2/h"), keys.create("other", ["ask"], "2/h")
    assert [ask(client, slow).status_code for _ in range(3)] == [200, 200, 429]
    refused = ask(client, slow)
    assert_problem(refused, 429)
    assert 1790 <= int(refused.headers["retry-after"]) <= 1800
    assert ask(client, other).status_code == 200


def test_what_may_not_come_in_is_refused_before_its_body_is_read(connect: Connect) -> None:
    body = json.dumps({"question": "x" * 70_000})
    headers = {"content-type": "application/json"}
    assert_problem(connect(ELSEWHERE).post("/api/ask", content=body, headers=headers), 401)
    assert_problem(connect(HERE).post("/api/ask", content=body, headers=headers), 413)


def test_a_page_of_another_site_cannot_use_the_visitors_right(
    connect: Connect, keys: KeyFile
) -> None:
    here = connect(HERE)
    for origin in ("https://evil.example", "null", "http://127.0.0.1:9999", "http://localhost"):
        assert "another site" in assert_problem(ask(here, origin=origin), 403)
        assert_problem(here.get("/gradio_api/info", headers={"origin": origin}), 403)
        assert_problem(here.post("/gradio_api/queue/join", headers={"origin": origin}), 403)
    assert ask(here, origin=f"http://{HERE}:7860").status_code == 200
    key = keys.create("bot", ["ask"], "60/min")
    assert ask(connect(ELSEWHERE), key, origin="https://evil.example").status_code == 200


def test_a_websocket_is_closed(connect: Connect) -> None:
    with pytest.raises(WebSocketDisconnect), connect(HERE).websocket_connect("/gradio_api/stream"):
        pass


def test_a_visitor_without_right_sees_a_page_that_says_so(connect: Connect) -> None:
    headers = {"accept": "text/html,*/*", "accept-language": "fr"}
    page = connect(ELSEWHERE).get("/", headers=headers)
    assert page.status_code == 401
    assert "Ce serveur ne vous est pas ouvert" in page.text


class TestOpenToEveryone:
    @pytest.fixture
    def policy(self) -> AccessPolicy:
        return AccessPolicy(
            open_to="everyone",
            rate_per_address=Rate(3, 3600),
            trusted_proxies=(PROXY,),
            allowed_hosts=("press.example",),
        )

    def test_everyone_may_ask_as_often_as_an_address_may(self, connect: Connect) -> None:
        client = connect(ELSEWHERE)
        assert client.get("/").status_code == 200
        assert [ask(client).status_code for _ in range(4)] == [200, 200, 200, 429]
        assert "retry-after" in ask(client).headers
        assert client.get("/").status_code == 200, "the page and its parts are not counted"
        assert ask(connect("203.0.113.10")).status_code == 200
        assert {ask(connect(HERE)).status_code for _ in range(9)} == {200}
        assert_problem(connect("203.0.113.10").get("/metrics"), 401)

    @pytest.mark.parametrize(
        "path", ["queue/join", "call/asked", "run/asked", "api/asked", "component_server"]
    )
    def test_whatever_runs_something_in_gradio_counts(self, connect: Connect, path: str) -> None:
        client = connect(ELSEWHERE)
        for _ in range(3):
            assert client.post(f"/gradio_api/{path}", json={}).status_code != 429
        assert_problem(client.post(f"/gradio_api/{path}", json={}), 429)
        assert_problem(ask(client), 429)

    def test_behind_a_listed_proxy_every_visitor_has_a_rate_of_his_own(
        self, connect: Connect
    ) -> None:
        proxy = connect(PROXY)
        first, second = {"x-forwarded-for": "1.1.1.1"}, {"x-forwarded-for": "9.9.9.9, 2.2.2.2"}
        assert [ask(proxy, **first).status_code for _ in range(4)] == [200, 200, 200, 429]
        assert ask(proxy, **second).status_code == 200
        # An unlisted peer cannot make up visitors.
        liar = connect(ELSEWHERE)
        made_up = [ask(liar, **{"x-forwarded-for": f"4.4.4.{n}"}).status_code for n in range(4)]
        assert made_up == [200, 200, 200, 429]

    def test_guessing_keys_is_no_faster_than_asking(self, connect: Connect) -> None:
        client = connect(ELSEWHERE)
        tried = [ask(client, f"dpk_{n}_guess").status_code for n in range(4)]
        assert tried == [401, 401, 401, 429]

    def test_a_name_is_answered_to_when_it_is_allowed(self, connect: Connect) -> None:
        allowed = connect(ELSEWHERE, base_url="http://press.example")
        assert allowed.get("/healthz").status_code == 200
        other = {"x-forwarded-host": "other.example"}
        assert allowed.get("/healthz", headers=other).status_code == 200, "not believed"
        foreign = connect(PROXY, base_url="http://press.example")
        assert_problem(foreign.get("/healthz", headers=other), 400)
        named = connect(PROXY, base_url="http://backend.internal:7860")
        told = {"x-forwarded-host": "press.example", "x-forwarded-proto": "https"}
        page = named.get("/config", headers={**told, "x-forwarded-for": ELSEWHERE})
        assert page.json()["root"] == "https://press.example"


class TestBehindAProxyOfThisMachine:
    """As `proxy_pass` without any further line leaves it: no header says that it is there."""

    @pytest.fixture
    def policy(self) -> AccessPolicy:
        return AccessPolicy(allowed_hosts=("press.example",))

    def test_its_public_name_is_never_this_machine(self, connect: Connect) -> None:
        assert ask(connect(HERE)).status_code == 200
        assert_problem(ask(connect(HERE, base_url="http://press.example")), 401)
