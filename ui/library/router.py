"""The addresses of the library page. It is plain HTML: it needs no script, and a link keeps it."""

from typing import Annotated

from fastapi import APIRouter, Path, Request
from fastapi.responses import HTMLResponse

from index.errors import NotFound, QuestionRefused, ScopeInvalid
from ui.access.people import People
from ui.asking import Search
from ui.contract import Assistant
from ui.library.html import Visit, article_html, listing_html, missing_html
from ui.library.listing import Lister, Listing
from ui.words import all_words, preferred_language


def library_router(
    assistant: Assistant, search: Search, people: People, *, uploads: bool
) -> APIRouter:
    """The routes /library, which lists, and /library/ID, which shows one article.

    With `uploads`, files may be added by those of the `people` who may.
    """
    router = APIRouter(include_in_schema=False)
    lister = Lister(assistant, search)

    def visit(request: Request) -> Visit:
        return Visit(
            language=preferred_language(request.headers.get("accept-language")),
            signed_in=people.has_session(request),
            may_add=uploads and people.may_add(request, request.state.caller),
        )

    @router.get("/library")
    async def library(request: Request) -> HTMLResponse:
        visitor = visit(request)
        told = None
        try:
            listing = await lister.list(request.query_params)
        except (ScopeInvalid, QuestionRefused) as error:
            listing = Listing([], 0)
            words = all_words()[visitor.language]
            told = words.filters_refused if isinstance(error, ScopeInvalid) else str(error)
        html = listing_html(listing, request.query_params, assistant, visitor, told)
        return HTMLResponse(html)

    @router.get("/library/{article_id}")
    def article(
        request: Request, article_id: Annotated[str, Path(min_length=1, max_length=200)]
    ) -> HTMLResponse:
        visitor = visit(request)
        try:
            return HTMLResponse(article_html(assistant.article(article_id), visitor))
        except NotFound:
            return HTMLResponse(missing_html(visitor), status_code=404)

    return router
