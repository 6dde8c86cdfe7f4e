"""What the server tells of itself, and what it does not."""

import io
import json
import logging
from collections.abc import Iterator, Sequence
from typing import Any

import httpx2
import pytest
from opentelemetry.sdk.trace import TracerProvider
from opentelemetry.sdk.trace.export import SimpleSpanProcessor
from opentelemetry.sdk.trace.export.in_memory_span_exporter import InMemorySpanExporter
from starlette.testclient import TestClient

from assistant.answer import Answer
from assistant.conversation import Turn
from index.errors import ServerBusy, SettingsInvalid
from index.scope import EVERYTHING, Scope
from tests.ui.standin import StandIn
from ui.access.keys import KeyFile
from ui.contract import PassagesFound
from ui.observation.logs import JsonLines
from ui.observation.tracing import Tracing, open_tracing
from ui.server import create_app
from ui.serving import Serving

HERE, ELSEWHERE = "127.0.0.1", "203.0.113.9"


class Busy(StandIn):
    def ask(
        self,
        question: str,
        *,
        language: str | None = None,
        scope: Scope = EVERYTHING,
        history: Sequence[Turn] = (),
        found: PassagesFound | None = None,
    ) -> Answer:
        if question == "busy":
            raise ServerBusy("As many questions wait as may wait.", retry_after=7)
        return super().ask(question, language=language, scope=scope, history=history, found=found)


@pytest.fixture(scope="module")
def spans() -> InMemorySpanExporter:
    return InMemorySpanExporter()


@pytest.fixture(scope="module")
def keys() -> KeyFile:
    return KeyFile(None)


@pytest.fixture(scope="module")
def client(spans: InMemorySpanExporter, keys: KeyFile) -> Iterator[TestClient]:
    provider = TracerProvider()
    provider.add_span_processor(SimpleSpanProcessor(spans))
    tracing = Tracing(provider.get_tracer("test"))
    app = create_app(Busy(), Serving(keys=keys, tracing=tracing))
    with TestClient(
        app, base_url=f"http://{HERE}", client=(HERE, 1), raise_server_exceptions=False
    ) as made:
        yield made


@pytest.fixture
def lines() -> Iterator[list[dict[str, Any]]]:
    """The lines that the server logs during a test; read them when it is over with."""
    written = io.StringIO()
    handler = logging.StreamHandler(written)
    handler.setFormatter(JsonLines())
    loggers = [logging.getLogger(name) for name in ("depeche.requests", "depeche.questions")]

    class Lines(list[dict[str, Any]]):
        def __iter__(self) -> Iterator[dict[str, Any]]:
            return (json.loads(line) for line in written.getvalue().splitlines())

    for logger in loggers:
        logger.addHandler(handler)
        logger.setLevel(logging.INFO)
    yield Lines()
    for logger in loggers:
        logger.removeHandler(handler)
        logger.setLevel(logging.NOTSET)


def ask(client: TestClient, question: str, **headers: str) -> httpx2.Response:
    return client.post("/api/ask", json={"question": question}, headers=headers)


def test_one_identifier_goes_through_answer_log_and_trace(
    client: TestClient, spans: InMemorySpanExporter, lines: list[dict[str, Any]]
) -> None:
    spans.clear()
    parent = "00-0af7651916cd43dd8448eb211c80319c-b7ad6b7169203331-01"
    answer = ask(client, "a visa secret", **{"x-request-id": "from-proxy-1", "traceparent": parent})
    assert answer.headers["x-request-id"] == "from-proxy-1"
    question, request = lines
    assert question["request_id"] == request["request_id"] == "from-proxy-1"
    assert (question["outcome"], question["characters"]) == ("answered", 13)
    assert request["route"] == "/api/ask"
    assert (request["status"], request["method"], request["key"]) == (200, "POST", None)
    assert request["ms"] >= question["ms"] >= 0
    inner, outer = spans.get_finished_spans()
    assert (inner.name, outer.name) == ("ask", "POST /api/ask")
    assert inner.parent is not None
    assert outer.context is not None
    assert inner.parent.span_id == outer.context.span_id
    assert f"{outer.context.trace_id:032x}" == parent.split("-")[1]
    for span in (inner, outer):
        assert span.attributes is not None
        assert span.attributes["depeche.request_id"] == "from-proxy-1"
    told = json.dumps(list(lines)) + "".join(span.to_json() for span in (inner, outer))
    assert "secret" not in told, "the text of a question is nobody's business"


@pytest.mark.parametrize("sent", [None, "short", "x" * 65, 'forged"} {"', "ends\twith"])
def test_an_identifier_is_made_where_none_fits(client: TestClient, sent: str | None) -> None:
    headers = {} if sent is None else {"x-request-id": sent}
    made = {client.get("/healthz", headers=headers).headers["x-request-id"] for _ in range(2)}
    assert len(made) == 2
    assert sent not in made


def test_a_problem_names_the_request(
    client: TestClient, keys: KeyFile, lines: list[dict[str, Any]]
) -> None:
    key = keys.create("bot", ["metrics"], "1/s")
    refused = ask(client, "visa", authorization=f"Bearer {key}")
    assert refused.json()["request_id"] == refused.headers["x-request-id"]
    (line,) = lines
    assert line["request_id"] == refused.json()["request_id"]
    assert (line["key"], line["refused"], line["status"]) == ("bot", "scope", 403)
    assert key not in json.dumps(list(lines))


def test_a_failure_is_logged_and_still_protected(
    client: TestClient, lines: list[dict[str, Any]]
) -> None:
    failed = ask(client, "crash")
    assert failed.status_code == 500
    assert failed.headers["x-content-type-options"] == "nosniff"
    (trace,) = [line for line in lines if "trace" in line]
    assert "RuntimeError" in trace["trace"]
    assert trace["request_id"] == failed.headers["x-request-id"] == failed.json()["request_id"]


def test_the_figures_count_requests_questions_and_refusals(client: TestClient) -> None:
    before = figures(client)
    ask(client, "visa")
    ask(client, "nothing that is known")
    ask(client, " ")
    for sought in ("visa", " "):
        client.post("/api/search", json={"question": sought})
    client.get("/library?q=visa")
    busy = ask(client, "busy")
    assert (busy.status_code, busy.headers["retry-after"]) == (503, "7")
    client.get("/no/such/path")
    client.get("/no/such/other/path")
    client.post("/api/ask", content=b"x" * 70_000)
    after = figures(client)
    grown = {name: value - before.get(name, 0) for name, value in after.items()}
    for outcome in ("answered", "abstained", "refused", "busy"):
        assert grown[f'depeche_questions_total{{kind="ask",outcome="{outcome}"}}'] == 1
    assert grown['depeche_questions_total{kind="search",outcome="answered"}'] == 2
    assert grown['depeche_questions_total{kind="search",outcome="refused"}'] == 1
    assert grown['depeche_requests_total{route="/api/ask",status="200"}'] == 2
    assert grown['depeche_requests_total{route="/api/ask",status="503"}'] == 1
    assert grown['depeche_requests_total{route="unknown",status="404"}'] == 2
    assert grown['depeche_request_seconds_count{route="/api/ask"}'] == 4
    for reason, times in {"path": 2, "size": 1, "busy": 1}.items():
        assert grown[f'depeche_refused_total{{reason="{reason}"}}'] == times
    assert after["depeche_questions_open"] == 0
    assert after["process_resident_memory_bytes"] > 0


def figures(client: TestClient) -> dict[str, float]:
    lines = client.get("/metrics").text.splitlines()
    return {
        name: float(value)
        for name, _, value in (line.rpartition(" ") for line in lines if not line.startswith("#"))
    }


def test_the_text_of_questions_is_logged_where_the_settings_allow(
    lines: list[dict[str, Any]],
) -> None:
    app = create_app(StandIn(), Serving(log_questions=True))
    ask(TestClient(app, base_url=f"http://{HERE}", client=(HERE, 1)), "A visa?\nReally?")
    question, _ = lines
    assert question["question"] == "A visa?\nReally?"


def test_traces_that_cannot_be_sent_are_told(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.delenv("OTEL_EXPORTER_OTLP_ENDPOINT", raising=False)
    monkeypatch.delenv("OTEL_EXPORTER_OTLP_TRACES_ENDPOINT", raising=False)
    missing = "opentelemetry.exporter.otlp.proto.http.trace_exporter"
    monkeypatch.setitem(__import__("sys").modules, missing, None)
    open_tracing(None)
    with pytest.raises(SettingsInvalid, match=r"depeche\[otel\]"):
        open_tracing("http://127.0.0.1:4318")
    monkeypatch.setenv("OTEL_EXPORTER_OTLP_ENDPOINT", "http://127.0.0.1:4318")
    with pytest.raises(SettingsInvalid):
        open_tracing(None)
