"""Signing in with the shared password: the page, its form, and signing out."""

import re
from html import escape
from typing import Annotated

from fastapi import APIRouter, Form, Request
from fastapi.responses import RedirectResponse, Response

from ui.access.callers import network_of
from ui.access.entrance_page import entrance_page
from ui.access.limits import Rate, RateLimiter
from ui.access.people import SESSION_COOKIE, SESSION_S, People
from ui.observation.record import note_refusal
from ui.words import all_words, preferred_language

_ATTEMPTS = Rate(10, 600)
"""Wrong passwords that an address may try: enough for a person, hopeless for a program."""

_PASSWORD_LIMIT = 1000

# A path of this server: a browser would read "//host" and "/\host" as another one.
_LOCAL = re.compile(r"/(?![/\\])[!-~]*")


def signin_router(people: People) -> APIRouter:
    """The routes of the sign-in, which do nothing but lead to the chat without a password."""
    router = APIRouter(include_in_schema=False)
    attempts = RateLimiter()

    @router.get("/signin")
    async def page(request: Request, next: str = "/") -> Response:  # noqa: A002 - as it is called
        if people.policy.password is None:
            return _redirect("/")
        if people.has_session(request):
            return _signed_in(request)
        return _form(request, next)

    @router.post("/signin")
    async def sign_in(
        request: Request,
        password: Annotated[str, Form(max_length=_PASSWORD_LIMIT)] = "",
        next: Annotated[str, Form()] = "/",  # noqa: A002
    ) -> Response:
        if people.policy.password is None:
            return _redirect("/")
        # Wrong ones alone count: behind one address there may be a whole newsroom.
        address = network_of(request.client.host if request.client else "unknown")
        wait = attempts.wait(address, _ATTEMPTS)
        if wait:
            note_refusal("password")
            return _form(request, next, status=429, retry_after=wait)
        if not people.is_password(password):
            attempts.take(address, _ATTEMPTS)
            note_refusal("password")
            return _form(request, next, status=401)
        entered = _redirect(next)
        entered.set_cookie(
            SESSION_COOKIE, people.new_session(), max_age=SESSION_S, httponly=True,
            samesite="lax", secure=request.url.scheme == "https", path=_cookie_path(request),
        )  # fmt: skip
        return entered

    @router.post("/signout")
    async def sign_out(request: Request) -> Response:
        left = _redirect("/signin")
        path = _cookie_path(request)
        left.delete_cookie(SESSION_COOKIE, path=path, httponly=True, samesite="lax")
        return left

    return router


def _cookie_path(request: Request) -> str:
    """Under a proxy's prefix, the other servers of that proxy get no cookie of ours."""
    return str(request.scope.get("root_path")) or "/"


def _redirect(path: str) -> RedirectResponse:
    """To a path of this server, told relative to /signin: a proxy may serve it under a prefix."""
    local = path if _LOCAL.fullmatch(path) else "/"
    return RedirectResponse(f".{local}", status_code=303)


def _form(
    request: Request, wanted: str, *, status: int = 200, retry_after: int | None = None
) -> Response:
    language = preferred_language(request.headers.get("accept-language"))
    words = all_words()[language]
    wrong = {200: "", 401: words.password_wrong, 429: words.password_wait}[status]
    told = f'<p class="wrong" id="wrong" role="alert">{escape(wrong)}</p>' if wrong else ""
    marked = ' aria-invalid="true" aria-describedby="wrong"' if wrong else ""
    content = f"""<p>{escape(words.sign_in_text)}</p>
<form method="post" action="signin">
{told}
<input type="hidden" name="next" value="{escape(wanted)}">
<label for="password">{escape(words.password)}</label>
<input type="password" id="password" name="password" autocomplete="current-password" required
 maxlength="{_PASSWORD_LIMIT}" autofocus{marked}>
<button type="submit">{escape(words.sign_in)}</button>
</form>"""
    return entrance_page(words.sign_in, content, language, status, retry_after)


def _signed_in(request: Request) -> Response:
    language = preferred_language(request.headers.get("accept-language"))
    words = all_words()[language]
    content = f"""<p><a href="./">{escape(words.signed_in_back)}</a></p>
<form method="post" action="signout"><button type="submit">{escape(words.sign_out)}</button></form>
"""
    return entrance_page(words.signed_in, content, language)
