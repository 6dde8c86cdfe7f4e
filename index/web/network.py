"""Connections to checked addresses only, each with a time in which it has to be done.

The check is made where the connection is made: a name is resolved once, every address that it has
is checked, and the connection goes to one of those. So it holds after redirects, for every way of
writing an address ("0x7f.1", "2130706433"), and for a name server that gives another answer next
time. Proxies named in the environment are not used, since a proxy would resolve the name itself.
"""

import socket
import ssl
import time
from collections.abc import Callable, Iterable, Sequence
from ipaddress import IPv4Address, IPv6Address, IPv6Network, ip_address
from typing import Any

import httpcore
from httpcore import SOCKET_OPTION

Resolve = Callable[[str, int], Sequence[str]]
"""From a host and port to its IP addresses; raises OSError when it has none."""

_GLOBAL_UNICAST = IPv6Network("2000::/3")
_DOCUMENTATION = IPv6Network("3fff::/20")
_SIX_TO_FOUR = IPv6Network("2002::/16")
_TRANSLATED = IPv6Network("64:ff9b::/96")  # NAT64 (RFC 6052): the IPv4 address is the last 32 bits


class Unreachable(Exception):
    """A connection that cannot or may not be made; says why, to stand after "... fetched: "."""


def resolve(host: str, port: int) -> Sequence[str]:
    """Return the addresses that the system's resolver has for `host`, in its order."""
    found = socket.getaddrinfo(host, port, type=socket.SOCK_STREAM)
    return list(dict.fromkeys(str(sockaddr[0]) for *_, sockaddr in found))


def is_public(address: str) -> bool:
    """Whether an IP address is one of the public internet: none of a private network, of this
    machine, of a link, of a group, and none that is reserved or carries such an IPv4 address."""
    ip: IPv4Address | IPv6Address = ip_address(address)
    if isinstance(ip, IPv6Address):
        carried = ip.ipv4_mapped
        if ip in _TRANSLATED:
            carried = IPv4Address(int(ip) & 0xFFFFFFFF)
        if carried is not None:
            return is_public(str(carried))
        if ip not in _GLOBAL_UNICAST or ip in _DOCUMENTATION or ip in _SIX_TO_FOUR:
            return False
    return ip.is_global and not ip.is_multicast


class CheckedNetwork(httpcore.NetworkBackend):
    """What httpcore connects with: public addresses only, unless `allow_private`.

    A connection has to be done, with everything that is sent and read, `seconds` after it began.
    """

    def __init__(
        self,
        *,
        allow_private: bool,
        seconds: float,
        resolve: Resolve = resolve,
        network: httpcore.NetworkBackend | None = None,
    ) -> None:
        self._allow_private = allow_private
        self._seconds = seconds
        self._resolve = resolve
        self._network = network or httpcore.SyncBackend()

    def connect_tcp(
        self,
        host: str,
        port: int,
        timeout: float | None = None,
        local_address: str | None = None,
        socket_options: Iterable[SOCKET_OPTION] | None = None,
    ) -> httpcore.NetworkStream:
        """Connect to the first address of `host` that answers. Raises Unreachable."""
        deadline = time.monotonic() + self._seconds
        for address in self._checked(host, port):
            try:
                stream = self._network.connect_tcp(
                    address, port, _left(deadline, timeout), local_address, socket_options
                )
            except (httpcore.ConnectError, httpcore.ConnectTimeout):
                continue
            return _TimedStream(stream, deadline)
        raise Unreachable(f"{host} does not answer at port {port}")

    def _checked(self, host: str, port: int) -> Sequence[str]:
        try:
            addresses = self._resolve(host, port)
        except (OSError, UnicodeError) as error:  # UnicodeError: no host name can look like it
            raise Unreachable(f"there is no host {host}, or the network is down") from error
        for address in addresses:
            if not (self._allow_private or is_public(address)):
                # One is enough: a public name has no reason to have it beside public ones.
                raise Unreachable(
                    f"{host} is at {address}, which is not a public address, "
                    "and the setting allow_private_networks is off"
                )
        return addresses


class _TimedStream(httpcore.NetworkStream):
    """A connection that breaks off at its deadline, however slowly the other side sends."""

    def __init__(self, stream: httpcore.NetworkStream, deadline: float) -> None:
        self._stream = stream
        self._deadline = deadline

    def read(self, max_bytes: int, timeout: float | None = None) -> bytes:
        return self._stream.read(max_bytes, _left(self._deadline, timeout))

    def write(self, buffer: bytes, timeout: float | None = None) -> None:
        self._stream.write(buffer, _left(self._deadline, timeout))

    def start_tls(
        self,
        ssl_context: ssl.SSLContext,
        server_hostname: str | None = None,
        timeout: float | None = None,
    ) -> httpcore.NetworkStream:
        timeout = _left(self._deadline, timeout)
        stream = self._stream.start_tls(ssl_context, server_hostname, timeout)
        return _TimedStream(stream, self._deadline)

    def close(self) -> None:
        self._stream.close()

    def get_extra_info(self, info: str) -> Any:
        return self._stream.get_extra_info(info)


def _left(deadline: float, timeout: float | None) -> float:
    left = deadline - time.monotonic()
    if left <= 0:
        raise httpcore.ReadTimeout
    return left if timeout is None else min(left, timeout)
