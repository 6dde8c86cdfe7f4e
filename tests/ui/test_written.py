"""Written answers through the doors: API, events, chat completions and the chat page."""

import json
import time
from collections.abc import Callable, Generator, Iterator, Sequence
from contextlib import ExitStack
from pathlib import Path

import anyio
import httpx
import pytest

from assistant.writing.model import CallStopped, Failure, Limits, Message, Stopped, Usage
from index.scope import EVERYTHING
from tests.assistant.writing.scripted import Scripted
from tests.assistant.writing.scripted import writer as scripted_writer
from tests.ui.conftest import serving
from tests.ui.loops import run_apart
from tests.ui.standin import ARTICLES, StandIn
from tests.ui.test_events import EVENTS, streamed
from ui.answering import begin
from ui.asking import Asking
from ui.chat.answer_html import answer_html, draft_html
from ui.server import create_app
from ui.serving import Serving

FIRST = "Visitors may stay for thirty days without a visa. [1]"
SECOND = "The exemption between China and Kazakhstan took effect. [1]"
INVENTED = "It cost 40 million. [1]"


@pytest.fixture
def client(tmp_path: Path) -> Iterator[Callable[..., httpx.Client]]:
    """Gives the client of a server whose model says what the test wants."""
    with ExitStack() as stack:
        enter = stack.enter_context

        def started(*scripts: str | Sequence[str | Failure]) -> httpx.Client:
            writer = scripted_writer(Scripted(*scripts), tmp_path)
            app = create_app(StandIn(), Serving(writer=writer))
            address = enter(serving(app))
            return enter(httpx.Client(base_url=address, trust_env=False, timeout=60))

        yield started


def test_the_answer_is_written_and_keeps_its_quotes(client: Callable[..., httpx.Client]) -> None:
    answer = client(FIRST).post("/api/ask", json={"question": "visa"}).json()
    assert answer["mode"] == "written"
    assert answer["answer"] == FIRST
    quote = answer["citations"][0]
    assert ARTICLES[1].text[quote["start"] : quote["end"]] == quote["quote"]
    assert answer["writing"]["failure"] is None


def test_sentences_are_streamed_as_they_are_checked(client: Callable[..., httpx.Client]) -> None:
    api = client(list(f"{FIRST} {INVENTED} {SECOND}"))
    events = streamed(api.post("/api/ask", json={"question": "visa"}, headers=EVENTS))
    parts = [str(data["text"]) for name, data in events if name == "text"]
    assert parts[:2] == [FIRST, f" {SECOND}"]
    done = events[-1][1]
    assert "".join(parts) == done["answer"]
    assert "40" not in "".join(parts)


def test_a_failure_is_streamed_as_quotes_with_its_reason(
    client: Callable[..., httpx.Client],
) -> None:
    api = client([Failure.DOWN])
    events = streamed(api.post("/api/ask", json={"question": "visa"}, headers=EVENTS))
    done = events[-1][1]
    assert done["mode"] == "verbatim"
    assert "".join(str(data["text"]) for name, data in events if name == "text") == done["answer"]
    assert str(done["answer"]).endswith("the language model cannot be reached.)")


def test_a_follow_up_is_rewritten_and_told_as_understood(
    client: Callable[..., httpx.Client],
) -> None:
    api = client("When did the visa exemption end?", FIRST)
    history = [{"question": "When did the visa exemption take effect?"}]
    answer = api.post("/api/ask", json={"question": "and end?", "history": history}).json()
    assert answer["question"] == "and end?"
    assert answer["understood"] == "When did the visa exemption end?"


def test_chat_completions_stream_it_and_count_its_tokens(
    client: Callable[..., httpx.Client],
) -> None:
    body = {
        "model": "depeche-footnotes",
        "messages": [{"role": "user", "content": "visa"}],
        "stream": True,
        "stream_options": {"include_usage": True},
    }
    response = client(FIRST).post("/v1/chat/completions", json=body)
    chunks = [
        json.loads(line.removeprefix("data: "))
        for line in response.text.splitlines()
        if line.startswith("data: {")
    ]
    text = "".join(
        choice["delta"].get("content") or "" for chunk in chunks for choice in chunk["choices"]
    )
    assert text.startswith(f"{FIRST}\n\n[1] ")
    assert chunks[-1]["usage"]["total_tokens"] == 120


class Endless:
    """A model that writes until nobody waits any more."""

    name = "endless"
    place = "nowhere"

    def __init__(self) -> None:
        self.was_stopped = False

    def stream(
        self,
        messages: Sequence[Message],  # noqa: ARG002 - the protocol's
        *,
        limits: Limits,  # noqa: ARG002
        stopped: Stopped,
    ) -> Generator[str | Usage, None, None]:
        yield f"{FIRST} {SECOND} And"
        for _ in range(1000):
            if stopped():
                self.was_stopped = True
                raise CallStopped
            time.sleep(0.02)
            yield " on"


def test_leaving_ends_the_call_to_the_model(tmp_path: Path) -> None:
    model = Endless()
    ask = Asking(StandIn(), scripted_writer(model, tmp_path)).ask

    async def leave_after_the_first_sentence() -> None:
        started = await begin(ask, "visa", None, EVERYTHING, [])
        drafts = started.drafts()
        assert (await anext(drafts)).answer == FIRST
        await drafts.aclose()
        for _ in range(200):
            await anyio.sleep(0.02)
            if model.was_stopped:
                return

    run_apart(leave_after_the_first_sentence)
    assert model.was_stopped


@pytest.mark.parametrize(
    ("path", "body"),
    [
        ("/api/ask", {"question": "visa"}),
        (
            "/v1/chat/completions",
            {"model": "depeche", "messages": [{"role": "user", "content": "visa"}]},
        ),
    ],
)
def test_a_client_that_does_not_wait_ends_the_call_to_the_model(
    tmp_path: Path, path: str, body: dict[str, object]
) -> None:
    model = Endless()
    app = create_app(StandIn(), Serving(writer=scripted_writer(model, tmp_path)))
    with serving(app) as address:
        with pytest.raises(httpx.ReadTimeout):
            httpx.post(f"{address}{path}", json=body, timeout=1, trust_env=False)
        for _ in range(100):
            if model.was_stopped:
                break
            time.sleep(0.05)
        figures = httpx.get(f"{address}/metrics", trust_env=False).text
    assert model.was_stopped
    assert 'outcome="left"} 1.0' in figures


def test_a_draft_has_markers_that_open_their_quotes(tmp_path: Path) -> None:
    answer = StandIn().ask("visa")
    drafts: list[str] = []
    written = scripted_writer(Scripted(f"{FIRST} {SECOND}"), tmp_path).write(
        answer, StandIn(), drafted=lambda draft: drafts.append(draft_html(draft))
    )
    assert 'class="dp-marker"' in drafts[0]
    assert len(drafts) == 2
    assert answer_html(written, "en").count('class="dp-marker"') == 2


def test_a_translation_stands_beside_its_quote_and_is_marked() -> None:
    answer = StandIn().ask("sommet")
    cited = answer.citations[0].model_copy(update={"translation": "It <b>was</b> held."})
    shown = answer_html(answer.model_copy(update={"citations": [cited]}), "en")
    assert '<em lang="en">Translation&#58;</em>' in shown
    assert "<b>" not in shown
    assert "dp-pair" not in answer_html(answer, "en")
