"""Short texts that only this library's server could have signed, and that end after a while."""

import hashlib

from itsdangerous import BadData, URLSafeTimedSerializer


class Signer:
    """Signs JSON values for one purpose (itsdangerous, HMAC-SHA-256).

    What was signed for another purpose, with another secret or longer ago than `lifetime_s` seconds
    is refused.
    """

    def __init__(self, secret: bytes, purpose: str, *, lifetime_s: int) -> None:
        self._lifetime_s = lifetime_s
        self._serializer = URLSafeTimedSerializer(
            secret,
            salt=purpose,
            signer_kwargs={"digest_method": hashlib.sha256, "key_derivation": "hmac"},
        )

    def sign(self, value: object = None) -> str:
        """Return a text that holds `value`, readable by everyone, and when it was signed."""
        return str(self._serializer.dumps(value))

    def read(self, token: str) -> object:
        """Return what was signed; raises itsdangerous' SignatureExpired, or else BadData."""
        return self._serializer.loads(token, max_age=self._lifetime_s)

    def is_signed(self, token: str) -> bool:
        """Whether `token` was signed here and still holds."""
        try:
            self.read(token)
        except BadData:
            return False
        return True
