"""The calls of a widget over a live server, by a client that can send what no browser would."""

from collections import Counter
from collections.abc import Iterator

import httpx
import pytest

from index.scope import Scope
from tests.ui.conftest import serving
from tests.ui.standin import ARTICLES, StandIn
from tests.ui.widget.conftest import SECRET, Widgets
from ui.server import create_app
from ui.serving import Serving
from ui.widget.configuration import WidgetSettings
from ui.widget.gate import Gate
from ui.widget.tokens import Tokens

PASSAGE = f"{ARTICLES[0].id}-0"
QUESTION = {"question": "Où s’est tenu le sommet ?", "language": "fr"}


class Caller:
    """Speaks to one server; notes what the gate refuses."""

    def __init__(self, server: str, gate: Gate) -> None:
        self.gate = gate
        self.http = httpx.Client(base_url=server, trust_env=False, timeout=20)

    def call(
        self,
        path: str,
        origin: str | None,
        body: object = None,
        token: str | None = None,
        widget: str = "demo",
    ) -> httpx.Response:
        headers = {"origin": origin, "depeche-visitor": token}
        given = {name: value for name, value in headers.items() if value is not None}
        return self.http.post(f"/widget/{widget}/{path}", json=body or {}, headers=given)

    def token(self, origin: str, widget: str = "demo") -> str:
        response = self.call("token", origin, widget=widget)
        assert response.status_code == 200
        return str(response.json()["token"])

    def refused(self, before: Counter[str]) -> Counter[str]:
        return self.counts() - before

    def counts(self) -> Counter[str]:
        return Counter({str(reason): count for reason, count in self.gate.refusals.counts.items()})


@pytest.fixture(scope="module")
def caller(widgets: Widgets) -> Iterator[Caller]:
    made = Caller(widgets.server, widgets.gate)
    yield made
    made.http.close()


def test_a_visitor_asks_and_opens_an_article(widgets: Widgets, caller: Caller) -> None:
    origin = widgets.site.origin
    token = caller.token(origin)
    answered = caller.call("ask", origin, QUESTION, token)
    assert answered.status_code == 200
    assert answered.headers["access-control-allow-origin"] == origin
    assert answered.headers["vary"].split(", ")[0] == "Origin"
    assert answered.headers["cache-control"] == "no-store"
    assert "access-control-allow-credentials" not in answered.headers
    reply = answered.json()
    assert set(reply) == {"language", "abstained", "pieces", "citations"}
    assert "".join(piece["text"] for piece in reply["pieces"]).startswith("According to")
    citation = reply["citations"][0]
    assert citation["about"] == "La Gazette des Steppes · 17 juin 2025"
    wanted = {"passage_id": citation["passage_id"], "language": "en"}
    article = caller.call("article", origin, wanted, token).json()
    assert set(article) == {"title", "text", "about", "url", "language"}
    assert article["text"][citation["low"] : citation["high"]] == "à Astana"
    assert article["about"] == "La Gazette des Steppes · 17 June 2025 · French"


def test_refusals_are_among_the_figures_of_the_server(widgets: Widgets, caller: Caller) -> None:
    refused = {
        "token": caller.call("ask", widgets.site.origin, QUESTION, "forged"),
        "widget": caller.call("token", "https://evil.example", {}),
    }
    figures = caller.http.get("/metrics").text
    for reason, response in refused.items():
        assert response.status_code in {401, 404}
        assert f'depeche_refused_total{{reason="{reason}"}}' in figures


def test_unknown_paused_and_not_allowed_are_answered_alike(
    widgets: Widgets, caller: Caller
) -> None:
    origin = widgets.site.origin
    before = caller.counts()
    answers = []
    for path in ("token", "ask", "article", "nothing"):
        for widget, page in [
            ("nosuch", origin), ("paused", origin), ("nowhere", origin), ("other", origin),
            ("demo", "https://evil.example"), ("demo", "null"), ("demo", None), ("demo", ""),
            ("demo", f"{origin}.evil.example"), ("demo", origin.replace("http:", "https:")),
            ("demo", f"{origin}/"), ("demo", origin.upper()), ("DEMO", origin),
        ]:  # fmt: skip
            response = caller.call(path, page, QUESTION, widget=widget)
            assert not [name for name in response.headers if name.startswith("access-control")]
            new = {"date", "content-security-policy", "x-request-id"}  # every time
            kept = {name: value for name, value in response.headers.items() if name not in new}
            told = response.json()
            del told["request_id"]
            answers.append((response.status_code, told, sorted(kept.items())))
    assert all(answer == answers[0] for answer in answers)
    assert answers[0][0] == 404
    assert caller.refused(before) == {"unknown": 8, "paused": 4, "origin": 40}
    assert widgets.assistant.scopes == [] or QUESTION["question"] not in str(answers)


def test_a_preflight_tells_only_the_allowed_page(widgets: Widgets, caller: Caller) -> None:
    asked = {
        "access-control-request-method": "POST",
        "access-control-request-headers": "content-type,depeche-visitor",
    }
    origin = widgets.site.origin
    told = caller.http.options("/widget/demo/ask", headers=asked | {"origin": origin})
    assert told.status_code == 204
    assert told.headers["access-control-allow-origin"] == origin
    assert told.headers["access-control-allow-methods"] == "POST"
    assert told.headers["access-control-allow-headers"] == "Content-Type, Depeche-Visitor"
    assert told.headers["vary"] == "Origin"
    before = caller.counts()
    for widget, page in (("demo", widgets.other.origin), ("paused", origin), ("nosuch", origin)):
        answer = caller.http.options(f"/widget/{widget}/ask", headers=asked | {"origin": page})
        assert answer.status_code == 404
        assert "access-control-allow-origin" not in answer.headers
    assert caller.refused(before) == {"origin": 1, "paused": 1, "unknown": 1}


@pytest.mark.parametrize(
    ("made", "reason"),
    [
        (lambda _: None, "token_missing"),
        (lambda token: token[:-4] + "AAAA", "token_forged"),
        (lambda _: Tokens(b"another secret").issue("demo", "x"), "token_forged"),
        (lambda _: "A" * 5000, "token_forged"),
    ],
)
def test_a_call_without_a_good_token_is_refused_and_counted(
    widgets: Widgets, caller: Caller, made: object, reason: str
) -> None:
    origin = widgets.site.origin
    token = made(caller.token(origin))  # type: ignore[operator]
    asked_before = len(widgets.assistant.scopes)
    for path, body in (("ask", QUESTION), ("article", {"passage_id": PASSAGE, "language": "en"})):
        before = caller.counts()
        response = caller.call(path, origin, body, token)
        assert response.status_code == 401
        assert response.headers["access-control-allow-origin"] == origin  # the widget may read why
        assert caller.refused(before) == {reason: 1}
    assert len(widgets.assistant.scopes) == asked_before


def test_a_token_is_no_use_elsewhere(widgets: Widgets, caller: Caller) -> None:
    site, other = widgets.site.origin, widgets.other.origin
    token = caller.token(site, "both")
    before = caller.counts()
    # Another allowed page, a page that is not allowed, another widget of the same page.
    assert caller.call("ask", other, QUESTION, token, "both").status_code == 401
    assert caller.call("ask", "https://evil.example", QUESTION, token, "both").status_code == 404
    assert caller.call("ask", site, QUESTION, token, "demo").status_code == 401
    assert caller.refused(before) == {"token_of_another_page": 2, "origin": 1}
    assert caller.call("ask", site, QUESTION, token, "both").status_code == 200


def test_an_expired_token_is_refused_and_counted() -> None:
    origin = "https://intranet.example"
    settings = {"demo": WidgetSettings(origins=(origin,))}
    gate = Gate(settings, Tokens(SECRET, lifetime_s=-1))
    with serving(create_app(StandIn(), Serving(gate=gate))) as server:
        caller = Caller(server, gate)
        response = caller.call("ask", origin, QUESTION, caller.token(origin))
    assert response.status_code == 401
    assert caller.refused(Counter()) == {"token_expired": 1}


def test_floods_are_refused_and_counted() -> None:
    origin = "https://intranet.example"
    settings = WidgetSettings(
        origins=(origin,), questions_per_visitor=3, calls_per_address=12, questions_per_day=5
    )
    gate = Gate({"demo": settings}, Tokens(SECRET))
    assistant = StandIn()
    with serving(create_app(assistant, Serving(gate=gate))) as server:
        caller = Caller(server, gate)
        first, second = caller.token(origin), caller.token(origin)
        statuses = [caller.call("ask", origin, QUESTION, first).status_code for _ in range(5)]
        assert statuses == [200, 200, 200, 429, 429]
        statuses = [caller.call("ask", origin, QUESTION, second).status_code for _ in range(3)]
        assert statuses == [200, 200, 429]
        flood = [caller.call("ask", origin, QUESTION, "forged") for _ in range(20)]
        assert [each.status_code for each in flood] == [401] * 2 + [429] * 18
        assert caller.call("token", origin).status_code == 429
    assert 1 <= int(flood[-1].headers["retry-after"]) <= 60
    assert flood[-1].headers["access-control-expose-headers"] == "Retry-After"
    assert len(assistant.scopes) == 5
    assert caller.refused(Counter()) == {
        "visitor_limit": 2,
        "day_limit": 1,
        "token_forged": 2,
        "address_limit": 19,
    }


def test_a_widget_searches_and_shows_only_its_own_articles() -> None:
    origin = "https://intranet.example"
    settings = WidgetSettings(origins=(origin,), source="la gazette des steppes")
    gate = Gate({"demo": settings}, Tokens(SECRET))
    assistant = StandIn()
    with serving(create_app(assistant, Serving(gate=gate))) as server:
        caller = Caller(server, gate)
        token = caller.token(origin)
        caller.call("ask", origin, QUESTION, token)
        visa = caller.call("ask", origin, {"question": "visa", "language": "en"}, token).json()
        shown = [
            caller.call(
                "article", origin, {"passage_id": f"{one.id}-0", "language": "en"}, token
            ).status_code
            for one in ARTICLES
        ]
    assert assistant.scopes == [Scope(source="la gazette des steppes")] * 2
    assert shown == [200, 404, 404]
    assert visa["citations"][0]["carried_by"] == "La Gazette des Steppes"


@pytest.mark.parametrize(
    ("path", "body", "status"),
    [
        ("ask", {"question": "", "language": "en"}, 422),
        ("ask", {"question": "visa"}, 422),
        ("ask", {"question": "visa", "language": "de"}, 422),
        ("ask", {"question": "visa", "language": "en", "source": "x"}, 422),
        ("ask", {"question": "visa", "language": "en", "history": ["x"] * 9}, 422),
        ("ask", {"question": "visa", "language": "en", "history": ["x" * 2001]}, 422),
        ("ask", {"question": "visa", "language": "en", "history": ["x" * 2000] * 8}, 200),
        ("ask", {"question": "x" * 70_000, "language": "en"}, 413),
        ("ask", {"question": "crash", "language": "en"}, 500),
        ("article", {"passage_id": "none", "language": "en"}, 404),
        ("article", {"passage_id": "", "language": "en"}, 422),
        ("nothing", {}, 404),
    ],
)
def test_what_does_not_fit_is_told_to_the_page(
    widgets: Widgets, caller: Caller, path: str, body: object, status: int
) -> None:
    origin = widgets.site.origin
    response = caller.call(path, origin, body, caller.token(origin))
    assert response.status_code == status
    assert "secret" not in response.text
    if status != 413:  # the server's own limit comes before everything
        assert response.headers["access-control-allow-origin"] == origin


def test_other_methods_and_the_rest_of_the_server_stay_closed(
    widgets: Widgets, caller: Caller
) -> None:
    origin = widgets.site.origin
    headers = {"origin": origin, "depeche-visitor": caller.token(origin)}
    assert caller.http.get("/widget/demo/ask", headers=headers).status_code == 405
    for path in ("/api/articles/00000000000000a1", "/healthz", "/openapi.json"):
        response = caller.http.get(path, headers=headers)
        assert "access-control-allow-origin" not in response.headers
        assert response.headers["cross-origin-resource-policy"] == "same-origin"
