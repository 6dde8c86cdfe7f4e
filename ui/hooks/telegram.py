"""Telegram's webhook: a secret token in a header, the answer in the response.

https://core.telegram.org/bots/api#setwebhook
"""

import json
import re
from collections.abc import Mapping

from ui.hooks.hook import Asked, Forged, JSONObject, Malformed, NothingAsked, same
from ui.hooks.message import HTMLMarkup, Markup

_COMMAND = re.compile(r"/(?P<name>\w+)(?:@\w+)?\s*")
_QUESTION_COMMAND = "ask"


class Telegram:
    """A bot that is written to, or called with /ask in a group."""

    name = "telegram"
    waits = True
    markup: Markup = HTMLMarkup()

    def __init__(self, secret: str) -> None:
        self._secret = secret

    def read(self, headers: Mapping[str, str], body: bytes) -> Asked | NothingAsked:
        """Check and read a call, see Hook."""
        if not same(self._secret, headers.get("x-telegram-bot-api-secret-token", "")):
            raise Forged
        try:
            message = json.loads(body).get("message") or {}
            text = str(message.get("text", "")).strip()
            command = _COMMAND.match(text)
            # Photos, members who join, and commands such as /start ask nothing.
            if not text or (command and command["name"] != _QUESTION_COMMAND):
                return NothingAsked()
            question = text[command.end() :] if command else text
            chat, topic = str(message["chat"]["id"]), message.get("message_thread_id", "")
            return Asked(question, f"{chat} {topic}", chat, str(message["message_id"]))
        except (ValueError, KeyError, TypeError, AttributeError) as error:
            raise Malformed from error

    async def send(self, asked: Asked, text: str) -> JSONObject | None:
        """Answer to the message."""
        return {
            "method": "sendMessage",
            "chat_id": int(asked.place),
            "text": text,
            "parse_mode": "HTML",
            "link_preview_options": {"is_disabled": True},
            "reply_parameters": {
                "message_id": int(asked.message),
                "allow_sending_without_reply": True,
            },
        }
