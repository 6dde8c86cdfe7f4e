"""The HTTP API: questions, articles, passages, and whether the server is well."""

from datetime import date
from typing import Annotated, Any, Literal

from fastapi import APIRouter, Path, Request, Security
from fastapi.security import HTTPBearer
from pydantic import BaseModel, ConfigDict, Field
from starlette.routing import Match

from assistant.answer import Answer
from index.article import Article, DateOrigin, DatePrecision
from index.scope import read_scope
from ui.asking import Ask
from ui.contract import Assistant
from ui.problems import ProblemResponse, documented

_ACCESS = (400, 401, 403, 429)
"""How ui/access/control.py may answer in the place of a route."""

_KEY = HTTPBearer(
    scheme_name="key",
    description="A key made by `depeche keys create`. This machine needs none, and who signed in.",
    auto_error=False,  # it has been looked at before the request comes here
)

_Identifier = Annotated[str, Path(min_length=1, max_length=200)]


class Question(BaseModel):
    """A question put to the library."""

    model_config = ConfigDict(extra="forbid", frozen=True, use_attribute_docstrings=True)

    question: str
    language: str | None = Field(default=None, pattern="^[a-z]{2}$")
    """ISO 639-1 code of the question's language; recognised from the question when left out."""
    as_of: str | None = Field(default=None, examples=["2025-06-17"])
    """Search nothing published after this day, and put the question on it ("last year")."""
    after: str | None = Field(default=None, examples=["2025-06"])
    """First day, month or year of the period in which the articles were published."""
    before: str | None = Field(default=None, examples=["2025"])
    """Last day, month or year of that period. Articles without a date lie in no period."""
    source: str | None = Field(default=None, max_length=200)
    """Who published the articles, in capitals or not."""
    article_language: str | None = None
    """ISO 639-1 code of the articles' language."""


class PublicArticle(BaseModel):
    """An article as the API shows it: without `address`, which may be a path of this machine."""

    model_config = ConfigDict(frozen=True, from_attributes=True)

    id: str
    title: str | None
    text: str
    published: date | None
    published_precision: DatePrecision | None
    published_origin: DateOrigin | None
    source: str | None
    url: str | None
    language: str | None


class PublicPassage(BaseModel):
    """A passage inside its whole article: `article.text[start:end] == text`.

    Offsets count Unicode code points, not the UTF-16 units of JavaScript strings.
    """

    model_config = ConfigDict(frozen=True)

    id: str
    start: int
    end: int
    text: str
    article: PublicArticle


class Health(BaseModel):
    """The process is up."""

    status: Literal["ok"] = "ok"


class Readiness(BaseModel):
    """The library is open and the embedding model is loaded."""

    status: Literal["ready"] = "ready"
    articles: int
    passages: int
    indexed_through: date | None
    model: str | None


def api_router(assistant: Assistant, ask: Ask) -> APIRouter:
    """The routes of the API. Every error is a problem document (see ui/problems.py)."""
    router = APIRouter()
    keyed: dict[str, Any] = {"dependencies": [Security(_KEY)]}

    @router.post(
        "/api/ask", responses=documented(*_ACCESS, 413, 422, 503), tags=["questions"], **keyed
    )
    async def answer_question(body: Question) -> Answer:
        """Answer a question with cited quotes, or say that the articles do not."""
        scope = read_scope(
            as_of=body.as_of,
            after=body.after,
            before=body.before,
            source=body.source,
            language=body.article_language,
        )
        return await ask(body.question, body.language, scope)

    @router.get(
        "/api/articles/{article_id}",
        responses=documented(*_ACCESS, 404, 422),
        tags=["articles"],
        **keyed,
    )
    def article(article_id: _Identifier) -> PublicArticle:
        """One whole article."""
        return public_article(assistant.article(article_id))

    @router.get(
        "/api/passages/{passage_id}",
        responses=documented(*_ACCESS, 404, 422),
        tags=["articles"],
        **keyed,
    )
    def passage(passage_id: _Identifier) -> PublicPassage:
        """One passage, with the whole article around it."""
        found = assistant.passage(passage_id)
        return PublicPassage(
            id=found.id,
            start=found.start,
            end=found.end,
            text=found.text,
            article=public_article(assistant.article(found.article_id)),
        )

    @router.get("/healthz", responses=documented(400, 403), tags=["server"])
    async def healthy() -> Health:
        """Whether the process is up."""
        return Health()

    @router.get("/readyz", responses=documented(400, 403, 503), tags=["server"])
    def ready() -> Readiness:
        """Whether questions can be answered; 503 when not."""
        status = assistant.status()
        return Readiness(
            articles=status.articles,
            passages=status.passages,
            indexed_through=status.indexed_through,
            model=status.model,
        )

    _refuse_the_rest(router)
    return router


def public_article(article: Article) -> PublicArticle:
    """What may be shown of an article outside this machine."""
    return PublicArticle.model_validate(article)


def _refuse_the_rest(router: APIRouter) -> None:
    """Answer other paths and methods under /api here; else they would reach the chat page."""
    routes = list(router.routes)
    methods = ["DELETE", "GET", "HEAD", "OPTIONS", "PATCH", "POST", "PUT"]

    @router.api_route("/api/{path:path}", methods=methods, include_in_schema=False)
    async def no_such_route(request: Request) -> ProblemResponse:
        allowed: set[str] = set()
        for route in routes:
            match, _ = route.matches(request.scope)
            if match is Match.PARTIAL:
                allowed |= getattr(route, "methods", set())
        if not allowed:
            return ProblemResponse(404, "There is no such address; /docs lists those of the API.")
        takes = ", ".join(sorted(allowed))
        return ProblemResponse(405, f"This address takes only {takes}.", {"Allow": takes})
