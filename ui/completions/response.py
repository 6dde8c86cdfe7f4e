"""An answer in the shapes of a chat completion: whole, and as the chunks of a stream."""

import secrets
import time
from typing import Any, Literal

from pydantic import BaseModel

from assistant.answer import Answer, Citation
from assistant.wording import date_text


class Model(BaseModel):
    """A model that can be asked."""

    id: str
    object: Literal["model"] = "model"
    created: int = 0
    owned_by: str = "depeche"


class Models(BaseModel):
    """All of them."""

    object: Literal["list"] = "list"
    data: list[Model]


class Completion:
    """The completion of one request: its id and time are the same in every part of it."""

    def __init__(self, model: str) -> None:
        self._model = model
        self._id = f"chatcmpl-{secrets.token_hex(12)}"
        self._created = int(time.time())

    def whole(self, answer: Answer) -> dict[str, Any]:
        """The completion of a request that does not stream."""
        message = {"role": "assistant", "content": text_of(answer, self._model), "refusal": None}
        choice = {"index": 0, "message": message, "logprobs": None, "finish_reason": "stop"}
        return {
            **self._head("chat.completion"),
            "choices": [choice],
            "usage": _tokens(answer),
            **own_fields(answer),
        }

    def chunk(self, delta: dict[str, str], *, last: bool = False, **own: Any) -> dict[str, Any]:
        """A chunk of a stream; `own` are fields of ours."""
        choice = {"index": 0, "delta": delta, "logprobs": None}
        choice["finish_reason"] = "stop" if last else None
        return {**self._head("chat.completion.chunk"), "choices": [choice], **own}

    def usage(self, answer: Answer) -> dict[str, Any]:
        """The chunk that ends a stream whose usage was asked for."""
        return {**self._head("chat.completion.chunk"), "choices": [], "usage": _tokens(answer)}

    def _head(self, kind: str) -> dict[str, Any]:
        return {
            "id": self._id,
            "object": kind,
            "created": self._created,
            "model": self._model,
            "system_fingerprint": None,
        }


def text_of(answer: Answer, model: str) -> str:
    """The text of an answer, with its sources below it when the model is one with footnotes."""
    if not model.endswith("-footnotes") or not answer.citations:
        return answer.answer
    notes = (_footnote(citation, answer.language) for citation in answer.citations)
    return f"{answer.answer}\n\n" + "\n".join(notes)


def own_fields(answer: Answer) -> dict[str, Any]:
    """What a completion tells besides: the citations, and how far to trust the answer."""
    shown = {"understood", "abstained", "sure", "confidence", "citations", "indexed_through"}
    return answer.model_dump(mode="json", include=shown)


def _tokens(answer: Answer) -> dict[str, int]:
    """The tokens of the language model that wrote the answer: none where none was asked."""
    prompt, completion = (
        (answer.writing.prompt_tokens, answer.writing.completion_tokens)
        if answer.writing
        else (0, 0)
    )
    return {
        "prompt_tokens": prompt,
        "completion_tokens": completion,
        "total_tokens": prompt + completion,
    }


def _footnote(citation: Citation, language: str) -> str:
    known = [citation.title, citation.source, date_text(citation, language), citation.url]
    return f"[{citation.marker}] " + " · ".join(part for part in known if part)
