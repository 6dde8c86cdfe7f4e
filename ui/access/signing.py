"""Short texts that only this library's server could have signed, with the time when they end."""

import hmac
import time
from collections.abc import Callable
from hashlib import sha256


class Signer:
    """Signs with the secret of a library (HMAC-SHA-256); `clock` gives seconds since 1970."""

    def __init__(self, secret: bytes, *, clock: Callable[[], float] = time.time) -> None:
        self._secret = secret
        self._clock = clock

    def sign(self, purpose: str, *, seconds: int) -> str:
        """Return a token for `purpose` that holds for so many seconds."""
        ends = str(int(self._clock()) + seconds)
        return f"{ends}.{self._mac(purpose, ends)}"

    def is_signed(self, token: str, purpose: str) -> bool:
        """Whether `token` was signed for `purpose` and has not ended."""
        ends, _, mac = token.partition(".")
        right = hmac.compare_digest(mac.encode(), self._mac(purpose, ends).encode())
        return right and self._clock() < int(ends)

    def _mac(self, purpose: str, ends: str) -> str:
        # The length keeps "a" + "bc" apart from "ab" + "c".
        signed = f"{len(purpose)}:{purpose}{ends}".encode()
        return hmac.new(self._secret, signed, sha256).hexdigest()
