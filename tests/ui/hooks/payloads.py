"""Calls as the documentation of each service gives them, with names and secrets of our own."""

import base64
import hashlib
import hmac
import json
from collections.abc import Mapping
from types import MappingProxyType
from urllib.parse import urlencode

SLACK_SECRET = "8f742231b10e8888abcd99yyyzzz85a5"
SLACK_TOKEN = "xoxb-not-a-token"
MATTERMOST_TOKEN = "xr3j5x3p4pfk7kk6ck7b4e6ghh"
TEAMS_SECRET = base64.b64encode(b"a security token of Teams").decode()
TELEGRAM_SECRET = "telegram_secret-1"
NOW = 1_531_420_618.0


def slack(
    call: object, *, now: float = NOW, more: Mapping[str, str] = MappingProxyType({})
) -> tuple[dict[str, str], bytes]:
    """Headers and body of a call of Slack, signed at `now`."""
    body = json.dumps(call).encode()
    signed = f"v0:{int(now)}:".encode() + body
    signature = hmac.new(SLACK_SECRET.encode(), signed, hashlib.sha256).hexdigest()
    return {
        "content-type": "application/json",
        "x-slack-request-timestamp": str(int(now)),
        "x-slack-signature": f"v0={signature}",
        **more,
    }, body


def slack_event(event: Mapping[str, object]) -> dict[str, object]:
    """A call that tells of an event."""
    return {
        "token": "z26uFbvR1xHJEdHE1OQiO6t8",
        "team_id": "T123ABC456",
        "api_app_id": "A123ABC456",
        "event": event,
        "type": "event_callback",
        "event_id": "Ev123ABC456",
        "event_time": 1531420618,
        "authorizations": [{"team_id": "T123ABC456", "user_id": "U0LAN0Z89", "is_bot": True}],
    }


SLACK_MENTION = {
    "user": "U061F7AUR",
    "type": "app_mention",
    "ts": "1515449522.000016",
    "text": "<@U0LAN0Z89> Où est le sommet &amp; quand ?",
    "channel": "C123ABC456",
    "event_ts": "1515449522000016",
}
SLACK_DIRECT = {
    "type": "message",
    "channel": "D024BE91L",
    "user": "U2147483697",
    "text": "visa",
    "ts": "1355517523.000005",
    "thread_ts": "1355517500.000001",
    "event_ts": "1355517523.000005",
    "channel_type": "im",
}
SLACK_VERIFICATION = {
    "token": "Jhj5dZrVaK7ZwHHjRyZWjbDl",
    "challenge": "3eZbrw1aBm2rZgRNFdxV2595E9CY3gmdALWMmHkvFXO7tYXAYM8P",
    "type": "url_verification",
}


def mattermost(text: str, token: str = MATTERMOST_TOKEN) -> tuple[dict[str, str], bytes]:
    """Headers and body of a call of Mattermost, as a form."""
    body = urlencode(
        {
            "channel_id": "hawos4dqtby53pd64o4a4cmeoo",
            "channel_name": "town-square",
            "team_domain": "someteam",
            "team_id": "kwoknj9nwpypzgzy78wkw516qe",
            "post_id": "axdygg1957njfe5pu38saikdho",
            "text": text,
            "timestamp": "1445532266",
            "token": token,
            "trigger_word": "depeche",
            "user_id": "rnina9994bde8mua79zqcg5hmo",
            "user_name": "somename",
        }
    ).encode()
    return {"content-type": "application/x-www-form-urlencoded"}, body


def teams(text: str) -> tuple[dict[str, str], bytes]:
    """Headers and body of a call of Teams, signed."""
    body = json.dumps(
        {
            "type": "message",
            "id": "1485983408511",
            "timestamp": "2017-02-01T21:10:07.437Z",
            "serviceUrl": "https://smba.example/amer/",
            "channelId": "msteams",
            "from": {"id": "29:1XJKJMvc5GBtc2JwZq0oj8tHZmzrQgFmB39ATiQWA85gQ", "name": "A. Person"},
            "conversation": {"isGroup": True, "id": "19:x@thread.skype;messageid=1485983408511"},
            "recipient": None,
            "textFormat": "plain",
            "text": text,
            "entities": [{"type": "clientInfo", "locale": "en-US"}],
        }
    ).encode()
    digest = hmac.new(base64.b64decode(TEAMS_SECRET), body, hashlib.sha256).digest()
    signature = base64.b64encode(digest).decode()
    return {"content-type": "application/json", "authorization": f"HMAC {signature}"}, body


def telegram(text: str | None, secret: str = TELEGRAM_SECRET) -> tuple[dict[str, str], bytes]:
    """Headers and body of a call of Telegram; without text, of a message that has none."""
    message: dict[str, object] = {
        "message_id": 1365,
        "from": {"id": 1111111, "is_bot": False, "first_name": "Test", "language_code": "fr"},
        "chat": {"id": -1001234, "title": "Newsroom", "type": "supergroup"},
        "date": 1441645532,
    }
    if text is not None:
        message["text"] = text
    body = json.dumps({"update_id": 10000, "message": message}).encode()
    headers = {"content-type": "application/json", "x-telegram-bot-api-secret-token": secret}
    return headers, body
