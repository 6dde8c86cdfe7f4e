"""Who may see the chat page: whoever signed in, or else whom the settings let in."""

import hmac
from hashlib import sha256

from starlette.requests import HTTPConnection

from ui.access.callers import Caller
from ui.access.policy import AccessPolicy
from ui.access.signing import Signer

SESSION_COOKIE = "depeche_session"
SESSION_S = 7 * 24 * 3600
"""Seconds until one has to sign in again."""


class People:
    """Knows by a request whether a person may come in. Nothing about them is kept."""

    def __init__(self, policy: AccessPolicy, secret: bytes) -> None:
        """Sessions are signed with `secret`."""
        self.policy = policy
        # With the password in it, a new password ends the sessions of the old one.
        purpose = f"session {_digest(policy.password or '').hex()}"
        self._sessions = Signer(secret, purpose, lifetime_s=SESSION_S)

    def may_come(self, request: HTTPConnection, caller: Caller) -> bool:
        """Whether the sender of `request` may see the chat page."""
        if self.policy.signs_in:
            return self.has_session(request) or self._signed_in_at_proxy(request, caller)
        return self.policy.open_to == "everyone" or caller.is_loopback

    def may_add(self, request: HTTPConnection, caller: Caller) -> bool:
        """Whether the sender of `request` may add articles, where the settings let people do so.

        Being let in because the server is open to everyone is not enough.
        """
        return self.may_come(request, caller) if self.policy.signs_in else caller.is_loopback

    def has_session(self, request: HTTPConnection) -> bool:
        """Whether the request brings the cookie of somebody who signed in here."""
        cookie = request.cookies.get(SESSION_COOKIE)
        return (
            cookie is not None
            and self.policy.password is not None
            and self._sessions.is_signed(cookie)
        )

    def new_session(self) -> str:
        """Return the value of the cookie for somebody who knew the password."""
        return self._sessions.sign()

    def is_password(self, given: str) -> bool:
        """Whether `given` is the password, in a time that tells nothing of it."""
        password = self.policy.password
        return password is not None and hmac.compare_digest(_digest(given), _digest(password))

    def _signed_in_at_proxy(self, request: HTTPConnection, caller: Caller) -> bool:
        header = self.policy.user_header
        return header is not None and caller.through_proxy and bool(request.headers.get(header))


def _digest(text: str) -> bytes:
    return sha256(text.encode()).digest()
