"""Asks a server that holds the library, since only one process may have it open."""

import httpx

from assistant.answer import Answer
from index.errors import DepecheError, QuestionRefused
from index.scope import Scope

_PATIENCE_S = 30.0
_CALLS_OF_AN_ANSWER = 4
"""A language model is asked for the answer and for three translations."""


def ask_server(
    address: str,
    question: str,
    language: str | None,
    scope: Scope,
    *,
    bearer: str | None = None,
    model_timeout: float = 0.0,
) -> Answer:
    """Return the answer of the server at `address` (its base URL), shown `bearer` where given.

    `model_timeout` are the seconds that a language model may take there for a call.

    Raises QuestionRefused with the server's sentence when it refuses the question, DepecheError
    when it does not answer.
    """
    fields = {
        "language": language,
        "as_of": scope.as_of and scope.as_of.isoformat(),
        "after": scope.after and scope.after.isoformat(),
        "before": scope.before and scope.before.isoformat(),
        "source": scope.source,
        "article_language": scope.language,
    }
    body = {"question": question} | {name: value for name, value in fields.items() if value}
    patience = _PATIENCE_S + _CALLS_OF_AN_ANSWER * model_timeout
    shown = {"Authorization": f"Bearer {bearer}"} if bearer else {}
    try:
        # The server is on this machine: a proxy named in the environment must not be asked.
        with httpx.Client(trust_env=False, timeout=patience, headers=shown) as client:
            response = client.post(f"{address}/api/ask", json=body)
    except httpx.HTTPError as error:
        raise DepecheError(
            f"The server at {address} holds the library but does not answer ({error})."
        ) from error
    if response.is_error:
        raise QuestionRefused(str(response.json().get("detail", response.reason_phrase)))
    return Answer.model_validate_json(response.content)
