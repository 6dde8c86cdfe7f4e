"""The doors of the server: for every path, who may come in, what counts, how much may be sent.

A path that no row names is answered with 404, so that nothing is open because it was forgotten.
"""

from dataclasses import dataclass
from typing import Literal

from index.readers.limits import LARGEST_TEXT
from ui.access.scopes import KeyScope

Entry = KeyScope | Literal["public", "any page", "people", "own check", "closed"]
"""Who may come in:

- a scope: a bearer of a key with that scope; at `ask`, people too; at `index`, people who may add
  articles; at `metrics`, this machine too
- `people`: who may see the chat page (see ui/access/people.py)
- `public`: everyone, but no page of another site
- `any page`: everyone, and every page that wants to load it
- `own check`: everyone, because the route itself checks a signature or a token
- `closed`: nobody, as if the path did not exist
"""

Counted = Literal["all", "posts", "none"]
"""Which requests count against the rate of their key or address. Where a page loads its parts,
only those that run something do, and each of these is a POST."""

_SMALL = 64 * 1024
_CONVERSATION = 4 * 1024 * 1024
_FILES = LARGEST_TEXT + _SMALL  # the longest file that a reader takes, and what is around it


@dataclass(frozen=True)
class Door:
    """What holds for a path and all below it."""

    prefix: str
    entry: Entry
    counted: Counted = "none"
    body_limit: int = _SMALL
    """Bytes: a question of 2,000 characters with a wide margin, unless more has a reason."""
    method: str | None = None
    """The one method that the row is for; None: all that have no row of their own."""

    def is_of(self, path: str, method: str) -> bool:
        """Whether `path` is the prefix or lies below it; nothing lies below "/"."""
        if self.method not in (None, method):
            return False
        below = self.prefix != "/" and path.startswith(f"{self.prefix}/")
        return below or path == self.prefix

    def counts(self, method: str) -> bool:
        """Whether a request with `method` counts against a rate."""
        return self.counted == "all" or (self.counted == "posts" and method == "POST")


_DOORS = (
    # Bots, and the parts of the chat page that read from the API.
    Door("/api", "ask", "all"),
    Door("/api/articles", "index", "all", body_limit=_FILES, method="POST"),
    Door("/v1", "ask", "all", body_limit=1024 * 1024),  # a conversation comes with every request
    Door("/mcp", "ask", "all"),
    Door("/hooks", "own check", "all", body_limit=1024 * 1024),  # signed by the chat service
    Door("/widget", "own check"),  # a token for each visitor, and limits of its own
    Door("/widget.js", "any page"),
    # The chat page. Gradio sends the conversation shown with each question: 8 KB an answer.
    Door("/", "people"),
    Door("/page", "people"),
    Door("/library", "people", "all"),
    Door("/gradio_api", "people", "posts", body_limit=_CONVERSATION),
    Door("/gradio_api/upload", "closed"),  # Gradio takes uploads even when no component does
    Door("/config", "people"),
    Door("/theme.css", "people"),
    Door("/assets", "people"),
    Door("/static", "people"),
    Door("/svelte", "people"),
    Door("/manifest.json", "people"),
    Door("/favicon.ico", "public"),
    Door("/robots.txt", "public"),
    Door("/signin", "public"),  # limits attempts itself
    Door("/signout", "public"),
    # The description of the API.
    Door("/docs", "ask"),
    Door("/openapi.json", "ask"),
    Door("/static-offline-docs", "public"),  # the files of the package behind /docs
    # Who runs the server.
    Door("/healthz", "public"),
    Door("/readyz", "public"),
    Door("/metrics", "metrics"),
)
_NEAREST_FIRST = sorted(_DOORS, key=lambda door: (-len(door.prefix), door.method is None))


def door_of(path: str, method: str) -> Door | None:
    """The row that holds for `method` at `path`: the one with the longest prefix; None without."""
    return next((door for door in _NEAREST_FIRST if door.is_of(path, method)), None)
