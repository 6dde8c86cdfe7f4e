"""The route that takes what a reader thinks of an answer."""

from fastapi import APIRouter
from starlette.responses import Response

from ui.api.access import ACCESS, KEYED
from ui.feedback.entry import Feedback
from ui.feedback.store import FeedbackStore
from ui.problems import documented


def feedback_router(store: FeedbackStore) -> APIRouter:
    """The route of the API that keeps opinions in `store`."""
    router = APIRouter(**KEYED)

    @router.post(
        "/api/feedback",
        responses=documented(*ACCESS, 413, 422, 503),
        status_code=204,
        tags=["questions"],
    )
    def keep_feedback(body: Feedback) -> Response:
        """Keep what a reader thinks of an answer, in the library, with the question."""
        store.add(body)
        return Response(status_code=204)

    return router
