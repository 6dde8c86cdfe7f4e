"""The pages before the chat page: one to sign in, one for whom the server is not open."""

from functools import cache
from html import escape
from importlib.resources import files
from string import Template

from fastapi.responses import HTMLResponse

from ui.words import Language, all_words, preferred_language


def entrance_page(
    title: str, content: str, language: Language, status: int = 200, retry_after: int | None = None
) -> HTMLResponse:
    """A page in the style of the chat page, without any script; `content` is HTML."""
    page = _template().substitute(
        language=language, title=escape(title), style=_style(), content=content
    )
    headers = {"Cache-Control": "no-store", "Content-Language": language}
    if retry_after is not None:
        headers["Retry-After"] = str(retry_after)
    return HTMLResponse(page, status, headers)


def closed_page(accept_language: str | None) -> HTMLResponse:
    """What a visitor sees whom nothing lets in."""
    language = preferred_language(accept_language)
    words = all_words()[language]
    return entrance_page(words.closed, f"<p>{escape(words.closed_text)}</p>", language, 401)


@cache
def _template() -> Template:
    return Template(files("ui.access").joinpath("entrance.html").read_text(encoding="utf-8"))


@cache
def _style() -> str:
    return files("ui.access").joinpath("entrance.css").read_text(encoding="utf-8").strip()
