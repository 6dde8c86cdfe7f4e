"""Microsoft Teams' outgoing webhooks: an HMAC of the body, the answer in the response.

https://learn.microsoft.com/microsoftteams/platform/webhooks-and-connectors/how-to/add-outgoing-webhook
"""

import base64
import binascii
import hashlib
import hmac
import json
import re
from collections.abc import Mapping
from html import unescape

from index.errors import SettingsInvalid
from ui.hooks.hook import Asked, Forged, JSONObject, Malformed, NothingAsked, same
from ui.hooks.message import MarkdownMarkup, Markup

_MENTION = re.compile(r"<at[^>]*>.*?</at>", re.DOTALL)
_TAG = re.compile(r"<[^>]*>")


class Teams:
    """A team in which the webhook is mentioned."""

    name = "teams"
    waits = True
    markup: Markup = MarkdownMarkup(limit=20_000)

    def __init__(self, secret: str) -> None:
        """`secret` is the security token as Teams shows it; raises SettingsInvalid."""
        try:
            self._key = base64.b64decode(secret, validate=True)
        except binascii.Error as error:
            raise SettingsInvalid(
                "The setting 'teams_secret' does not fit: it is the security token in Base64, "
                "as Teams shows it."
            ) from error

    def read(self, headers: Mapping[str, str], body: bytes) -> Asked | NothingAsked:
        """Check and read a call, see Hook."""
        digest = hmac.new(self._key, body, hashlib.sha256).digest()
        expected = f"HMAC {base64.b64encode(digest).decode()}"
        if not same(expected, headers.get("authorization", "")):
            raise Forged
        try:
            call = json.loads(body)
            text, conversation = str(call["text"]), str(call["conversation"]["id"])
        except (ValueError, KeyError, TypeError) as error:
            raise Malformed from error
        return Asked(unescape(_TAG.sub(" ", _MENTION.sub(" ", text))).strip(), conversation)

    async def send(self, asked: Asked, text: str) -> JSONObject | None:  # noqa: ARG002
        """Answer below the question."""
        # In Markdown one line end is a space.
        return {"type": "message", "text": text.replace("\n", "\n\n")}
