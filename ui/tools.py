"""The tools of the Model Context Protocol at /mcp: ask, search, article.

Stateless and answered in JSON: every call is one request, so that nothing is kept between them.
"""

import contextlib
import logging
from collections.abc import AsyncIterator, Awaitable, Callable, Sequence
from functools import partial
from typing import TYPE_CHECKING, Annotated, TypeVar

import anyio
from fastapi import FastAPI
from pydantic import Field
from starlette.routing import BaseRoute, Route
from starlette.types import ASGIApp, Receive, Send
from starlette.types import Scope as AsgiScope

from assistant.answer import Answer
from index.errors import DepecheError
from index.scope import Scope, read_scope
from ui.api.articles import PublicArticle, public_article
from ui.api.questions import HISTORY_LIMIT, EarlierTurn, Found, found_passages, turns
from ui.asking import Ask, Search
from ui.contract import Assistant
from ui.problems import unexpected_problem

if TYPE_CHECKING:
    from mcp.server.fastmcp import FastMCP

_PATH = "/mcp"
_Result = TypeVar("_Result")

_INSTRUCTIONS = (
    "Answers questions from a body of articles with exact quotes. Use ask for an answer with "
    "citations, search for passages to read, article for the whole text that a citation is from. "
    "An answer that has `abstained` means that the articles do not say: do not fill it in."
)

_log = logging.getLogger(__name__)

_Question = Annotated[str, Field(description="The question, in any language.")]
_Language = Annotated[
    str | None,
    Field(pattern="^[a-z]{2}$", description="The question's language (ISO 639-1) if known."),
]
_AsOf = Annotated[str | None, Field(description="Search nothing published after this day.")]
_After = Annotated[
    str | None, Field(description="First day, month or year of publication: 2025-06-17 or 2025.")
]
_Before = Annotated[str | None, Field(description="Last day, month or year of publication.")]
_Source = Annotated[str | None, Field(max_length=200, description="Who published the articles.")]
_ArticleLanguage = Annotated[
    str | None, Field(description="Language of the articles to search (ISO 639-1).")
]
_History = Annotated[
    list[EarlierTurn],
    Field(max_length=HISTORY_LIMIT, description="Earlier questions, newest last."),
]
_Limit = Annotated[int, Field(ge=1, le=50, description="Passages at most.")]
_ArticleId = Annotated[
    str, Field(min_length=1, max_length=200, description="The article_id of a citation.")
]


class Tools:
    """The tools over an assistant; `routes` and `lifespan` go into the app."""

    def __init__(self, assistant: Assistant, ask: Ask, search: Search) -> None:
        self._new_server = partial(_server, assistant, ask, search)
        self._app: ASGIApp | None = None
        self.routes: Sequence[BaseRoute] = [Route(_PATH, endpoint=self)]

    async def __call__(self, scope: AsgiScope, receive: Receive, send: Send) -> None:
        assert self._app  # noqa: S101 - the server calls the lifespan first
        await self._app(scope, receive, send)

    @contextlib.asynccontextmanager
    async def lifespan(self, app: FastAPI) -> AsyncIterator[None]:  # noqa: ARG002 - FastAPI's
        """Take calls while the app runs."""
        # Made anew each time: FastMCP's sessions can be run once only.
        server = self._new_server()
        self._app = server.streamable_http_app()
        async with server.session_manager.run():
            yield


def _server(assistant: Assistant, ask: Ask, search: Search) -> "FastMCP":
    from mcp.server.fastmcp import FastMCP
    from mcp.server.transport_security import TransportSecuritySettings
    from mcp.types import ToolAnnotations

    # FastMCP gives the root logger a handler of its own, which would write all our logs.
    root = logging.getLogger()
    handlers, level = list(root.handlers), root.level
    server = FastMCP(
        "Dépêche",
        instructions=_INSTRUCTIONS,
        stateless_http=True,
        json_response=True,
        # ui/access/ checks the Host of every request, and knows more names of this server.
        transport_security=TransportSecuritySettings(enable_dns_rebinding_protection=False),
    )
    root.handlers[:] = handlers
    root.setLevel(level)
    reading = ToolAnnotations(readOnlyHint=True, openWorldHint=False)

    @server.tool(name="ask", annotations=reading, structured_output=True)
    async def answer_question(
        question: _Question,
        language: _Language = None,
        as_of: _AsOf = None,
        after: _After = None,
        before: _Before = None,
        source: _Source = None,
        article_language: _ArticleLanguage = None,
        history: _History = [],  # noqa: B006 - read only, and shown in the schema
    ) -> Answer:
        """Answer a question with exact quotes from the articles, or say that they do not."""
        return await _told(
            lambda: ask(
                question,
                language,
                _scope(as_of, after, before, source, article_language),
                turns(history),
            )
        )

    @server.tool(name="search", annotations=reading, structured_output=True)
    async def search_passages(
        question: _Question,
        language: _Language = None,
        as_of: _AsOf = None,
        after: _After = None,
        before: _Before = None,
        source: _Source = None,
        article_language: _ArticleLanguage = None,
        limit: _Limit = 10,
    ) -> Found:
        """Find the passages nearest to a question, best first, without an answer."""

        async def found() -> Found:
            scope = _scope(as_of, after, before, source, article_language)
            passages = await search(question, language, scope, limit=limit)
            return await anyio.to_thread.run_sync(found_passages, assistant, passages)

        return await _told(found)

    @server.tool(annotations=reading, structured_output=True)
    async def article(article_id: _ArticleId) -> PublicArticle:
        """Give one whole article: its text, and what is known of it."""

        async def whole() -> PublicArticle:
            return public_article(await anyio.to_thread.run_sync(assistant.article, article_id))

        return await _told(whole)

    return server


def _scope(
    as_of: str | None,
    after: str | None,
    before: str | None,
    source: str | None,
    article_language: str | None,
) -> Scope:
    return read_scope(
        as_of=as_of, after=after, before=before, source=source, language=article_language
    )


async def _told(call: Callable[[], Awaitable[_Result]]) -> _Result:
    """Give the result of a call; an error that nobody foresaw tells nothing of the server."""
    from mcp.server.fastmcp.exceptions import ToolError

    try:
        return await call()
    except DepecheError as error:
        raise ToolError(str(error)) from error
    except Exception as error:
        _log.exception("The assistant failed in a tool.")
        raise ToolError(unexpected_problem().detail) from error
