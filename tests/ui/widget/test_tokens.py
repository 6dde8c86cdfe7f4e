"""Tokens: good for one widget, on the pages of one origin, for minutes, from this server."""

import base64
import json
import time

import pytest
from itsdangerous import TimestampSigner, URLSafeTimedSerializer

from ui.widget.refusals import Refused
from ui.widget.tokens import LIFETIME_S, Tokens

SECRET = b"s" * 32
ORIGIN = "https://intranet.example"


@pytest.fixture
def tokens() -> Tokens:
    return Tokens(SECRET)


def reason(tokens: Tokens, token: str, widget: str = "news", origin: str = ORIGIN) -> str:
    with pytest.raises(Refused) as caught:
        tokens.read(token, widget, origin)
    assert caught.value.status == 401
    return caught.value.reason


def test_it_is_good_for_its_page(tokens: Tokens) -> None:
    visitor = tokens.read(tokens.issue("news", ORIGIN), "news", ORIGIN)
    assert (visitor.widget, visitor.origin) == ("news", ORIGIN)


def test_every_visitor_is_another(tokens: Tokens) -> None:
    ids = {tokens.read(tokens.issue("news", ORIGIN), "news", ORIGIN).id for _ in range(20)}
    assert len(ids) == 20
    assert min(map(len, ids)) >= 16


@pytest.mark.parametrize(
    "origin",
    ["http://intranet.example", "https://intranet.example:8443", "https://evil.example", "null"],
)
def test_it_is_not_good_on_pages_of_another_origin(tokens: Tokens, origin: str) -> None:
    assert reason(tokens, tokens.issue("news", ORIGIN), origin=origin) == "token_of_another_page"


def test_it_is_not_good_for_another_widget(tokens: Tokens) -> None:
    assert reason(tokens, tokens.issue("news", ORIGIN), "sports") == "token_of_another_page"


def test_it_expires_and_is_not_good_before_its_time(
    tokens: Tokens, monkeypatch: pytest.MonkeyPatch
) -> None:
    token = tokens.issue("news", ORIGIN)
    now = int(time.time())
    for later, good in ((LIFETIME_S - 5, True), (LIFETIME_S + 5, False), (-60, False)):
        moment = now + later
        monkeypatch.setattr(TimestampSigner, "get_timestamp", lambda _, at=moment: at)
        if good:
            tokens.read(token, "news", ORIGIN)
        else:
            assert reason(tokens, token) == "token_expired"


def test_every_changed_character_is_noticed(tokens: Tokens) -> None:
    token = tokens.issue("news", ORIGIN)
    # The last character of the signature carries two bits that its 32 bytes do not need.
    for place in range(len(token) - 1):
        changed = "A" if token[place] != "A" else "B"
        assert reason(tokens, token[:place] + changed + token[place + 1 :]) == "token_forged"


def test_it_cannot_be_made_without_the_secret(tokens: Tokens) -> None:
    claims = {"widget": "news", "origin": ORIGIN, "id": "me"}
    payload = base64.urlsafe_b64encode(json.dumps(claims).encode()).decode().rstrip("=")
    _, stamp, signature = tokens.issue("news", ORIGIN).rsplit(".", 2)
    forged = [
        "", ".", "..", "null", payload, f"{payload}.{stamp}", f"{payload}.{stamp}.",
        f"{payload}.{stamp}.{signature}",
        Tokens(b"t" * 32).issue("news", ORIGIN),
        str(URLSafeTimedSerializer(SECRET).dumps(claims)),  # the secret, for another purpose
        "é" * 50, "A" * 100_000,
    ]  # fmt: skip
    for token in forged:
        assert reason(tokens, token) == "token_forged"
