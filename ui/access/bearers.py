"""Who sends "Authorization: Bearer …": a bot with its key, or the command on this machine."""

from dataclasses import dataclass

import anyio
from starlette.datastructures import Headers

from ui.access.keys import MARK, Key, KeyFile
from ui.access.limits import Rate
from ui.access.scopes import KeyScope
from ui.access.signing import Signer

_PASS, _PASS_S = "local", 60


@dataclass(frozen=True)
class Bearer:
    """Somebody with a key or a pass."""

    name: str
    scopes: tuple[KeyScope, ...]
    rate: Rate | None
    """How often it may ask; None: as often as its address may."""


def local_pass(keys: KeyFile) -> str:
    """Return what `depeche ask` shows the server that holds its library, good for a minute.

    Where people have to sign in, so has this machine; but who can read the library's files can
    read the articles anyway.
    """
    return f"{_PASS}.{_passes(keys).sign()}"


class Bearers:
    """Knows the bearers of the keys in a file."""

    def __init__(self, keys: KeyFile) -> None:
        self._keys = keys
        self._passes = _passes(keys)

    @staticmethod
    def may_know(token: str) -> bool:
        """Tell whether `token` has the form of a key or pass of ours.

        OpenAI's client sends a key wherever it asks, even where none is needed.
        """
        return token.startswith((f"{MARK}_", f"{_PASS}."))

    async def find(self, token: str) -> Bearer | None:
        """Return who bears `token`; None when nobody may."""
        mark, _, signed = token.partition(".")
        if mark == _PASS:
            is_ours = self._passes.is_signed(signed)
            return Bearer("this machine", ("ask",), None) if is_ours else None
        # In a thread: the file may have to wait for a `depeche keys` that writes.
        key: Key | None = await anyio.to_thread.run_sync(self._keys.find, token)
        return Bearer(key.name, key.scopes, Rate.parse(key.rate)) if key else None


def _passes(keys: KeyFile) -> Signer:
    return Signer(keys.secret(), "pass of this machine", lifetime_s=_PASS_S)


def bearer_token(headers: Headers) -> str | None:
    """Return the token of "Authorization: Bearer …"; None when there is no such header."""
    kind, _, token = headers.get("authorization", "").partition(" ")
    return token.strip() if kind.lower() == "bearer" else None
