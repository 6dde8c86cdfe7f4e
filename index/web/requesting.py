"""One request to a server, within limits of time and size, from a checked address."""

from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass
from datetime import UTC, datetime
from email.utils import parsedate_to_datetime

import httpcore
import httpx

from index.web.network import CheckedNetwork, Resolve, Unreachable, resolve
from index.web.unpacking import BrokenGzip, joined, unpacked

_USUAL_RETRY_S = 30.0
_LONGEST_RETRY_S = 24 * 3600.0


@dataclass(frozen=True)
class Timing:
    """How long fetching waits, in seconds."""

    pause: float = 1.0
    """Between two requests to one host that does not ask for another pause itself."""
    connect: float = 10.0
    read: float = 20.0
    """For the next bytes."""
    whole: float = 60.0
    """For one request, from its connection to its last byte."""


USUAL = Timing()


@dataclass(frozen=True)
class Reply:
    """What a server answered."""

    status: int
    headers: Mapping[str, str]
    """By lower-case name."""
    body: bytes = b""
    """Unpacked, and at most one byte longer than the limit of the request."""

    @property
    def succeeded(self) -> bool:
        """Whether the body is what was asked for."""
        return 200 <= self.status < 300

    @property
    def media_type(self) -> str:
        """The kind of the body, in lower case and without parameters; a page where none is said."""
        stated = self.headers.get("content-type", "").split(";")[0].strip().lower()
        return stated or "text/html"

    @property
    def location(self) -> str | None:
        """Where the server redirects to."""
        redirects = self.status in (301, 302, 303, 307, 308)
        return self.headers.get("location") if redirects else None

    @property
    def asked_pause_s(self) -> float | None:
        """For how long the server asks to be left alone: what Retry-After says, a number or a
        date, and half a minute where it says nothing; None when it does not ask."""
        if self.status not in (429, 503):
            return None
        value = self.headers.get("retry-after", "").strip()
        if value.isdecimal():
            return min(float(value), _LONGEST_RETRY_S)
        try:
            until = parsedate_to_datetime(value)
        except ValueError:
            return _USUAL_RETRY_S
        left = (until.replace(tzinfo=until.tzinfo or UTC) - datetime.now(UTC)).total_seconds()
        return min(max(left, 0.0), _LONGEST_RETRY_S)


class Client:
    """Makes requests, without any cookie, password or proxy.

    Certificates are checked against certifi's authorities, or those that SSL_CERT_FILE names.
    """

    def __init__(
        self,
        *,
        user_agent: str,
        allow_private_networks: bool,
        timing: Timing,
        resolve: Resolve = resolve,
    ) -> None:
        self._user_agent = user_agent
        self._timeouts = {
            "connect": timing.connect,
            "read": timing.read,
            "write": timing.read,
        }
        self._pool = httpcore.ConnectionPool(
            ssl_context=httpx.create_ssl_context(),
            # A connection is for one request, whose time it keeps.
            max_keepalive_connections=0,
            network_backend=CheckedNetwork(
                allow_private=allow_private_networks, seconds=timing.whole, resolve=resolve
            ),
        )

    def get(
        self,
        address: str,
        *,
        limit: int,
        headers: Mapping[str, str],
        media_types: Collection[str] | None = None,
    ) -> Reply:
        """Ask for a clean `address`; redirects are not followed.

        The body is read of a success alone, and only if it is one of `media_types`. More than
        `limit` bytes of it are not read. Raises Unreachable.
        """
        sent: dict[bytes | str, bytes | str] = {
            "User-Agent": self._user_agent,
            "Accept-Encoding": "gzip",
            "Connection": "close",
        }
        sent.update(headers.items())
        extensions = {"timeout": self._timeouts}
        try:
            with self._pool.stream("GET", address, headers=sent, extensions=extensions) as response:
                reply = Reply(response.status, _by_name(response.headers))
                wanted = media_types is None or reply.media_type in media_types
                if not (reply.succeeded and wanted):
                    return reply
                return Reply(reply.status, reply.headers, _body(response, reply.headers, limit))
        except httpcore.TimeoutException as error:
            raise Unreachable("its server takes too long") from error
        except httpcore.ConnectError as error:  # of TLS: others CheckedNetwork has worded
            raise Unreachable(f"there is no secure connection to its server ({error})") from error
        except (httpcore.NetworkError, httpcore.ProtocolError) as error:
            raise Unreachable("its server breaks off or does not keep to HTTP") from error
        except BrokenGzip as error:
            raise Unreachable("it is not packed as its server says") from error


def _by_name(raw: Iterable[tuple[bytes, bytes]]) -> dict[str, str]:
    # UTF-8 is what servers write into Location that write more than ASCII.
    return {name.decode("ascii").lower(): value.decode("utf-8", "replace") for name, value in raw}


def _body(response: httpcore.Response, headers: Mapping[str, str], limit: int) -> bytes:
    packing = headers.get("content-encoding", "").strip().lower()
    if packing in ("", "identity"):
        return joined(response.iter_stream(), limit)
    if packing in ("gzip", "x-gzip"):
        return joined(unpacked(response.iter_stream()), limit)
    raise Unreachable(f"it is packed with {packing}, which was not asked for")
