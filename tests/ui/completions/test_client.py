"""The official client of OpenAI, unchanged, over a live server."""

from collections.abc import Iterator

import httpx
import openai
import pytest

from assistant.conversation import Turn
from tests.ui.conftest import serving
from tests.ui.standin import StandIn
from ui.access.doors import door_of
from ui.server import create_app
from ui.serving import Serving

SUMMIT = "Où est le sommet ?"


@pytest.fixture(scope="module")
def assistant() -> StandIn:
    return StandIn()


@pytest.fixture(scope="module")
def client(assistant: StandIn) -> Iterator[openai.OpenAI]:
    with (
        serving(create_app(assistant, Serving())) as address,
        httpx.Client(trust_env=False, timeout=60) as http,
    ):
        yield openai.OpenAI(
            base_url=f"{address}/v1", api_key="none", http_client=http, max_retries=0
        )


def test_models_are_listed(client: openai.OpenAI) -> None:
    assert [model.id for model in client.models.list()] == ["depeche", "depeche-footnotes"]
    assert client.models.retrieve("depeche").owned_by == "depeche"


def test_last_message_is_the_question_and_those_before_it_the_history(
    client: openai.OpenAI, assistant: StandIn
) -> None:
    first = assistant.ask(SUMMIT)
    completion = client.chat.completions.create(
        model="depeche",
        messages=[
            {"role": "system", "content": "You are a pirate."},
            {"role": "user", "content": SUMMIT},
            {"role": "assistant", "content": first.answer},
            {"role": "user", "content": [{"type": "text", "text": "et quand ?"}]},
        ],
        temperature=0.2,
        extra_body={"source": "La Gazette des Steppes"},
    )
    quote = first.citations[0].quote
    assert assistant.histories[-1] == [Turn(question=SUMMIT, answer=quote)]
    assert assistant.scopes[-1].source == "La Gazette des Steppes"
    assert completion.choices[0].finish_reason == "stop"
    assert completion.choices[0].message.content == assistant.ask(SUMMIT).answer
    own = completion.model_extra
    assert own is not None
    assert own["understood"] == f"{SUMMIT} et quand ?"
    assert [one["quote"] for one in own["citations"]] == [c.quote for c in first.citations]


def test_stream_says_the_same(client: openai.OpenAI, assistant: StandIn) -> None:
    chunks = list(
        client.chat.completions.create(
            model="depeche",
            messages=[{"role": "user", "content": SUMMIT}],
            stream=True,
            stream_options={"include_usage": True},
        )
    )
    text = "".join(chunk.choices[0].delta.content or "" for chunk in chunks if chunk.choices)
    assert text == assistant.ask(SUMMIT).answer
    assert len({chunk.id for chunk in chunks}) == 1
    ended = [chunk for chunk in chunks if chunk.choices and chunk.choices[0].finish_reason]
    assert len(ended) == 1
    assert ended[0].model_extra
    assert len(ended[0].model_extra["citations"]) == 2
    assert chunks[-1].usage is not None


def test_footnotes_name_the_sources(client: openai.OpenAI) -> None:
    completion = client.chat.completions.create(
        model="depeche-footnotes", messages=[{"role": "user", "content": SUMMIT}]
    )
    text = completion.choices[0].message.content
    assert text is not None
    note = next(line for line in text.splitlines() if line.startswith("[1] "))
    assert "La Gazette des Steppes" in note
    assert note.endswith("https://gazette.example/sommet")


def test_errors_are_those_of_the_client(client: openai.OpenAI) -> None:
    def ask(question: str, model: str = "depeche", **more: object) -> None:
        client.chat.completions.create(
            model=model, messages=[{"role": "user", "content": question}], extra_body=more
        )

    with pytest.raises(openai.NotFoundError, match="depeche-footnotes"):
        ask(SUMMIT, model="gpt-4")
    with pytest.raises(openai.UnprocessableEntityError, match="empty"):
        ask(" ")
    with pytest.raises(openai.UnprocessableEntityError, match="not a date"):
        ask(SUMMIT, after="soon")
    with pytest.raises(openai.UnprocessableEntityError, match="leave n out"):
        ask(SUMMIT, n=2)
    door = door_of("/v1/chat/completions", "POST")
    assert door
    with pytest.raises(openai.APIStatusError, match="KB") as large:
        ask("x" * door.body_limit)
    assert large.value.status_code == 413
    with pytest.raises(openai.InternalServerError) as failed:
        ask("crash")
    assert "secret" not in str(failed.value)
    assert isinstance(failed.value.body, dict)
    assert failed.value.body["type"] == "server_error"
    with pytest.raises(openai.NotFoundError):
        client.embeddings.create(model="depeche", input="x")
    with pytest.raises(openai.APIStatusError, match="only POST") as other:
        client.get("/chat/completions", cast_to=object)
    assert other.value.status_code == 405


def test_failure_in_a_stream_reaches_the_client(client: openai.OpenAI) -> None:
    stream = client.chat.completions.create(
        model="depeche", messages=[{"role": "user", "content": "crash later"}], stream=True
    )
    with pytest.raises(openai.APIError, match="log says why"):
        list(stream)
