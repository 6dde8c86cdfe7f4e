"""What a reader does with the conversation: leave and come back, stop, ask again, keep, rate."""

import json
import re
from collections.abc import Iterator
from pathlib import Path

import pytest
from playwright.sync_api import Browser, BrowserContext, Page, expect

from tests.ui.conftest import serving
from tests.ui.standin import ARTICLES, QUOTES, StandIn
from tests.ui.test_chat_page import BOX, MARKER, ask
from ui.feedback.store import FeedbackStore
from ui.server import create_app
from ui.serving import Serving

STOP = "#dp-ask .stop-button"
TIP = "#dp-tip"


@pytest.fixture
def english(browser: Browser) -> Iterator[BrowserContext]:
    context = browser.new_context(locale="en-GB", viewport={"width": 1440, "height": 900})
    yield context
    context.close()


def questions(page: Page) -> list[str]:
    return page.locator(".dp-question").all_text_contents()


def test_the_conversation_survives_a_reload_and_a_restart(english: BrowserContext) -> None:
    page = english.new_page()
    first = create_app(StandIn(), Serving())
    with serving(first) as address:
        port = int(address.rpartition(":")[2])
        page.goto(address)
        ask(page, "sommet")
        ask(page, "x" * 2001)
        page.reload()
        expect(page.locator(".dp-question")).to_have_count(2)
        expect(page.locator(".dp-failure")).to_contain_text("at most 2,000 characters")
    second = StandIn()
    with serving(create_app(second, Serving()), port=port) as address:
        page.goto(address)
        expect(page.locator(MARKER)).to_have_count(2)
        page.locator(MARKER).first.click()
        expect(page.locator("mark.dp-cited")).to_have_text(QUOTES["sommet"][0].words)
        ask(page, "and then?")
        expect(page.locator(".dp-understood")).to_have_text("Understood as: sommet and then?")
        assert [turn.question for turn in second.histories[0]] == ["sommet"]
        page.click("#dp-new")
        expect(page.locator(".dp-question")).to_have_count(0)
        page.reload()
        expect(page.locator("#dp-chat h2")).to_have_text("Ask the articles")
        expect(page.locator(".dp-question")).to_have_count(0)


@pytest.mark.parametrize("kept", ["garbage", json.dumps([{"question": 3}]), "", "{}"])
def test_a_damaged_store_is_an_empty_conversation(
    english: BrowserContext, address: str, kept: str
) -> None:
    page = english.new_page()
    page.goto(address)
    page.wait_for_selector(BOX)
    page.evaluate("kept => localStorage.setItem('depeche-conversation', kept)", kept)
    page.reload()
    expect(page.locator("#dp-library")).to_contain_text("3 articles")
    ask(page, "sommet")
    page.reload()
    expect(page.locator(MARKER)).to_have_count(2)


def test_stop_then_ask_again(english: BrowserContext) -> None:
    assistant = StandIn()
    page = english.new_page()
    with serving(create_app(assistant, Serving())) as address:
        page.goto(address)
        page.fill(BOX, "wait")
        page.press(BOX, "Enter")
        expect(page.locator(STOP)).to_have_attribute("aria-label", "Stop")
        page.click(STOP)
        expect(page.locator(".dp-failure")).to_have_text("Stopped before it was answered.")
        expect(page.locator("#dp-ask .submit-button")).to_be_visible()
        page.reload()
        expect(page.locator(".dp-failure")).to_have_text("Stopped before it was answered.")
        page.click(".dp-again")
        expect(page.locator(STOP)).to_be_visible()
        page.fill(BOX, "sommet")
        page.press(BOX, "Enter")  # not while another is answered
        assistant.go_on.set()
        expect(page.locator(".dp-copy")).to_have_count(1)
        assert questions(page) == ["wait"]
        ask(page, "sommet")
        expect(page.locator(".dp-again:visible")).to_have_count(1)
        page.click(".dp-again:visible")
        expect(page.locator(".dp-waiting")).to_have_count(0)
        expect(page.locator(".dp-copy")).to_have_count(2)
        assert questions(page) == ["wait", "sommet"]


def test_a_link_asks_once_with_its_filters(english: BrowserContext) -> None:
    assistant = StandIn()
    page = english.new_page()
    with serving(create_app(assistant, Serving())) as address:
        page.goto(f"{address}/?q=Le+sommet+%3F&after=2024&source=La+Gazette+des+Steppes")
        expect(page.locator(MARKER)).to_have_count(2)
        expect(page.locator(".dp-scope")).to_have_text(
            "articles from 1 January 2024 on; source: La Gazette des Steppes"
        )
        expect(page).to_have_url(f"{address}/")
        link = page.locator(".dp-link").get_attribute("href")
        assert link == "?q=Le+sommet+%3F&after=2024&source=La+Gazette+des+Steppes"
        page.reload()
        expect(page.locator(".dp-question")).to_have_count(1)
        assert len(assistant.scopes) == 1
        page.click("#dp-filters button.label-wrap")
        expect(page.get_by_label("Published from")).to_have_value("")


def test_copies_and_export(english: BrowserContext, address: str, tmp_path: Path) -> None:
    english.grant_permissions(["clipboard-read", "clipboard-write"], origin=address)
    page = english.new_page()
    page.goto(address)
    ask(page, "sommet")
    page.click(".dp-copy")
    expect(page.locator("[role=status]", has_text="Copied")).to_have_count(1)
    copied = page.evaluate("navigator.clipboard.readText()")
    assert copied.endswith(
        "\n\n[1] [2] Le deuxième sommet Chine-Asie centrale s’ouvre à Astana · "
        "La Gazette des Steppes · 17 June 2025 · https://gazette.example/sommet\n"
    )
    page.click(".dp-link")
    expect(page.locator(".dp-link")).to_have_text("Link copied")
    assert page.evaluate("navigator.clipboard.readText()") == f"{address}/?q=sommet"
    ask(page, "hostile")
    ask(page, "visa")
    with page.expect_download() as waiting:
        page.click("#dp-export")
    saved = tmp_path / "saved.md"
    waiting.value.save_as(saved)
    text = saved.read_text(encoding="utf-8")
    assert waiting.value.suggested_filename.endswith(".md")
    assert text.startswith("# Conversation with Dépêche, ")
    assert "\n## sommet\n" in text
    assert "> According" not in text
    assert "\n> « Le deuxième sommet Chine\\-Asie centrale s’est tenu à Astana" in text
    assert "<https://gazette.example/sommet>" in text
    assert " · also carried by La Gazette des Steppes, \\[click\\]\\(javascript:" in text
    assert "\\<script\\>" in text
    assert "<script" not in text.replace("\\<script", "")


def test_an_export_in_french_is_dated_as_its_readers_do(
    browser: Browser, address: str, tmp_path: Path
) -> None:
    context = browser.new_context(locale="fr-FR")
    page = context.new_page()
    page.clock.set_fixed_time("2025-02-01T12:00:00")
    page.goto(address)
    ask(page, "sommet")
    with page.expect_download() as waiting:
        page.click("#dp-export")
    saved = tmp_path / "saved.md"
    waiting.value.save_as(saved)
    title = saved.read_text(encoding="utf-8").partition("\n")[0]
    assert title == "# Conversation avec Dépêche, 1er février 2025"
    context.close()


def test_the_quote_is_shown_at_its_marker(page: Page) -> None:
    ask(page, "dispute")
    markers = page.locator(".dp-answer > p .dp-marker")
    markers.nth(1).hover()
    expect(page.locator(TIP)).to_contain_text(QUOTES["dispute"][1].words)
    expect(page.locator(TIP)).to_contain_text("July 2024")
    page.mouse.move(5, 5)
    expect(page.locator(TIP)).to_be_hidden()
    markers.nth(0).focus()
    page.keyboard.press("Tab")
    expect(page.locator(TIP)).to_be_visible()
    expect(markers.nth(1)).to_have_attribute("aria-describedby", "dp-tip")
    page.keyboard.press("Escape")
    expect(page.locator(TIP)).to_be_hidden()


def test_the_panel_shows_every_quote_of_the_answer(page: Page) -> None:
    ask(page, "sommet")
    page.locator(MARKER).nth(1).click()
    expect(page.locator("mark.dp-cited")).to_have_text(QUOTES["sommet"][1].words)
    expect(page.locator("mark.dp-beside")).to_have_text(QUOTES["sommet"][0].words)
    expect(page.locator("mark.dp-beside strong")).to_have_text("à Astana")
    assert page.locator("#dp-panel .dp-text").text_content() == ARTICLES[0].text


def test_an_opinion_is_kept_after_the_reader_is_told(
    english: BrowserContext, tmp_path: Path
) -> None:
    store = FeedbackStore(tmp_path)
    page = english.new_page()
    with serving(create_app(StandIn(), Serving(feedback=store))) as address:
        page.goto(address)
        ask(page, "sommet")
        page.click(".dp-dislike")
        dialog = page.get_by_role("dialog", name="What is wrong with this answer?")
        expect(dialog).to_contain_text("Your question, this answer and what you say here are kept")
        dialog.get_by_role("button", name="Send").click()  # without a reason it is not sent
        expect(dialog).to_be_visible()
        page.keyboard.press("Escape")
        expect(dialog).to_have_count(0)
        assert store.all() == []
        page.click(".dp-dislike")
        dialog.get_by_label("It is out of date").check()
        dialog.get_by_label("In your own words").fill("There is news.")
        dialog.get_by_role("button", name="Send").click()
        expect(page.locator(".dp-thanks")).to_have_text("Thank you.")
        expect(page.locator(".dp-dislike")).to_be_focused()
        ask(page, "dispute")
        page.reload()
        expect(page.locator(".dp-dislike")).to_have_count(2)
        pressed = page.locator("[aria-pressed=true]")
        expect(pressed).to_have_count(1)
        expect(pressed).to_have_class(re.compile("dp-dislike dp-said"))
        expect(page.locator(".bot-row").first.locator("[aria-pressed=true]")).to_have_count(1)
        page.click("#dp-new")
        expect(page.locator(".dp-question")).to_have_count(0)
        ask(page, "sommet")
        expect(page.locator(".dp-dislike[aria-pressed=false]")).to_have_count(1)
    (kept,) = store.all()
    assert (kept.verdict, kept.reason, kept.comment) == ("dislike", "outdated", "There is news.")
    assert kept.question == "sommet"
    assert QUOTES["sommet"][0].words in kept.answer
    assert kept.passages == [f"{ARTICLES[0].id}-0"] * 2


def test_no_opinion_is_asked_for_where_none_is_kept(english: BrowserContext) -> None:
    page = english.new_page()
    with serving(create_app(StandIn(), Serving())) as address:
        page.goto(address)
        ask(page, "sommet")
        expect(page.locator(".dp-like, .dp-dislike")).to_have_count(0)
