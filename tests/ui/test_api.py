"""The API over a live server: what it answers, and that every error is a problem document."""

import socket
from collections.abc import Iterator
from datetime import date

import httpx
import httpx2  # what Starlette's test client speaks
import pytest

from assistant.answer import Answer
from index.errors import AddressUnavailable, LibraryEmpty
from index.scope import Scope
from tests.ui.conftest import serving
from tests.ui.standin import ARTICLES, QUESTION_LIMIT, StandIn, StandInStatus
from ui.running import listen
from ui.server import create_app
from ui.serving import Serving


@pytest.fixture(scope="session")
def api(address: str) -> Iterator[httpx.Client]:
    with httpx.Client(base_url=address, trust_env=False, timeout=20) as client:
        yield client


def assert_problem(response: httpx.Response | httpx2.Response, status: int) -> str:
    """The response is a problem document of that status; gives its sentence."""
    assert response.status_code == status
    assert response.headers["content-type"] == "application/problem+json"
    problem = response.json()
    assert set(problem) == {"type", "title", "status", "detail", "request_id"}
    assert problem["status"] == status
    assert "Traceback" not in problem["detail"]
    detail = problem["detail"]
    assert isinstance(detail, str)
    assert detail
    return detail


def test_answer_is_the_assistants(api: httpx.Client) -> None:
    response = api.post("/api/ask", json={"question": "Où s’est tenu le sommet ?"})
    assert response.status_code == 200
    answer = Answer.model_validate_json(response.content)
    assert answer == StandIn().ask("Où s’est tenu le sommet ?")
    assert "Astana" in answer.answer


def test_language_is_passed_on(api: httpx.Client) -> None:
    response = api.post("/api/ask", json={"question": "visa", "language": "fr"})
    assert response.json()["language"] == "fr"


def test_filters_are_passed_on() -> None:
    assistant = StandIn()
    filters = {
        "as_of": "2025-06-17", "after": "2023", "before": "2025-02", "source": "Xinhua",
        "article_language": "fr",
    }  # fmt: skip
    with serving(create_app(assistant, Serving())) as address:
        body = {"question": "visa", "language": "en", **filters}
        answered = httpx.post(f"{address}/api/ask", json=body, trust_env=False)
    assert answered.json()["language"] == "en"
    assert assistant.scopes == [
        Scope(
            as_of=date(2025, 6, 17),
            after=date(2023, 1, 1),
            before=date(2025, 2, 28),
            source="Xinhua",
            language="fr",
        )
    ]


@pytest.mark.parametrize(
    ("filters", "sentence"),
    [
        ({"after": "last week"}, "'last week' is not a date"),
        ({"as_of": "2025-02-30"}, "'2025-02-30' is not a date"),
        ({"after": "2025", "before": "2024"}, "before it begins"),
        ({"article_language": "French"}, "two letters"),
        ({"before": 2024}, "before"),
        ({"source": "x" * 201}, "source"),
    ],
)
def test_a_filter_that_does_not_fit(
    api: httpx.Client, filters: dict[str, object], sentence: str
) -> None:
    detail = assert_problem(api.post("/api/ask", json={"question": "visa"} | filters), 422)
    assert sentence in detail


def test_article_hides_its_file(api: httpx.Client) -> None:
    article = ARTICLES[0]
    response = api.get(f"/api/articles/{article.id}")
    shown = response.json()
    assert shown["text"] == article.text
    assert shown["published"] == "2025-06-17"
    assert "address" not in shown
    assert "/home/someone" not in response.text


def test_passage_comes_with_its_article(api: httpx.Client) -> None:
    response = api.get(f"/api/passages/{ARTICLES[0].id}-0")
    passage = response.json()
    assert passage["article"]["text"][passage["start"] : passage["end"]] == passage["text"]
    assert "/home/someone" not in response.text


def test_health_and_readiness(api: httpx.Client) -> None:
    assert api.get("/healthz").json() == {"status": "ok"}
    ready = api.get("/readyz")
    assert ready.status_code == 200
    assert ready.json()["articles"] == len(ARTICLES)


@pytest.mark.parametrize("question", ["", "  ", "x" * (QUESTION_LIMIT + 1)])
def test_refused_question(api: httpx.Client, question: str) -> None:
    assert_problem(api.post("/api/ask", json={"question": question}), 422)


@pytest.mark.parametrize(
    "body", [{}, {"question": 3}, {"question": "visa", "language": "French"}, {"query": "visa"}, []]
)
def test_body_that_does_not_fit(api: httpx.Client, body: object) -> None:
    assert_problem(api.post("/api/ask", json=body), 422)


def test_malformed_json(api: httpx.Client) -> None:
    headers = {"content-type": "application/json"}
    response = api.post("/api/ask", content=b'{"question": ', headers=headers)
    assert "not valid JSON" in assert_problem(response, 400)


@pytest.mark.parametrize(
    "path",
    [
        "/api/articles/ffffffffffffffff",
        "/api/passages/none",
        "/api/passages/%2e%2e%2fetc%2fpasswd",
        "/api/nothing",
        "/api/",
    ],
)
def test_unknown(api: httpx.Client, path: str) -> None:
    assert_problem(api.get(path), 404)


def test_wrong_method(api: httpx.Client) -> None:
    response = api.get("/api/ask")
    assert "POST" in assert_problem(response, 405)
    assert response.headers["allow"] == "POST"
    assert_problem(api.delete(f"/api/articles/{ARTICLES[0].id}"), 405)


def test_body_too_large(api: httpx.Client) -> None:
    body = b'{"question": "' + b"x" * 70_000 + b'"}'
    headers = {"content-type": "application/json"}
    assert_problem(api.post("/api/ask", content=body, headers=headers), 413)

    def parts() -> Iterator[bytes]:  # sent in chunks, without a declared length
        yield body

    assert_problem(api.post("/api/ask", content=parts(), headers=headers), 413)


def test_unexpected_failure_tells_nothing(api: httpx.Client) -> None:
    detail = assert_problem(api.post("/api/ask", json={"question": "crash"}), 500)
    assert "secret" not in detail


def test_not_ready_without_a_library() -> None:
    class Empty(StandIn):
        def status(self) -> StandInStatus:
            raise LibraryEmpty("The library has no article yet: add some.")

    with serving(create_app(Empty(), Serving())) as address:
        assert_problem(httpx.get(f"{address}/readyz", trust_env=False), 503)
        assert httpx.get(f"{address}/healthz", trust_env=False).status_code == 200


@pytest.mark.parametrize("host", ["evil.example", "evil.example:80", "127.0.0.1.evil.example"])
def test_foreign_host_is_refused(api: httpx.Client, host: str) -> None:
    assert_problem(api.get("/readyz", headers={"host": host}), 400)
    assert_problem(api.get("/", headers={"host": host}), 400)


@pytest.mark.parametrize("host", ["localhost:7860", "127.0.0.1", "[::1]:7860", "LOCALHOST"])
def test_own_names_are_answered(api: httpx.Client, host: str) -> None:
    assert api.get("/healthz", headers={"host": host}).status_code == 200


def test_every_address_allows_addresses_only() -> None:
    with serving(create_app(StandIn(), Serving(host="0.0.0.0"))) as address:  # noqa: S104

        def called(host: str) -> httpx.Response:
            return httpx.get(f"{address}/healthz", headers={"host": host}, trust_env=False)

        assert called("192.168.1.20:7860").status_code == 200
        assert_problem(called("rebound.example"), 400)


def test_upload_is_closed(api: httpx.Client) -> None:
    for path in ("/gradio_api/upload", "/gradio_api/upload/"):
        assert_problem(api.post(path, files={"files": b"content"}), 404)


@pytest.mark.parametrize("path", ["/", "/docs", "/api/nothing", "/page/main.js"])
def test_security_headers(api: httpx.Client, path: str) -> None:
    headers = api.get(path).headers
    assert headers["x-content-type-options"] == "nosniff"
    assert headers["referrer-policy"] == "no-referrer"
    policy = headers["content-security-policy"]
    assert "default-src 'none'" in policy
    assert "frame-ancestors 'none'" in policy
    script_rule = next(rule for rule in policy.split("; ") if rule.startswith("script-src"))
    assert "unsafe" not in script_rule
    assert "http" not in policy


def test_nonce_is_new_for_every_page(api: httpx.Client) -> None:
    policies = {api.get("/").headers["content-security-policy"] for _ in range(3)}
    assert len(policies) == 3


def test_the_filters_are_documented(api: httpx.Client) -> None:
    schema = api.get("/openapi.json").json()["components"]["schemas"]["Question"]["properties"]
    for name in ("as_of", "after", "before", "source", "article_language"):
        assert schema[name]["description"]


def test_documentation_is_local_and_names_the_problems(api: httpx.Client) -> None:
    page = api.get("/docs").text
    assert "https://" not in page
    schema = api.get("/openapi.json").json()
    responses = schema["paths"]["/api/ask"]["post"]["responses"]
    assert set(responses) == {"200", "400", "401", "403", "413", "422", "429", "503"}
    for status, response in responses.items():
        if status != "200":
            assert list(response["content"]) == ["application/problem+json"]


def test_port_in_use_is_one_sentence() -> None:
    with socket.create_server(("127.0.0.1", 0)) as taken:
        port = taken.getsockname()[1]
        with pytest.raises(AddressUnavailable, match=f"port {port}"):
            listen("127.0.0.1", port)


def test_host_of_another_machine() -> None:
    with pytest.raises(AddressUnavailable):
        listen("no-such-host.invalid", 0)
