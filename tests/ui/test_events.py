"""History, the stream of events and the search of the API, over a live server."""

import json
import threading
from collections.abc import Iterator, Sequence

import httpx
import pytest

from assistant.answer import Answer
from assistant.conversation import Turn
from index.scope import EVERYTHING, Scope
from tests.ui.conftest import serving
from tests.ui.standin import ARTICLES, StandIn
from tests.ui.test_api import assert_problem
from ui.contract import PassagesFound
from ui.server import create_app
from ui.serving import Serving

EVENTS = {"accept": "text/event-stream"}


@pytest.fixture(scope="module")
def assistant() -> StandIn:
    return StandIn()


@pytest.fixture(scope="module")
def api(assistant: StandIn) -> Iterator[httpx.Client]:
    with (
        serving(create_app(assistant, Serving())) as address,
        httpx.Client(base_url=address, trust_env=False, timeout=60) as client,
    ):
        yield client


def streamed(response: httpx.Response) -> list[tuple[str, dict[str, object]]]:
    """The events of a stream: names and data."""
    assert response.status_code == 200
    assert response.headers["content-type"].startswith("text/event-stream")
    events = []
    for block in response.text.replace("\r\n", "\n").strip().split("\n\n"):
        fields = dict(line.split(": ", 1) for line in block.split("\n") if line[:1] != ":")
        if fields:
            events.append((fields["event"], json.loads(fields["data"])))
    return events


def test_history_is_passed_on_and_the_question_understood(
    api: httpx.Client, assistant: StandIn
) -> None:
    history = [{"question": "Où est le sommet ?", "answer": "à Astana"}]
    answered = api.post("/api/ask", json={"question": "et quand ?", "history": history}).json()
    assert assistant.histories[-1] == [Turn(question="Où est le sommet ?", answer="à Astana")]
    assert answered["question"] == "et quand ?"
    assert answered["understood"] == "Où est le sommet ? et quand ?"
    assert api.post("/api/ask", json={"question": "visa"}).json()["understood"] is None


@pytest.mark.parametrize(
    "history",
    [
        [{"question": "x"}] * 21,
        [{"question": "x" * 2_001}],
        [{"question": "x", "answer": "x" * 4_001}],
        [{"answer": "x"}],
        [{"question": "x", "role": "user"}],
        "earlier",
    ],
)
def test_history_is_bounded(api: httpx.Client, history: object) -> None:
    body = {"question": "visa", "history": history}
    assert "history" in assert_problem(api.post("/api/ask", json=body), 422)


def test_stream_tells_passages_then_text_then_citations_then_all(api: httpx.Client) -> None:
    response = api.post("/api/ask", json={"question": "Où est le sommet ?"}, headers=EVENTS)
    events = streamed(response)
    names = [name for name, _ in events]
    assert names[0] == "passages"
    assert names[-2:] == ["citations", "done"]
    assert set(names[1:-2]) == {"text"}
    answer = Answer.model_validate(events[-1][1])
    assert answer == StandIn().ask("Où est le sommet ?")
    assert "".join(str(data["text"]) for name, data in events if name == "text") == answer.answer
    whole = answer.model_dump(mode="json")
    assert events[-2][1] == {"citations": whole["citations"]}
    passages = events[0][1]["passages"]
    assert isinstance(passages, list)
    assert passages[0]["article"]["id"] == ARTICLES[0].id
    assert "address" not in passages[0]["article"]


def test_passages_are_told_while_the_answer_is_made() -> None:
    seen = threading.Event()

    class Slow(StandIn):
        def ask(
            self,
            question: str,
            *,
            language: str | None = None,
            scope: Scope = EVERYTHING,
            history: Sequence[Turn] = (),
            found: PassagesFound | None = None,
        ) -> Answer:
            answer = super().ask(
                question, language=language, scope=scope, history=history, found=found
            )
            assert seen.wait(timeout=60), "the passages came only with the answer"
            return answer

    with (
        serving(create_app(Slow(), Serving())) as address,
        httpx.Client(trust_env=False, timeout=60) as client,
        client.stream(
            "POST", f"{address}/api/ask", json={"question": "visa"}, headers=EVENTS
        ) as response,
    ):
        lines = response.iter_lines()
        assert next(lines) == "event: passages"
        seen.set()
        assert "event: done" in list(lines)


def test_what_refuses_a_question_comes_before_the_stream(api: httpx.Client) -> None:
    assert_problem(api.post("/api/ask", json={"question": " "}, headers=EVENTS), 422)
    filters = {"question": "visa", "after": "soon"}
    assert_problem(api.post("/api/ask", json=filters, headers=EVENTS), 422)


def test_what_fails_later_is_an_event(api: httpx.Client) -> None:
    response = api.post("/api/ask", json={"question": "crash later"}, headers=EVENTS)
    events = streamed(response)
    assert [name for name, _ in events] == ["passages", "error"]
    assert events[-1][1]["status"] == 500
    assert "secret" not in response.text


def test_search_gives_passages_with_what_is_known_of_their_articles(
    api: httpx.Client, assistant: StandIn
) -> None:
    body = {"question": "sommet, visa", "source": "La Gazette des Steppes", "limit": 1}
    found = api.post("/api/search", json=body).json()["passages"]
    assert assistant.scopes[-1].source == "La Gazette des Steppes"
    assert len(found) == 1
    text = ARTICLES[0].text
    assert text[found[0]["start"] : found[0]["end"]] == found[0]["text"]
    assert found[0]["article"]["title"] == ARTICLES[0].title
    assert found[0]["article"]["published"] == "2025-06-17"
    assert "address" not in found[0]["article"]
    assert "text" not in found[0]["article"]


def test_half_a_character_is_no_source(api: httpx.Client) -> None:
    headers = {"content-type": "application/json"}
    body = b'{"question": "visa", "source": "\\ud800"}'
    told = assert_problem(api.post("/api/search", content=body, headers=headers), 422)
    assert "source" in told


@pytest.mark.parametrize("limit", [0, 51, "many"])
def test_search_is_bounded(api: httpx.Client, limit: object) -> None:
    body = {"question": "visa", "limit": limit}
    assert "limit" in assert_problem(api.post("/api/search", json=body), 422)
