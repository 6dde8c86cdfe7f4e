"""The addresses of the library page. It is plain HTML: it needs no script, and a link keeps it."""

from typing import Annotated

from fastapi import APIRouter, Path, Request
from fastapi.responses import HTMLResponse

from index.errors import NotFound, QuestionRefused, ScopeInvalid
from ui.asking import Search
from ui.contract import Assistant
from ui.library.html import article_html, listing_html, missing_html
from ui.library.listing import Lister, Listing
from ui.words import Language, all_words, preferred_language


def library_router(assistant: Assistant, search: Search) -> APIRouter:
    """The routes /library, which lists, and /library/ID, which shows one article."""
    router = APIRouter(include_in_schema=False)
    lister = Lister(assistant, search)

    @router.get("/library")
    async def library(request: Request) -> HTMLResponse:
        language = _language(request)
        told = None
        try:
            listing = await lister.list(request.query_params)
        except (ScopeInvalid, QuestionRefused) as error:
            listing = Listing([], 0)
            words = all_words()[language]
            told = words.filters_refused if isinstance(error, ScopeInvalid) else str(error)
        html = listing_html(listing, request.query_params, assistant, language, told)
        return HTMLResponse(html)

    @router.get("/library/{article_id}")
    def article(
        request: Request, article_id: Annotated[str, Path(min_length=1, max_length=200)]
    ) -> HTMLResponse:
        language = _language(request)
        try:
            return HTMLResponse(article_html(assistant.article(article_id), language))
        except NotFound:
            return HTMLResponse(missing_html(language), status_code=404)

    return router


def _language(request: Request) -> Language:
    return preferred_language(request.headers.get("accept-language"))
