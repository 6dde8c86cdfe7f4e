"""The whole product as its users meet it: sample articles, real server, real browser."""

import json
import urllib.request
from collections.abc import Iterator
from urllib.parse import urlsplit

import pytest
from playwright.sync_api import Browser, Page, Request, expect

from assistant import Assistant
from tests.ui.conftest import serving
from ui.server import create_app
from ui.serving import Serving


@pytest.fixture(scope="module")
def server(samples: Assistant) -> Iterator[str]:
    with serving(create_app(samples, Serving())) as url:
        yield url


@pytest.fixture
def opened(browser: Browser, server: str) -> Iterator[Page]:
    context = browser.new_context(locale="en-GB", viewport={"width": 1440, "height": 900})
    page = context.new_page()
    page.goto(server)
    yield page
    context.close()


def ask(page: Page, question: str) -> None:
    box = page.get_by_label("Your question")
    box.fill(question)
    box.press("Enter")


def test_ask_see_the_answer_and_the_words_in_the_article(opened: Page) -> None:
    outside: list[str] = []

    def note(request: Request) -> None:
        if urlsplit(request.url).hostname not in {"127.0.0.1", None}:
            outside.append(request.url)

    opened.on("request", note)
    ask(opened, "When did the visa exemption between China and Uzbekistan take effect?")
    opened.locator(".dp-answer .dp-marker").first.click(timeout=30_000)
    panel = opened.locator("#dp-panel")
    expect(panel.locator("mark").first).to_be_in_viewport()
    expect(panel.locator("h2")).to_have_text("Uzbeks and Chinese drop visas for each other")
    expect(panel.locator("mark strong")).to_have_text("1 June 2025")

    ask(opened, "Où s'est tenu le premier sommet Chine-Asie centrale ?")
    expect(opened.locator(".dp-answer").last).to_contain_text("Selon ", timeout=30_000)
    expect(opened.locator(".dp-question")).to_have_count(2)
    assert outside == []


def test_the_api_gives_what_the_articles_hold(server: str) -> None:
    request = urllib.request.Request(  # noqa: S310
        f"{server}/api/ask",
        data=json.dumps({"question": "Where was the first summit held?"}).encode(),
        headers={"Content-Type": "application/json"},
    )
    answer = json.load(urllib.request.urlopen(request))  # noqa: S310
    assert answer["citations"]
    for citation in answer["citations"]:
        address = f"{server}/api/articles/{citation['article_id']}"
        article = json.load(urllib.request.urlopen(address))  # noqa: S310
        assert article["text"][citation["start"] : citation["end"]] == citation["quote"]
        assert "address" not in article
