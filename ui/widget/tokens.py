"""Tokens of visitors: signed, good for minutes, for one widget on the pages of one origin."""

import secrets

from itsdangerous import BadData, SignatureExpired
from pydantic import BaseModel, ConfigDict, ValidationError

from ui.access.signing import Signer
from ui.widget.refusals import Refused

LIFETIME_S = 15 * 60
"""Seconds that a token is good for; the widget then asks for another by itself."""

_PURPOSE = "visitor of a widget"


class Visitor(BaseModel):
    """Whom a token was given to. The id is random and says nothing about a person."""

    model_config = ConfigDict(frozen=True, extra="forbid")

    widget: str
    origin: str
    id: str


class Tokens:
    """Issues tokens and reads them again."""

    def __init__(self, secret: bytes, *, lifetime_s: int = LIFETIME_S) -> None:
        self._signer = Signer(secret, _PURPOSE, lifetime_s=lifetime_s)

    def issue(self, widget: str, origin: str) -> str:
        """Return a token for a new visitor of `widget` on a page of `origin`."""
        visitor = Visitor(widget=widget, origin=origin, id=secrets.token_urlsafe(12))
        return self._signer.sign(visitor.model_dump())

    def read(self, token: str, widget: str, origin: str) -> Visitor:
        """Return whose token it is; raises Refused unless it was issued for both and is young."""
        try:
            visitor = Visitor.model_validate(self._signer.read(token))
        except SignatureExpired as error:
            raise Refused("token_expired") from error
        except (BadData, ValidationError) as error:
            raise Refused("token_forged") from error
        if (visitor.widget, visitor.origin) != (widget, origin):
            raise Refused("token_of_another_page")
        return visitor
