"""Errors of the API as problem documents (RFC 9457), never a trace and never an HTML page."""

from http import HTTPStatus
from typing import Any

from fastapi import FastAPI, Request
from fastapi.exceptions import RequestValidationError
from fastapi.responses import JSONResponse
from pydantic import BaseModel
from starlette.exceptions import HTTPException
from starlette.requests import ClientDisconnect

from index.errors import DepecheError, NotFound, QuestionRefused, ScopeInvalid, ServerBusy
from ui.leaving import nobody_reads
from ui.observation.record import current_record


class Problem(BaseModel):
    """A problem document. `type` says nothing beyond the status, so it is "about:blank"."""

    type: str = "about:blank"
    title: str
    """The name of the status, such as "Not Found"."""
    status: int
    detail: str
    """One sentence that says what to do."""
    request_id: str | None = None
    """What the server's log calls the request."""


def problem(status: int, detail: str) -> Problem:
    """The problem document of a status, for the request that is being answered."""
    record = current_record()
    return Problem(
        title=HTTPStatus(status).phrase,
        status=status,
        detail=detail,
        request_id=record.id if record else None,
    )


def problem_of(error: DepecheError) -> Problem:
    """The problem document of an error of ours."""
    if isinstance(error, NotFound):
        return problem(404, str(error))
    if isinstance(error, QuestionRefused | ScopeInvalid):
        return problem(422, str(error))
    return problem(503, str(error))


def unexpected_problem() -> Problem:
    """The problem document of a failure that nobody foresaw: it tells nothing of the server."""
    return problem(500, "The server failed to answer; its log says why.")


class ProblemResponse(JSONResponse):
    """A problem document as a response."""

    media_type = "application/problem+json"

    def __init__(self, status: int, detail: str, headers: dict[str, str] | None = None) -> None:
        super().__init__(problem(status, detail).model_dump(), status_code=status, headers=headers)


def documented(*statuses: int) -> dict[int | str, dict[str, Any]]:
    """The `responses` of a route in OpenAPI for the problems that it can answer with."""
    content = {ProblemResponse.media_type: {"schema": Problem.model_json_schema()}}
    return {
        status: {"description": HTTPStatus(status).phrase, "content": content}
        for status in statuses
    }


def install_problems(app: FastAPI) -> None:
    """Make every error of the app's own routes a problem document.

    What nobody foresaw is one too: ui/observation/requests.py, which logs it, answers it.
    """
    app.add_exception_handler(RequestValidationError, _does_not_fit)
    app.add_exception_handler(DepecheError, _refused)
    app.add_exception_handler(HTTPException, _http_error)
    app.add_exception_handler(ClientDisconnect, nobody_reads)


def _does_not_fit(request: Request, error: Exception) -> ProblemResponse:  # noqa: ARG001
    assert isinstance(error, RequestValidationError)  # noqa: S101
    first = error.errors()[0]
    if first["type"] == "json_invalid":
        return ProblemResponse(400, "The body is not valid JSON; send a JSON object.")
    # What was sent is not repeated: only where it does not fit, and how.
    where = ".".join(str(part) for part in first["loc"][1:]) or "the body"
    how = str(first["msg"])
    return ProblemResponse(422, f"The request does not fit at {where}: {how[:1].lower()}{how[1:]}.")


def _refused(request: Request, error: Exception) -> ProblemResponse:  # noqa: ARG001
    assert isinstance(error, DepecheError)  # noqa: S101
    told = problem_of(error)
    retry = {"Retry-After": str(error.retry_after)} if isinstance(error, ServerBusy) else None
    return ProblemResponse(told.status, told.detail, retry)


def _http_error(request: Request, error: Exception) -> ProblemResponse:  # noqa: ARG001
    assert isinstance(error, HTTPException)  # noqa: S101
    headers = dict(error.headers) if error.headers else None
    return ProblemResponse(error.status_code, error.detail, headers)
