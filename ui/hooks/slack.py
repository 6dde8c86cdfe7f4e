"""Slack's Events API: signed calls, answered with `chat.postMessage` once the answer is there.

https://docs.slack.dev/authentication/verifying-requests-from-slack
"""

import hashlib
import hmac
import json
import logging
import re
import time
from collections.abc import Mapping

import httpx

from ui.hooks.hook import Asked, Clock, Forged, JSONObject, Malformed, NothingAsked, same
from ui.hooks.message import Markup, SlackMarkup

_WINDOW_S = 5 * 60
_PATIENCE_S = 10.0
_MENTION = re.compile(r"<@[A-Z0-9]+(?:\|[^>]*)?>")

_log = logging.getLogger(__name__)


class Slack:
    """A bot that is mentioned in channels or written to directly."""

    name = "slack"
    waits = False  # Slack gives up after 3 seconds, and asks again
    markup: Markup = SlackMarkup()

    def __init__(
        self, signing_secret: str, bot_token: str, *, api: str, now: Clock = time.time
    ) -> None:
        self._secret = signing_secret.encode()
        self._token = bot_token
        self._api = api.rstrip("/")
        self._now = now

    def read(self, headers: Mapping[str, str], body: bytes) -> Asked | NothingAsked:
        """Check and read a call, see Hook."""
        self._check(headers, body)
        try:
            call = json.loads(body)
            if call["type"] == "url_verification":
                return NothingAsked({"challenge": str(call["challenge"])})
            # Each question is answered once: what is sent again was taken the first time.
            if call["type"] != "event_callback" or "x-slack-retry-num" in headers:
                return NothingAsked()
            return _question(call["event"])
        except (ValueError, KeyError, TypeError) as error:
            raise Malformed from error

    async def send(self, asked: Asked, text: str) -> JSONObject | None:
        """Post the answer into the thread of the question."""
        message = {
            "channel": asked.place,
            "thread_ts": asked.message,
            "text": text,
            "unfurl_links": False,
            "unfurl_media": False,
        }
        headers = {"Authorization": f"Bearer {self._token}"}
        try:
            # To the address in the settings only: no proxy of the environment, no redirection.
            async with httpx.AsyncClient(trust_env=False, timeout=_PATIENCE_S) as client:
                response = await client.post(
                    f"{self._api}/chat.postMessage", json=message, headers=headers
                )
            told = response.json() if response.is_success else {}
            if not told.get("ok"):
                reason = told.get("error", f"status {response.status_code}")
                _log.error("Slack did not take an answer: %s.", reason)
        except (httpx.HTTPError, ValueError):
            _log.exception("Slack could not be told an answer.")
        return None

    def _check(self, headers: Mapping[str, str], body: bytes) -> None:
        stamp = headers.get("x-slack-request-timestamp", "")
        if not stamp.isdecimal() or abs(self._now() - int(stamp)) > _WINDOW_S:
            raise Forged
        signed = b"v0:" + stamp.encode() + b":" + body
        expected = "v0=" + hmac.new(self._secret, signed, hashlib.sha256).hexdigest()
        if not same(expected, headers.get("x-slack-signature", "")):
            raise Forged


def _question(event: JSONObject) -> Asked | NothingAsked:
    kind, direct = event["type"], event.get("channel_type") == "im"
    # Its own messages come back to a bot; edits and joins have a subtype.
    if event.get("bot_id") or event.get("subtype") or not (kind == "app_mention" or direct):
        return NothingAsked()
    text = _MENTION.sub(" ", str(event["text"]))
    for written, character in (("&lt;", "<"), ("&gt;", ">"), ("&amp;", "&")):
        text = text.replace(written, character)
    channel, thread = str(event["channel"]), str(event.get("thread_ts") or event["ts"])
    # Who writes to the bot directly goes on without opening a thread.
    conversation = channel if direct else f"{channel} {thread}"
    return Asked(text.strip(), conversation, place=channel, message=thread)
