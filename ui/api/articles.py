"""Articles and passages, as the API shows them."""

from datetime import date
from typing import Annotated

from fastapi import APIRouter, Path
from pydantic import BaseModel, ConfigDict

from index.article import Article, DateOrigin, DatePrecision
from ui.contract import Assistant
from ui.problems import documented

_Identifier = Annotated[str, Path(min_length=1, max_length=200)]


class ArticleFacts(BaseModel):
    """What is known of an article; `address` is left out, which may be a path of this machine."""

    model_config = ConfigDict(frozen=True, from_attributes=True)

    id: str
    title: str | None
    published: date | None
    published_precision: DatePrecision | None
    published_origin: DateOrigin | None
    source: str | None
    url: str | None
    language: str | None


class PublicArticle(ArticleFacts):
    """A whole article."""

    text: str


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


def articles_router(assistant: Assistant) -> APIRouter:
    """The routes of articles and passages."""
    router = APIRouter(tags=["articles"])

    @router.get("/api/articles/{article_id}", responses=documented(404, 422))
    def article(article_id: _Identifier) -> PublicArticle:
        """One whole article."""
        return public_article(assistant.article(article_id))

    @router.get("/api/passages/{passage_id}", responses=documented(404, 422))
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

    return router


def public_article(article: Article) -> PublicArticle:
    """What may be shown of an article outside this machine."""
    return PublicArticle.model_validate(article)
