"""Whether the server is well."""

from datetime import date
from typing import Literal

from fastapi import APIRouter
from pydantic import BaseModel

from ui.contract import Assistant
from ui.problems import documented


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


def health_router(assistant: Assistant) -> APIRouter:
    """The routes that tell whether the server is well."""
    router = APIRouter(tags=["server"])

    @router.get("/healthz")
    async def healthy() -> Health:
        """Whether the process is up."""
        return Health()

    @router.get("/readyz", responses=documented(503))
    def ready() -> Readiness:
        """Whether questions can be answered; 503 when not."""
        status = assistant.status()
        return Readiness(
            articles=status.articles,
            passages=status.passages,
            indexed_through=status.indexed_through,
            model=status.model,
        )

    return router
