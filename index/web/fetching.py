"""Fetches pages from the web: politely, within limits, from public addresses only."""

import time
from collections.abc import Collection, Mapping
from dataclasses import dataclass
from email.message import Message

from index.errors import DocumentGone, UnreadableArticle
from index.web import robots
from index.web.addresses import clean_address, host_of, join, origin_of
from index.web.network import Resolve, Unreachable, resolve
from index.web.requesting import USUAL, Client, Reply, Timing
from index.web.robots import Rules
from index.web.turns import Busy, Turns

_LARGEST_BYTES = 20_000_000
"""As of a file; unpacked, where the server sends it packed."""

_MOST_REDIRECTS = 5
_LONGEST_VALIDATOR = 300
_RULES_KEPT_S = 24 * 3600.0  # RFC 9309, 2.4: not longer
_PROBLEM_KEPT_S = 300.0


@dataclass(frozen=True)
class Fetched:
    """A page as a server sent it."""

    address: str
    """Where it was found in the end, after redirects."""
    media_type: str
    """In lower case, without parameters."""
    charset: str | None
    """As the server names it, which may be wrong."""
    body: bytes
    etag: str | None = None
    modified: str | None = None


class Fetcher:
    """Fetches pages; safe to use from several threads, which wait for each other at a host."""

    def __init__(
        self,
        *,
        user_agent: str,
        allow_private_networks: bool = False,
        timing: Timing = USUAL,
        resolve: Resolve = resolve,
    ) -> None:
        """Make a fetcher that names itself `user_agent`; robots.txt knows it by its first word."""
        self._token = user_agent.replace("/", " ").split()[0]
        self._pause_s = timing.pause
        self._turns = Turns()
        self._rules: dict[str, tuple[float, Rules]] = {}
        self._client = Client(
            user_agent=user_agent,
            allow_private_networks=allow_private_networks,
            timing=timing,
            resolve=resolve,
        )

    def fetch(self, address: str, media_types: Collection[str]) -> Fetched:
        """Return the page at `address`, after waiting for the turn of its host.

        Raises UnreadableArticle, with one sentence, when the page may not or cannot be fetched, is
        none of `media_types` or is too large, and DocumentGone when the server says that it is not
        there.
        """
        return _fetched(address, *self._answer(address, media_types, {}), media_types)

    def fetch_changed(
        self, address: str, media_types: Collection[str], *, etag: str | None, modified: str | None
    ) -> Fetched | None:
        """Return the page like `fetch`, None when it is still the one that had these validators."""
        validators = {"If-None-Match": etag, "If-Modified-Since": modified}
        sent = {name: value for name, value in validators.items() if value}
        at, reply = self._answer(address, media_types, sent)
        if sent and reply.status == 304:
            return None
        return _fetched(address, at, reply, media_types)

    def _answer(
        self, address: str, media_types: Collection[str], validators: Mapping[str, str]
    ) -> tuple[str, Reply]:
        """The last reply and where it came from. Raises UnreadableArticle."""
        headers = {"Accept": ", ".join([*media_types, "*/*;q=0.1"]), **validators}
        try:
            return self._follow(clean_address(address), headers, media_types)
        except Unreachable as error:
            raise UnreadableArticle(f"{address} cannot be fetched: {error}.") from error
        except Busy as error:
            raise UnreadableArticle(
                f"{address} cannot be fetched: its server asks to be left alone for "
                f"{error.seconds:.0f} s; try again after that."
            ) from error

    def _follow(
        self, address: str, headers: Mapping[str, str], media_types: Collection[str]
    ) -> tuple[str, Reply]:
        """The answer after redirects, and after one retry if the server asks for time."""
        redirects, retried = 0, False
        while True:
            rules = self._rules_for(address)
            if not rules.allow(address):
                raise Unreachable(f"the robots.txt of {origin_of(address)} does not allow it")
            pause_s = rules.pause_s(self._pause_s)
            reply = self._in_turn(address, pause_s, _LARGEST_BYTES, headers, media_types)
            if reply.asked_pause_s is not None and not retried:
                retried = True  # the next turn waits as long as the server asks
            elif reply.location is not None:
                redirects += 1
                if redirects > _MOST_REDIRECTS:
                    raise Unreachable(f"it is redirected more than {_MOST_REDIRECTS} times")
                address = _redirected(address, reply.location)
            else:
                return address, reply

    def _in_turn(
        self,
        address: str,
        pause_s: float,
        limit: int,
        headers: Mapping[str, str],
        media_types: Collection[str] | None = None,
    ) -> Reply:
        with self._turns.turn(host_of(address), pause_s) as turn:
            reply = self._client.get(address, limit=limit, headers=headers, media_types=media_types)
            turn.pause_s = max(pause_s, reply.asked_pause_s or 0.0)
        return reply

    def _rules_for(self, address: str) -> Rules:
        """The rules of the site of `address`, kept for a day. Raises Unreachable without them."""
        now = time.monotonic()
        origin = origin_of(address)
        until, rules = self._rules.get(origin, (now, None))
        if rules is None or until <= now:
            rules = self._fetched_rules(f"{origin}/robots.txt")
            kept = _PROBLEM_KEPT_S if rules.problem else _RULES_KEPT_S
            current = {site: known for site, known in self._rules.items() if known[0] > now}
            self._rules = current | {origin: (now + kept, rules)}
        if rules.problem:
            raise Unreachable(rules.problem)
        return rules

    def _fetched_rules(self, address: str) -> Rules:
        """The rules in a robots.txt, which may be redirected to another (RFC 9309, 2.3.1.2)."""
        try:
            for _ in range(_MOST_REDIRECTS + 1):
                reply = self._in_turn(address, 0.0, robots.LARGEST_BYTES, {})
                if reply.location is None:
                    return robots.rules_of(reply.status, reply.body, self._token)
                address = _redirected(address, reply.location)
        except Unreachable as error:
            return robots.unknown(str(error), self._token)
        return robots.rules_of(404, b"", self._token)


def _redirected(address: str, location: str) -> str:
    try:
        return join(address, location)
    except UnreadableArticle as error:
        raise Unreachable(f"it is redirected to an address that will not do ({error})") from error


def _fetched(address: str, at: str, reply: Reply, media_types: Collection[str]) -> Fetched:
    if reply.status in (404, 410):
        raise DocumentGone(f"{address} does not exist any more (status {reply.status}).")
    if not reply.succeeded:
        raise UnreadableArticle(f"{address} cannot be fetched: its server says {reply.status}.")
    if reply.media_type not in media_types:
        raise UnreadableArticle(
            f"{address} is of the kind {reply.media_type}, which cannot be read from the web."
        )
    if len(reply.body) > _LARGEST_BYTES:
        raise UnreadableArticle(f"{address} is larger than {_LARGEST_BYTES // 1_000_000} MB.")
    stated = Message()
    stated["content-type"] = reply.headers.get("content-type", "")
    return Fetched(
        address=at,
        media_type=reply.media_type,
        charset=stated.get_content_charset(),
        body=reply.body,
        etag=_sendable(reply.headers.get("etag")),
        modified=_sendable(reply.headers.get("last-modified")),
    )


def _sendable(validator: str | None) -> str | None:
    """A validator that can be remembered and sent back; without one the page is read again."""
    fits = validator is not None and validator.isascii() and len(validator) <= _LONGEST_VALIDATOR
    return validator if fits else None
