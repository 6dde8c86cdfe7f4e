"""Questions: answered whole or as a stream of events, and searches for passages only."""

from collections.abc import Sequence
from contextlib import suppress
from typing import Any

import anyio
from fastapi import APIRouter, Request, Response
from pydantic import BaseModel, ConfigDict, Field

from assistant.answer import Answer
from assistant.conversation import Turn
from index.article import Passage
from index.errors import NotFound
from index.scope import Scope, read_scope
from ui.api.access import ACCESS, KEYED
from ui.api.articles import ArticleFacts
from ui.api.events import EVENT_STREAM, event_stream, wants_events
from ui.asking import Ask, Search
from ui.contract import Assistant
from ui.leaving import unless_left
from ui.problems import documented

HISTORY_LIMIT = 20
"""Turns of a conversation that a request may carry."""
_ANSWER_LIMIT = 4_000  # characters
_SEARCH_LIMIT = 50


class Filters(BaseModel):
    """Which articles to answer from."""

    model_config = ConfigDict(extra="forbid", frozen=True, use_attribute_docstrings=True)

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

    def scope(self) -> Scope:
        """The articles that they let through; raises ScopeInvalid."""
        return read_scope(
            as_of=self.as_of,
            after=self.after,
            before=self.before,
            source=self.source,
            language=self.article_language,
        )


class EarlierTurn(BaseModel):
    """A question asked before, and what was answered."""

    model_config = ConfigDict(extra="forbid", frozen=True, use_attribute_docstrings=True)

    question: str = Field(max_length=2_000)
    answer: str | None = Field(default=None, max_length=_ANSWER_LIMIT)
    """The quote that answered, or its words that did (`positions[0].text`)."""


class Question(Filters):
    """A question put to the library."""

    question: str
    language: str | None = Field(default=None, pattern="^[a-z]{2}$")
    """ISO 639-1 code of the question's language; recognised from the question when left out."""
    history: list[EarlierTurn] = Field(default=[], max_length=HISTORY_LIMIT)
    """The questions before it, newest last: what a question like "and where?" takes over."""


class SearchedQuestion(Question):
    """A question of which only the passages are wanted."""

    limit: int = Field(default=10, ge=1, le=_SEARCH_LIMIT)
    """Passages at most."""


class FoundPassage(BaseModel):
    """A passage: `text` are the characters `start` to `end` of its article."""

    model_config = ConfigDict(frozen=True)

    id: str
    start: int
    end: int
    text: str
    article: ArticleFacts


class Found(BaseModel):
    """The passages found, best first."""

    passages: list[FoundPassage]


def questions_router(assistant: Assistant, ask: Ask, search: Search) -> APIRouter:
    """The routes of questions."""
    router = APIRouter(tags=["questions"], **KEYED)
    answered: dict[int | str, dict[str, Any]] = {
        200: {"content": {EVENT_STREAM: {"schema": {"type": "string"}}}},
        **documented(*ACCESS, 413, 422, 503),
    }

    @router.post("/api/ask", responses=answered, response_model=Answer)
    async def answer_question(body: Question, request: Request) -> Answer | Response:
        """Answer a question with cited quotes, or say that the articles do not.

        With `Accept: text/event-stream` the answer comes as events: `passages` (those that are
        read), `text` (parts of the answer's text), `citations`, `done` (the whole answer), or
        `error` (a problem document).
        """
        scope = body.scope()
        if wants_events(request):
            return await event_stream(
                request, ask, body.question, body.language, scope, turns(body.history),
                told=lambda found: found_passages(assistant, found).model_dump_json(),
            )  # fmt: skip
        asking = ask(body.question, body.language, scope, turns(body.history))
        return await unless_left(request, asking)

    @router.post("/api/search", responses=documented(*ACCESS, 413, 422, 503))
    async def search_passages(body: SearchedQuestion) -> Found:
        """Find the passages nearest to a question, without an answer."""
        found = await search(
            body.question, body.language, body.scope(), turns(body.history), limit=body.limit
        )
        return await anyio.to_thread.run_sync(found_passages, assistant, found)

    return router


def turns(history: Sequence[EarlierTurn]) -> list[Turn]:
    """A history as the assistant takes it."""
    return [Turn(question=turn.question, answer=turn.answer) for turn in history]


def found_passages(assistant: Assistant, passages: list[Passage]) -> Found:
    """The passages as they are shown, with what is known of their articles."""
    facts: dict[str, ArticleFacts] = {}
    for passage in passages:
        if passage.article_id not in facts:
            # An article may be gone since: its passages are left out.
            with suppress(NotFound):
                article = assistant.article(passage.article_id)
                facts[passage.article_id] = ArticleFacts.model_validate(article)
    return Found(
        passages=[
            FoundPassage(
                id=passage.id,
                start=passage.start,
                end=passage.end,
                text=passage.text,
                article=facts[passage.article_id],
            )
            for passage in passages
            if passage.article_id in facts
        ]
    )
