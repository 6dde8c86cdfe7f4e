"""Asks a server that holds the library, since only one process may have it open."""

import httpx

from assistant.answer import Answer
from index.errors import DepecheError, QuestionRefused

_PATIENCE_S = 30.0


def ask_server(address: str, question: str, language: str | None) -> Answer:
    """Return the answer of the server at `address` (its base URL).

    Raises QuestionRefused with the server's sentence when it refuses the question, DepecheError
    when it does not answer.
    """
    body = {"question": question} | ({"language": language} if language else {})
    try:
        # The server is on this machine: a proxy named in the environment must not be asked.
        with httpx.Client(trust_env=False, timeout=_PATIENCE_S) as client:
            response = client.post(f"{address}/api/ask", json=body)
    except httpx.HTTPError as error:
        raise DepecheError(
            f"The server at {address} holds the library but does not answer ({error})."
        ) from error
    if response.is_error:
        raise QuestionRefused(str(response.json().get("detail", response.reason_phrase)))
    return Answer.model_validate_json(response.content)
