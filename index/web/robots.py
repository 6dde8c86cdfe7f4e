"""What a site's robots.txt lets us fetch, and how fast (RFC 9309)."""

from dataclasses import dataclass

from protego import Protego

LARGEST_BYTES = 512_000
"""As much as RFC 9309 (2.5) asks for; the rest of a longer file is not read."""

_LONGEST_PAUSE_S = 10.0


@dataclass(frozen=True)
class Rules:
    """The rules of one site for one robot, named by the product token of its user agent."""

    robots: Protego
    token: str
    problem: str | None = None
    """Why the rules are not known, so that nothing may be fetched; ends "... fetched: "."""

    def allow(self, address: str) -> bool:
        """Whether the site lets the page at `address` be fetched."""
        return self.robots.can_fetch(address, self.token)

    def pause_s(self, usual: float) -> float:
        """Seconds between two requests: what the site asks for, at most 10, else the `usual`."""
        asked = self.robots.crawl_delay(self.token)
        return usual if asked is None else min(asked, _LONGEST_PAUSE_S)


def rules_of(status: int, body: bytes, token: str) -> Rules:
    """Return what an answer to the request for robots.txt means.

    A site without such a file allows everything (2.3.1.3); one that fails allows nothing, since
    what it forbids is not known (2.3.1.4), nor does one that has had too many requests.
    """
    if 200 <= status < 300:
        return Rules(Protego.parse(body.decode("utf-8-sig", "replace")), token)
    if 400 <= status < 500 and status != 429:
        return Rules(Protego.parse(""), token)
    return unknown(f"the site's robots.txt, which says what may be, answered {status}", token)


def unknown(problem: str, token: str) -> Rules:
    """Return the rules of a site whose robots.txt cannot be had, which allow nothing."""
    return Rules(Protego.parse(""), token, problem)
