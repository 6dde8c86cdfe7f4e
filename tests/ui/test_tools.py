"""The tools at /mcp, called by the official client over a live server."""

import logging
from collections.abc import Iterator

import httpx
import pytest
from mcp import ClientSession
from mcp.client.streamable_http import streamable_http_client
from mcp.types import CallToolResult, TextContent, Tool

from assistant.answer import Answer
from assistant.conversation import Turn
from index.scope import Scope
from tests.ui.conftest import serving
from tests.ui.loops import run_apart
from tests.ui.standin import ARTICLES, StandIn
from tests.ui.test_api import assert_problem
from ui.api.articles import PublicArticle
from ui.server import create_app
from ui.serving import Serving


@pytest.fixture(scope="module")
def assistant() -> StandIn:
    return StandIn()


@pytest.fixture(scope="module")
def base(assistant: StandIn) -> Iterator[str]:
    with serving(create_app(assistant, Serving())) as address:
        yield address


def call(base: str, tool: str, arguments: dict[str, object]) -> CallToolResult:
    async def called() -> CallToolResult:
        async with (
            httpx.AsyncClient(trust_env=False, timeout=60) as http,
            streamable_http_client(f"{base}/mcp", http_client=http) as (read, write, _),
            ClientSession(read, write) as session,
        ):
            await session.initialize()
            return await session.call_tool(tool, arguments)

    return run_apart(called)


def told(result: CallToolResult) -> str:
    assert isinstance(result.content[0], TextContent)
    return result.content[0].text


def test_tools_describe_themselves(base: str) -> None:
    async def listed() -> list[Tool]:
        async with (
            httpx.AsyncClient(trust_env=False, timeout=60) as http,
            streamable_http_client(f"{base}/mcp", http_client=http) as (read, write, _),
            ClientSession(read, write) as session,
        ):
            started = await session.initialize()
            assert "abstained" in (started.instructions or "")
            return (await session.list_tools()).tools

    tools = {tool.name: tool for tool in run_apart(listed)}
    assert set(tools) == {"ask", "search", "article"}
    for tool in tools.values():
        assert tool.description
        assert tool.outputSchema
        assert tool.annotations
        assert tool.annotations.readOnlyHint


def test_ask_gives_the_whole_answer(base: str, assistant: StandIn) -> None:
    result = call(
        base,
        "ask",
        {"question": "et quand ?", "source": "Xinhua", "history": [{"question": "sommet"}]},
    )
    assert not result.isError
    answer = Answer.model_validate(result.structuredContent)
    assert answer.understood == "sommet et quand ?"
    assert answer.citations[0].article_id == ARTICLES[0].id
    assert assistant.scopes[-1] == Scope(source="Xinhua")
    assert assistant.histories[-1] == [Turn(question="sommet")]


def test_search_and_article_lead_from_one_to_the_other(base: str) -> None:
    found = call(base, "search", {"question": "sommet", "limit": 1}).structuredContent
    assert found
    passage = found["passages"][0]
    result = call(base, "article", {"article_id": passage["article"]["id"]})
    article = PublicArticle.model_validate(result.structuredContent)
    assert article.text[passage["start"] : passage["end"]] == passage["text"]
    assert result.structuredContent is not None
    assert "address" not in result.structuredContent


def test_errors_say_what_to_do_and_tell_nothing_else(base: str) -> None:
    empty = call(base, "ask", {"question": " "})
    assert empty.isError
    assert "empty" in told(empty)
    filters = call(base, "search", {"question": "visa", "after": "soon"})
    assert filters.isError
    assert "not a date" in told(filters)
    missing = call(base, "article", {"article_id": "ffffffffffffffff"})
    assert missing.isError
    assert "no article" in told(missing)
    crashed = call(base, "ask", {"question": "crash"})
    assert crashed.isError
    assert "secret" not in told(crashed)


def test_our_logs_keep_their_handlers() -> None:
    before = list(logging.getLogger().handlers)
    create_app(StandIn(), Serving())
    assert logging.getLogger().handlers == before


def test_foreign_names_and_large_bodies_are_refused(base: str) -> None:
    with httpx.Client(base_url=base, trust_env=False, timeout=60) as client:
        assert_problem(client.post("/mcp", json={}, headers={"host": "evil.example"}), 400)
        assert_problem(client.post("/mcp", json={"x": "x" * 70_000}), 413)
