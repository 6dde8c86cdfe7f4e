"""The names that the server answers to.

A foreign page can make its own name lead to this machine (DNS rebinding) and then speak to the
server as if it were its own; the Host header still tells.
"""

from collections.abc import Iterable
from ipaddress import ip_address
from urllib.parse import urlsplit

from starlette.datastructures import Headers

_LOOPBACK_NAMES = frozenset({"localhost", "127.0.0.1", "::1"})
_WILDCARDS = frozenset({"0.0.0.0", "::", ""})  # noqa: S104


class Hosts:
    """The names of a server that listens on `host`, and is known as `allowed` behind a proxy."""

    def __init__(self, host: str, allowed: Iterable[str] = ()) -> None:
        self._own = _LOOPBACK_NAMES | {host.lower()}
        self._allowed = {name.lower() for name in allowed}
        self._any_address = host in _WILDCARDS

    def answers_to(self, headers: Headers) -> bool:
        """Whether the Host header names this server."""
        name = _host_name(headers.get("host", ""))
        # Listening on every address, the server cannot know its own; a rebound name, however,
        # is never a bare IP address.
        return (
            name in self._own or name in self._allowed or (self._any_address and _is_address(name))
        )

    def is_own_name(self, headers: Headers) -> bool:
        """Whether it is called by a name of this machine, rather than one that a proxy serves."""
        return _host_name(headers.get("host", "")) in self._own


def is_foreign_page(headers: Headers) -> bool:
    """Whether a page of another origin sends the request, which browsers tell in Origin.

    Such a request brings the cookie or the address of the visitor without the visitor's will.
    """
    origin = headers.get("origin")
    return origin is not None and urlsplit(origin).netloc.lower() != _without_default_port(
        headers.get("host", "").lower(), origin
    )


def _without_default_port(host: str, origin: str) -> str:
    return host.removesuffix(":443" if origin.startswith("https:") else ":80")


def _host_name(header: str) -> str:
    """The name in a Host header, without its port, in lower case."""
    if header.startswith("["):
        return header[1:].partition("]")[0].lower()
    return header.partition(":")[0].lower()


def _is_address(name: str) -> bool:
    try:
        ip_address(name)
    except ValueError:
        return False
    return True
