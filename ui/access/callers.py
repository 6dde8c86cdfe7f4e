"""Whose address a request comes from, and which headers about it are believed.

A proxy in front of the server hides every visitor behind its own address, and any client can send
the headers in which proxies tell the visitor's. So these are believed from a listed proxy alone.
From anyone else they prove only that something stands in between: such a request is never taken
for one of this machine, though its peer be 127.0.0.1.
"""

import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from ipaddress import IPv4Address, IPv6Address, ip_address, ip_network

from starlette.datastructures import Headers
from starlette.types import Scope

_Address = IPv4Address | IPv6Address

_FOR, _HOST, _PROTO = "x-forwarded-for", "x-forwarded-host", "x-forwarded-proto"
_PREFIX = "x-forwarded-prefix"
# What proxies add. x-gradio-server makes Gradio name another host as its own.
_FORWARDING = frozenset({"forwarded", "via", "x-real-ip", "x-client-ip", "x-gradio-server"})
_SOME_PREFIX = re.compile(r"(/[A-Za-z0-9._~-]+)+")
_FORWARDING_PREFIXES = ("x-forwarded-", "cf-", "true-client-ip", "x-original-")


@dataclass(frozen=True)
class Caller:
    """Who sends a request, as far as that is believed."""

    address: str
    """The visitor's address; what is no address, such as a socket's path, is kept as it is."""
    is_loopback: bool
    """Whether a program on this machine asks, without a proxy in between."""
    through_proxy: bool
    """Whether a listed proxy sent it, so that the proxy's own headers may be believed."""


def network_of(address: str) -> str:
    """Whom limits count: the address, of IPv6 the /64 of which one host has every address."""
    parsed = _parsed(address)
    if isinstance(parsed, IPv6Address):
        return str(ip_network((parsed, 64), strict=False))
    return str(parsed or address)


class Proxies:
    """The listed proxies: addresses and networks, such as "10.0.0.0/8"."""

    def __init__(self, listed: Sequence[str]) -> None:
        self._networks = [ip_network(one, strict=False) for one in listed]

    def caller(self, scope: Scope) -> Caller:
        """Return who sends the request of `scope`."""
        headers = Headers(scope=scope)
        client = scope.get("client")
        peer_name = client[0] if client else "unknown"
        peer = _parsed(peer_name)
        if peer is not None and self._lists(peer):
            visitor = self._visitor(headers.getlist(_FOR))
            # A listed proxy that names nobody leaves it open who asks: perhaps anyone.
            return Caller(visitor or peer_name, is_loopback=False, through_proxy=True)
        direct = not any(_is_forwarding(name) for name in headers)
        # The plainest `proxy_pass` of nginx adds no header, but speaks HTTP/1.0, as no client does.
        direct = direct and scope.get("http_version") != "1.0"
        is_loopback = peer is not None and peer.is_loopback and direct
        return Caller(peer_name, is_loopback=is_loopback, through_proxy=False)

    def believed(self, scope: Scope, caller: Caller) -> Scope:
        """Return `scope` as the visitor sees the server, without the headers of proxies.

        Everything behind can then believe the client's address, the host and http or https.
        """
        headers = Headers(scope=scope)
        kept = [
            (name, value)
            for name, value in scope["headers"]
            if not _is_forwarding(name.decode("latin-1"))
        ]
        changed: Scope = {**scope, "client": (caller.address, 0), "headers": kept}
        if caller.through_proxy:
            host = _last(headers.getlist(_HOST))
            if host:
                without = [(name, value) for name, value in kept if name.lower() != b"host"]
                changed["headers"] = [*without, (b"host", host.encode("latin-1"))]
            if _last(headers.getlist(_PROTO)) in {"http", "https"}:
                changed["scheme"] = _last(headers.getlist(_PROTO))
        return changed

    def prefixed(self, sent: Scope, scope: Scope, caller: Caller) -> Scope:
        """Return `scope` with the prefix that a listed proxy took away and tells in `sent`.

        As ASGI has it, the path then holds the prefix again, and `root_path` tells it.
        """
        prefix = _last(Headers(scope=sent).getlist(_PREFIX)).rstrip("/")
        if not caller.through_proxy or not _SOME_PREFIX.fullmatch(prefix):
            return scope
        return {**scope, "root_path": prefix, "path": prefix + scope["path"]}

    def _lists(self, address: _Address) -> bool:
        return any(address in network for network in self._networks)

    def _visitor(self, forwarded_for: Iterable[str]) -> str | None:
        """The last address that no listed proxy has: each proxy adds its own peer at the end.

        What stands before it was sent by the visitor and may be anything.
        """
        named = [one.strip() for line in forwarded_for for one in line.split(",")]
        for name in reversed(named):
            address = _parsed(_without_port(name))
            if address is None:
                return None
            if not self._lists(address):
                return str(address)
        return None


def _is_forwarding(name: str) -> bool:
    name = name.lower()
    return name in _FORWARDING or name.startswith(_FORWARDING_PREFIXES)


def _last(lines: Sequence[str]) -> str:
    """The value that the nearest proxy wrote."""
    return lines[-1].rpartition(",")[2].strip() if lines else ""


def _without_port(name: str) -> str:
    if name.startswith("["):
        return name[1:].partition("]")[0]
    return name.partition(":")[0] if name.count(":") == 1 else name


def _parsed(name: str) -> _Address | None:
    try:
        address = ip_address(name)
    except ValueError:
        return None
    # A socket that listens on "::" shows IPv4 peers in this form.
    mapped = address.ipv4_mapped if isinstance(address, IPv6Address) else None
    return mapped or address
