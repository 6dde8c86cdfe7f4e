"""Whether a request may come in: its host, its door, its key or sign-in, and its rate."""

from collections.abc import Sequence
from dataclasses import replace
from urllib.parse import quote

from starlette.requests import HTTPConnection
from starlette.responses import RedirectResponse, Response
from starlette.types import ASGIApp, Receive, Scope, Send

from ui.access.bearers import Bearer, Bearers, bearer_token
from ui.access.callers import Caller, Proxies, network_of
from ui.access.doors import Door, door_of
from ui.access.entrance_page import closed_page
from ui.access.hosts import Hosts, is_foreign_page
from ui.access.limits import RateLimiter
from ui.access.people import People
from ui.access.scopes import KeyScope
from ui.observation.record import Reason, note_bearer, note_refusal, note_route
from ui.problems import ProblemResponse


class _Refused(Exception):
    def __init__(self, reason: Reason, response: Response) -> None:
        super().__init__(reason)
        self.reason = reason
        self.response = response


class AccessControl:
    """ASGI middleware that answers instead of the app whatever may not come in.

    What comes in finds in its scope the visitor's own address, host and scheme, and none of the
    headers that proxies add: see ui/access/callers.py. Its state holds the `caller`
    and the `door`.
    """

    def __init__(
        self, app: ASGIApp, *, proxies: Proxies, hosts: Hosts, bearers: Bearers, people: People
    ) -> None:
        self._app = app
        self._proxies = proxies
        self._hosts = hosts
        self._bearers = bearers
        self._people = people
        self._limiter = RateLimiter()

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        if scope["type"] == "lifespan":
            await self._app(scope, receive, send)
            return
        if scope["type"] != "http":
            # No page of ours opens a WebSocket, so nobody else's needs to.
            await send({"type": "websocket.close", "code": 1008})
            return
        caller = self._proxies.caller(scope)
        sent, scope = scope, self._proxies.believed(scope, caller)
        try:
            caller, door = await self._admit(scope, caller)
        except _Refused as refused:
            note_refusal(refused.reason)
            await refused.response(scope, receive, send)
            return
        scope = self._proxies.prefixed(sent, scope, caller)
        scope["state"] = {**scope.get("state", {}), "caller": caller, "door": door}
        try:
            await self._app(scope, receive, send)
        finally:
            template = getattr(scope.get("route"), "path", None)
            if template:
                note_route(template)

    async def _admit(self, scope: Scope, caller: Caller) -> tuple[Caller, Door]:
        """Return who sends the request, and the door that lets it in; raises _Refused."""
        request = HTTPConnection(scope)
        if not self._hosts.answers_to(request.headers):
            detail = (
                "This server does not answer to that name; use the address it was started on, or "
                "add the name to the setting allowed_hosts."
            )
            raise _Refused("host", ProblemResponse(400, detail))
        # A name that only a proxy serves: so one stands in between, though it adds no header.
        if not self._hosts.is_own_name(request.headers):
            caller = replace(caller, is_loopback=False)
        door = door_of(scope["path"], scope["method"])
        if door is None or door.entry == "closed":
            detail = "There is no such address; /docs lists those of the API."
            raise _Refused("path", ProblemResponse(404, detail))
        note_route(door.prefix)
        bearer = await self._bearer(door, request, caller)
        open_to_pages = door.entry in ("own check", "any page")
        if bearer is None and not open_to_pages and is_foreign_page(request.headers):
            detail = "A page of another site cannot use this server; open its own page."
            raise _Refused("origin", ProblemResponse(403, detail))
        if bearer is None:
            self._admit_person(door, request, caller)
        if door.counts(scope["method"]):
            self._count(bearer, caller)
        return caller, door

    async def _bearer(self, door: Door, request: HTTPConnection, caller: Caller) -> Bearer | None:
        """Return who shows a key; None where none is shown, or where keys have no meaning."""
        token = bearer_token(request.headers)
        if token is None or door.entry not in ("ask", "index", "metrics"):
            return None
        if not self._bearers.may_know(token):
            return None
        bearer = await self._bearers.find(token)
        if bearer is None:
            self._count(None, caller)  # so that guessing is no faster than asking
            detail = "This key is not, or no longer, one of this server."
            challenge = {"WWW-Authenticate": 'Bearer realm="depeche", error="invalid_token"'}
            raise _Refused("key", ProblemResponse(401, detail, challenge))
        note_bearer(bearer.name)
        if door.entry not in bearer.scopes:
            raise _Refused("scope", _insufficient(door.entry))
        return bearer

    def _admit_person(self, door: Door, request: HTTPConnection, caller: Caller) -> None:
        """Return when a request without a key may come in; raises _Refused."""
        if door.entry in ("public", "any page", "own check"):
            return
        if door.entry == "metrics":
            if not caller.is_loopback:
                raise _Refused("key", _unauthenticated(_no_key(door)))
            return
        people = self._people
        comes_in = people.may_add if door.entry == "index" else people.may_come
        if comes_in(request, caller):
            return
        if people.policy.password is not None:
            detail = f"Sign in at /signin. A bot needs a key. {_no_key(door)}"
            raise _Refused("sign-in", _sign_in(request) or _unauthenticated(detail))
        if door.entry == "people" and _is_visit(request):
            raise _Refused("sign-in", closed_page(request.headers.get("accept-language")))
        raise _Refused("key", _unauthenticated(_no_key(door)))

    def _count(self, bearer: Bearer | None, caller: Caller) -> None:
        """Count the request against the rate of its key or address; raises _Refused."""
        if bearer is not None and bearer.rate is not None:
            wait = self._limiter.take(f"key {bearer.name}", bearer.rate)
        elif caller.is_loopback:
            return
        else:
            rate = self._people.policy.rate_per_address
            wait = self._limiter.take(f"address {network_of(caller.address)}", rate)
        if wait:
            detail = f"That was asked too often; ask again in {wait} seconds."
            raise _Refused("rate", ProblemResponse(429, detail, {"Retry-After": str(wait)}))


def _sign_in(request: HTTPConnection) -> Response | None:
    """The way to the sign-in page, for a person who wants to see a page."""
    if not _is_visit(request):
        return None
    wanted = request.url.path + (f"?{request.url.query}" if request.url.query else "")
    # Told relative to the address asked for: a proxy may serve all this under a prefix.
    up = "../" * (request.url.path.count("/") - 1)
    return RedirectResponse(f"{up}signin?next={quote(wanted, safe='')}", status_code=303)


def _is_visit(request: HTTPConnection) -> bool:
    """Whether a browser opens the address to show it."""
    accepts: Sequence[str] = request.headers.get("accept", "").split(",")
    return request.scope["method"] == "GET" and "text/html" in accepts


def _no_key(door: Door) -> str:
    scope = f" --scope {door.entry}" if door.entry in ("index", "metrics") else ""
    return (
        f"Send a key as `Authorization: Bearer KEY`: `depeche keys create --name NAME{scope}` "
        "makes one on the server's machine."
    )


def _unauthenticated(detail: str) -> ProblemResponse:
    return ProblemResponse(401, detail, {"WWW-Authenticate": 'Bearer realm="depeche"'})


def _insufficient(scope: KeyScope) -> ProblemResponse:
    challenge = f'Bearer realm="depeche", error="insufficient_scope", scope="{scope}"'
    detail = f"This key is not good for that: it needs the scope {scope}."
    return ProblemResponse(403, detail, {"WWW-Authenticate": challenge})
