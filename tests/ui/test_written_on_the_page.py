"""Written answers on the chat page: how they grow, end, are stopped and kept."""

import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest
from playwright.sync_api import Browser, BrowserContext, Page, expect

from assistant.writing.budget import TokenBudget
from assistant.writing.calls import ModelCalls
from assistant.writing.opening import open_language_model
from assistant.writing.prompting import open_prompts
from assistant.writing.writer import Writer
from tests.assistant.writing.scripted import FiguresChecker, Scripted
from tests.assistant.writing.scripted import writer as scripted_writer
from tests.assistant.writing.server import Exchange, model_server
from tests.ui.conftest import serving
from tests.ui.payloads import PAYLOADS
from tests.ui.standin import QUOTES, StandIn
from tests.ui.test_chat_actions import STOP, TIP
from tests.ui.test_chat_page import BOX, MARKER, ask
from tests.ui.test_written import FIRST, INVENTED, SECOND
from ui.chat.answer_html import answer_html
from ui.server import create_app
from ui.serving import Serving

SUMMIT = "The second summit was held in Astana on 17 June 2025. [1]"
TRANSLATED = "The second China-Central Asia summit was held in Astana on 17 June 2025."


@pytest.fixture
def english(browser: Browser) -> Iterator[BrowserContext]:
    context = browser.new_context(locale="en-GB", viewport={"width": 1440, "height": 900})
    yield context
    context.close()


@contextmanager
def written(context: BrowserContext, writer: Writer) -> Iterator[Page]:
    """The chat page of a server with that writer."""
    with serving(create_app(StandIn(), Serving(writer=writer))) as address:
        context.grant_permissions(["clipboard-read", "clipboard-write"], origin=address)
        page = context.new_page()
        page.goto(address)
        yield page


def test_a_sentence_that_is_left_out_is_told_below_the_text(
    english: BrowserContext, tmp_path: Path
) -> None:
    model = Scripted(f"{FIRST} {INVENTED} {SECOND}")
    with written(english, scripted_writer(model, tmp_path)) as page:
        ask(page, "visa")
        expect(page.locator(".dp-written > p:not(.dp-note)")).to_have_text(f"{FIRST} {SECOND}")
        expect(page.locator(".dp-written > p.dp-note")).to_contain_text("left out")
        expect(page.locator(MARKER)).to_have_text(["[1]", "[1]"])
        expect(page.locator(".dp-pair q")).to_have_text([QUOTES["visa"][0].words])
        expect(page.locator("#dp-chat")).not_to_contain_text("40 million")


def test_a_translation_goes_with_its_quote(english: BrowserContext, tmp_path: Path) -> None:
    model = Scripted(SUMMIT, TRANSLATED, "Not with its numbers: 2031.")
    with written(english, scripted_writer(model, tmp_path)) as page:
        ask(page, "sommet")
        pair = page.locator(".dp-pair")
        expect(pair).to_have_count(1)
        expect(pair.locator("q")).to_have_text(QUOTES["sommet"][0].words)
        expect(pair.locator("p")).to_have_text(f"Translation: {TRANSLATED}")
        page.locator(MARKER).hover()
        expect(page.locator(TIP)).to_contain_text(f"Translation: {TRANSLATED}")
        page.click(".dp-copy")
        expect(page.locator("[role=status]", has_text="Copied")).to_have_count(1)
        copied = page.evaluate("navigator.clipboard.readText()")
        assert copied.startswith(f"{SUMMIT}\n\n[1] [2] ")
        quote = QUOTES["sommet"][0].words
        assert copied.endswith(f"\n    “{quote}”\n    Translation: {TRANSLATED}\n")
        with page.expect_download() as saving:
            page.click("#dp-export")
        saved = tmp_path / "saved.md"
        saving.value.save_as(saved)
        assert "\n  >\n  > Translation: The second China\\-Central" in saved.read_text("utf-8")
        page.reload()
        expect(page.locator(".dp-pair p")).to_have_text(f"Translation: {TRANSLATED}")
        expect(page.locator(".dp-written")).to_have_count(1)


def test_stop_ends_the_call_at_the_model_and_keeps_what_was_written(
    english: BrowserContext, tmp_path: Path
) -> None:
    def endless(exchange: Exchange) -> None:
        exchange.say(f"{FIRST} And")
        for _ in range(400):
            exchange.say_on(" on")
            time.sleep(0.05)

    with model_server(endless) as served:
        calls = ModelCalls(
            open_language_model(f"openai-like:{served.address}#m"), TokenBudget(tmp_path, 0)
        )
        writer = Writer(calls, open_prompts(), FiguresChecker(), seconds=60, context=4096)
        with written(english, writer) as page:
            page.fill(BOX, "visa")
            page.press(BOX, "Enter")
            expect(page.locator(".dp-draft")).to_have_text(FIRST)
            page.click(STOP)
            expect(page.locator(".dp-stopped")).to_have_text("Stopped while it was being written.")
            assert served.left.wait(timeout=10)
            expect(page.locator(".dp-written")).to_have_text(FIRST)
            expect(page.locator(BOX)).to_be_focused()
            page.reload()
            expect(page.locator(".dp-written")).to_have_text(FIRST)
            expect(page.locator(".dp-stopped")).to_have_count(1)
            expect(page.locator(".dp-again")).to_be_visible()
    assert len(served.asked) == 1


def test_a_hostile_translation_is_text() -> None:
    def shown(translation: str) -> str:
        answer = StandIn().ask("visa")
        cited = answer.citations[0].model_copy(update={"translation": translation})
        return answer_html(answer.model_copy(update={"citations": [cited]}), "en")

    for payload in PAYLOADS:
        assert shown(payload).count("<") == shown("It took effect.").count("<")
