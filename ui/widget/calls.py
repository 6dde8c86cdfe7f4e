"""The calls of a widget: a token for a visitor, a question, an article that was cited."""

from typing import Annotated

from fastapi import FastAPI, Request
from pydantic import BaseModel, ConfigDict, Field, StringConstraints

from assistant.conversation import Turn
from assistant.question import QUESTION_LIMIT
from index.article import Article
from index.errors import NotFound
from index.scope import Scope
from ui.asking import Ask
from ui.contract import Assistant
from ui.leaving import unless_left
from ui.problems import ProblemResponse, install_problems, unexpected_problem
from ui.widget.cross_origin import TOKEN_PATH, CrossOrigin, refusal
from ui.widget.gate import Gate, Widget
from ui.widget.refusals import Refused
from ui.widget.reply import Reply, ShownArticle, lies_in, reply, shown_article
from ui.words import Language

_EARLIER_QUESTIONS = 8  # those that a follow-up may refer to


class VisitorToken(BaseModel):
    """A token for this visitor, to be sent with every other call."""

    token: str


class WidgetQuestion(BaseModel):
    """A question of a visitor."""

    model_config = ConfigDict(extra="forbid", frozen=True)

    question: str
    language: Language
    """The widget's own, in which dates are written; that of the question is recognised."""
    history: tuple[Annotated[str, StringConstraints(max_length=QUESTION_LIMIT)], ...] = Field(
        default=(), max_length=_EARLIER_QUESTIONS
    )
    """The earlier questions of the conversation, oldest first."""


class WidgetPassage(BaseModel):
    """A passage whose article is to be shown."""

    model_config = ConfigDict(extra="forbid", frozen=True)

    passage_id: str = Field(min_length=1, max_length=200)
    language: Language


def widget_calls(assistant: Assistant, ask: Ask, gate: Gate) -> CrossOrigin:
    """Return the app to mount on "/widget/{widget_id}". Its calls are no part of the API."""
    app = FastAPI(openapi_url=None)
    install_problems(app)

    async def refused(request: Request, error: Exception) -> ProblemResponse:  # noqa: ARG001
        assert isinstance(error, Refused)  # noqa: S101
        return refusal(error, gate)

    async def failed(request: Request, error: Exception) -> ProblemResponse:  # noqa: ARG001
        return ProblemResponse(500, unexpected_problem().detail)

    app.add_exception_handler(Refused, refused)
    app.add_exception_handler(Exception, failed)

    @app.post(TOKEN_PATH)
    async def new_token(request: Request) -> VisitorToken:
        origin = request.headers["origin"]
        return VisitorToken(token=gate.new_token(request.state.widget, origin))

    @app.post("/ask")
    async def answer_question(request: Request, body: WidgetQuestion) -> Reply:
        widget: Widget = request.state.widget
        widget.limits.take_question(request.state.visitor.id)
        earlier = [Turn(question=question) for question in body.history]
        scope = widget.settings.scope
        answer = await unless_left(request, ask(body.question, None, scope, earlier))
        return reply(answer, body.language, scope)

    @app.post("/article")
    def article(request: Request, body: WidgetPassage) -> ShownArticle:
        passage = assistant.passage(body.passage_id)
        found = assistant.article(passage.article_id)
        if not _lies_in(found, request.state.widget.settings.scope):
            raise NotFound(f"There is no passage {body.passage_id!r} in the library.")
        return shown_article(found, body.language)

    return CrossOrigin(app, gate)


def _lies_in(article: Article, scope: Scope) -> bool:
    """Whether a widget whose questions search `scope` may show the article."""
    return lies_in(article.source, scope) and scope.language in {None, article.language}
