"""Mattermost's outgoing webhooks: a token in the body, the answer in the response.

https://developers.mattermost.com/integrate/webhooks/outgoing/
"""

import json
from collections.abc import Mapping
from urllib.parse import parse_qsl

from ui.hooks.hook import Asked, Forged, JSONObject, Malformed, NothingAsked, same
from ui.hooks.message import MarkdownMarkup, Markup


class Mattermost:
    """A channel, or a word that calls the bot."""

    name = "mattermost"
    waits = True
    markup: Markup = MarkdownMarkup(limit=16_383)

    def __init__(self, token: str) -> None:
        self._token = token

    def read(self, headers: Mapping[str, str], body: bytes) -> Asked | NothingAsked:
        """Check and read a call, see Hook."""
        try:
            call = _fields(headers.get("content-type", ""), body)
        except ValueError as error:
            raise Malformed from error
        if not same(self._token, call.get("token", "")):
            raise Forged
        text, trigger = call.get("text", ""), call.get("trigger_word", "")
        if trigger:
            text = text.removeprefix(trigger)
        # It does not tell a question's thread; a channel's other people talk of other things.
        return Asked(text.strip(), f"{call.get('channel_id')} {call.get('user_id')}")

    async def send(self, asked: Asked, text: str) -> JSONObject | None:  # noqa: ARG002
        """Answer below the question."""
        return {"response_type": "comment", "text": text}


def _fields(content_type: str, body: bytes) -> dict[str, str]:
    """Return the fields of a call, which is a form or JSON as its administrator chose."""
    text = body.decode("utf-8")
    if not content_type.startswith("application/json"):
        return dict(parse_qsl(text, keep_blank_values=True))
    call = json.loads(text)
    if not isinstance(call, dict):
        raise ValueError("not an object")
    return {name: value for name, value in call.items() if isinstance(value, str)}
