"""The webhooks over a live server: signed calls are answered, all others are refused."""

import json
import queue
import re
import threading
from collections.abc import Iterator
from http.server import BaseHTTPRequestHandler, HTTPServer

import httpx
import pytest
from pydantic import SecretStr

from index.errors import SettingsInvalid
from tests.ui.conftest import serving
from tests.ui.hooks import payloads
from tests.ui.standin import StandIn
from tests.ui.test_api import assert_problem
from ui.hooks import Hook, configured_hooks
from ui.hooks.mattermost import Mattermost
from ui.hooks.slack import Slack
from ui.hooks.teams import Teams
from ui.hooks.telegram import Telegram
from ui.server import create_app
from ui.serving import Serving
from ui.settings import Settings

Posted = tuple[str, dict[str, str], dict[str, object]]


@pytest.fixture(scope="module")
def slack_api() -> Iterator[tuple[str, "queue.Queue[Posted]"]]:
    """A server in the place of Slack's Web API, and what was posted to it."""
    posted: queue.Queue[Posted] = queue.Queue()

    class Handler(BaseHTTPRequestHandler):
        def do_POST(self) -> None:
            body = self.rfile.read(int(self.headers["content-length"]))
            posted.put((self.path, dict(self.headers.items()), json.loads(body)))
            told = b'{"ok": true}'
            self.send_response(200)
            self.send_header("content-length", str(len(told)))
            self.end_headers()
            self.wfile.write(told)

        def log_message(self, *_: object) -> None:
            pass

    server = HTTPServer(("127.0.0.1", 0), Handler)
    threading.Thread(target=server.serve_forever, daemon=True).start()
    yield f"http://127.0.0.1:{server.server_port}/api", posted
    server.shutdown()


@pytest.fixture(scope="module")
def api(slack_api: tuple[str, "queue.Queue[Posted]"]) -> Iterator[httpx.Client]:
    hooks: list[Hook] = [
        Slack(
            payloads.SLACK_SECRET, payloads.SLACK_TOKEN, api=slack_api[0],
            now=lambda: payloads.NOW,
        ),
        Mattermost(payloads.MATTERMOST_TOKEN),
        Teams(payloads.TEAMS_SECRET),
        Telegram(payloads.TELEGRAM_SECRET),
    ]  # fmt: skip
    app = create_app(StandIn(), Serving(hooks=hooks))
    with (
        serving(app) as address,
        httpx.Client(base_url=address, trust_env=False, timeout=60) as client,
    ):
        yield client


def call(api: httpx.Client, name: str, signed: tuple[dict[str, str], bytes]) -> httpx.Response:
    headers, body = signed
    return api.post(f"/hooks/{name}", headers=headers, content=body)


def test_slack_is_answered_in_its_thread(
    api: httpx.Client, slack_api: tuple[str, "queue.Queue[Posted]"]
) -> None:
    event = payloads.slack_event(payloads.SLACK_MENTION)
    assert call(api, "slack", payloads.slack(event)).json() == {}
    path, headers, message = slack_api[1].get(timeout=60)
    assert path == "/api/chat.postMessage"
    assert headers["Authorization"] == f"Bearer {payloads.SLACK_TOKEN}"
    assert message["channel"] == "C123ABC456"
    assert message["thread_ts"] == "1515449522.000016"
    text = str(message["text"])
    assert "*à Astana*" in text
    assert "<https://gazette.example/sommet|Le deuxième sommet" in text


def test_slack_direct_message_keeps_to_its_thread(
    api: httpx.Client, slack_api: tuple[str, "queue.Queue[Posted]"]
) -> None:
    call(api, "slack", payloads.slack(payloads.slack_event(payloads.SLACK_DIRECT)))
    _, _, message = slack_api[1].get(timeout=60)
    assert message["thread_ts"] == "1355517500.000001"
    assert "10 November 2023" in str(message["text"])


def test_slack_verifies_the_address(api: httpx.Client) -> None:
    told = call(api, "slack", payloads.slack(payloads.SLACK_VERIFICATION)).json()
    assert told == {"challenge": payloads.SLACK_VERIFICATION["challenge"]}


@pytest.mark.parametrize(
    ("change", "header"),
    [
        ({"bot_id": "B1"}, {}),
        ({"subtype": "message_changed"}, {}),
        ({"type": "message", "channel_type": "channel"}, {}),
        ({}, {"x-slack-retry-num": "1", "x-slack-retry-reason": "http_timeout"}),
    ],
)
def test_slack_is_not_answered_twice_nor_to_itself(
    api: httpx.Client,
    slack_api: tuple[str, "queue.Queue[Posted]"],
    change: dict[str, object],
    header: dict[str, str],
) -> None:
    event = payloads.slack_event({**payloads.SLACK_MENTION, **change})
    assert call(api, "slack", payloads.slack(event, more=header)).status_code == 200
    # The one that follows is the first to be answered.
    call(api, "slack", payloads.slack(payloads.slack_event(payloads.SLACK_DIRECT)))
    assert slack_api[1].get(timeout=60)[2]["channel"] == "D024BE91L"
    assert slack_api[1].empty()


@pytest.mark.parametrize("seconds", [-301, 301])
def test_an_old_call_of_slack_is_refused(api: httpx.Client, seconds: int) -> None:
    replayed = payloads.slack(payloads.SLACK_VERIFICATION, now=payloads.NOW + seconds)
    assert "clock" in assert_problem(call(api, "slack", replayed), 401)


def test_calls_that_are_not_signed_are_refused(api: httpx.Client) -> None:
    headers, body = payloads.slack(payloads.SLACK_VERIFICATION)
    unsigned = {name: value for name, value in headers.items() if name != "x-slack-signature"}
    for forged in (
        ("slack", (headers, body + b" ")),
        ("slack", (unsigned, body)),
        ("slack", ({**headers, "x-slack-request-timestamp": "now"}, body)),
        ("mattermost", payloads.mattermost("visa", token="other")),
        ("mattermost", payloads.mattermost("visa", token="")),
        ("teams", ({**payloads.teams("visa")[0], "authorization": "HMAC AAAA"}, b"{}")),
        ("teams", (payloads.teams("visa")[0], payloads.teams("sommet")[1])),
        ("telegram", payloads.telegram("visa", secret="other")),
        ("telegram", payloads.telegram("visa", secret="")),
    ):
        assert_problem(call(api, *forged), 401)


def test_calls_in_another_form_are_refused(api: httpx.Client) -> None:
    headers, _ = payloads.telegram("visa")
    for body in (b"", b"[]", b'{"message": {"text": "visa"}}', b'{"message": 7}', b"\xff"):
        assert_problem(call(api, "telegram", (headers, body)), 400)
    assert_problem(call(api, "slack", payloads.slack([])), 400)
    assert_problem(call(api, "slack", payloads.slack({"type": "event_callback"})), 400)
    form = {"content-type": "application/json"}
    assert_problem(call(api, "mattermost", (form, b"[]")), 400)


def test_mattermost_is_answered_in_the_response(api: httpx.Client) -> None:
    told = call(api, "mattermost", payloads.mattermost("depeche où est le sommet ?")).json()
    assert told["response_type"] == "comment"
    assert "**à Astana**" in told["text"]
    assert "](https://gazette.example/sommet)" in told["text"]


def test_teams_is_answered_in_the_response(api: httpx.Client) -> None:
    told = call(api, "teams", payloads.teams("<at>Depeche</at>&nbsp;visa")).json()
    assert told["type"] == "message"
    assert "**10 November 2023**" in told["text"]


def test_telegram_is_answered_in_the_response(api: httpx.Client) -> None:
    for text in ("Où est le sommet ?", "/ask@depeche_bot Où est le sommet ?"):
        told = call(api, "telegram", payloads.telegram(text)).json()
        assert told["method"] == "sendMessage"
        assert told["chat_id"] == -1001234
        assert told["reply_parameters"]["message_id"] == 1365
        assert "<b>à Astana</b>" in told["text"]
        assert '<a href="https://gazette.example/sommet">' in told["text"]
    for nothing in (None, "/start"):
        assert call(api, "telegram", payloads.telegram(nothing)).json() == {}


@pytest.mark.parametrize("name", ["mattermost", "teams", "telegram"])
def test_a_follow_up_leans_on_the_last_question_of_its_place(api: httpx.Client, name: str) -> None:
    signed = getattr(payloads, name)
    call(api, name, signed("sommet"))
    told = call(api, name, signed("and then?")).json()["text"]
    assert "Understood as: sommet and then?" in re.sub(r"\\(.)", r"\1", told)
    assert "gazette" in told


def test_slack_keeps_a_thread_from_the_others(
    api: httpx.Client, slack_api: tuple[str, "queue.Queue[Posted]"]
) -> None:
    def told(text: str, **place: str) -> str:
        event = {**payloads.SLACK_MENTION, "text": text, **place}
        call(api, "slack", payloads.slack(payloads.slack_event(event)))
        return str(slack_api[1].get(timeout=60)[2]["text"])

    told("sommet", thread_ts="1.1")
    assert "Understood as: sommet and then?" in told("and then?", thread_ts="1.1")
    assert "Understood" not in told("and then?", thread_ts="1.2")
    direct = {"type": "message", "channel": "D1", "channel_type": "im"}
    told("sommet", ts="2.1", **direct)
    assert "Understood as: sommet and then?" in told("and then?", ts="2.2", **direct)


def test_what_goes_wrong_is_told_in_the_chat(api: httpx.Client) -> None:
    empty = call(api, "mattermost", payloads.mattermost("depeche")).json()
    assert "empty" in empty["text"]
    crashed = call(api, "telegram", payloads.telegram("crash")).json()
    assert "secret" not in crashed["text"]


@pytest.mark.parametrize("name", ["mattermost", "teams", "telegram"])
def test_articles_cannot_write_markup(api: httpx.Client, name: str) -> None:
    signed = getattr(payloads, name)("hostile")
    text = call(api, name, signed).json()["text"]
    if name == "telegram":
        assert set(re.findall(r"</?\w[^>]*>", text)) == {"<b>", "</b>"}
        return
    assert "<" not in text
    # Of what Markdown could read, only the two marks of bold are ours; the rest is escaped.
    assert re.findall(r"(?<!\\)[*_`\[\]!#~|]+", text) == ["**", "**"]
    assert "www.tracker" not in text


def test_webhooks_are_off_without_their_secrets() -> None:
    secret = SecretStr(payloads.TEAMS_SECRET)
    assert configured_hooks(Settings()) == []
    assert configured_hooks(Settings(slack_signing_secret=secret)) == []
    settings = Settings(telegram_secret=secret, teams_secret=secret)
    assert [hook.name for hook in configured_hooks(settings)] == ["teams", "telegram"]
    assert payloads.TEAMS_SECRET not in repr(settings)
    with pytest.raises(SettingsInvalid, match="Base64"):
        configured_hooks(Settings(teams_secret=SecretStr("not base64!")))
    with serving(create_app(StandIn(), Serving())) as address:
        for name in ("slack", "mattermost", "teams", "telegram"):
            called = httpx.post(f"{address}/hooks/{name}", json={}, trust_env=False, timeout=60)
            assert_problem(called, 404)
