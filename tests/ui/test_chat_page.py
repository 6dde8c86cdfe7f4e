"""The chat page in a real browser, as readers use it."""

import re
from collections.abc import Iterator
from datetime import date

import pytest
from playwright.sync_api import Browser, BrowserContext, Locator, Page, expect

from index.scope import EVERYTHING, Scope
from tests.ui.conftest import serving
from tests.ui.standin import ARTICLES, QUESTION_LIMIT, QUOTES, StandIn
from ui.server import create_app
from ui.serving import Serving

BOX = "#dp-ask textarea"
MARKER = ".dp-answer .dp-marker"
MARK = "#dp-panel mark.dp-cited"
PANEL = "#dp-filters button.label-wrap"


def ask(page: Page, question: str) -> None:
    """Ask, and wait until the whole answer stands there."""
    turns = page.locator(".dp-copy, .dp-failure").count()
    page.fill(BOX, question)
    page.press(BOX, "Enter")
    expect(page.locator(".dp-copy, .dp-failure")).to_have_count(turns + 1)


@pytest.fixture
def narrow(browser: Browser, address: str) -> Iterator[Page]:
    """The page on a telephone."""
    context = browser.new_context(locale="fr-FR", viewport={"width": 390, "height": 844})
    page = context.new_page()
    page.goto(address)
    yield page
    context.close()


def test_answer_is_shown_with_its_quotes_and_sources(page: Page) -> None:
    ask(page, "Où s’est tenu le sommet ?")
    expect(page.locator(".dp-question")).to_have_text("Où s’est tenu le sommet ?")
    quotes = page.locator(".dp-answer blockquote")
    for quote, expected in zip(quotes.all(), QUOTES["sommet"], strict=True):
        expect(quote).to_contain_text(expected.words)
    expect(page.locator(".dp-answering")).to_have_text("à Astana")
    expect(page.locator(MARKER)).to_have_text(["[1]", "[2]"])
    source = page.locator(".dp-sources li")  # one line, for both quotes are of one article
    expect(source).to_contain_text("Le deuxième sommet Chine-Asie centrale s’ouvre à Astana")
    expect(source).to_contain_text("La Gazette des Steppes · 17 June 2025")
    expect(source.locator(".dp-marker")).to_have_text("[2]")
    expect(page.locator(BOX)).to_have_value("")


def test_answers_that_differ_stand_in_lines_before_their_quotes(page: Page) -> None:
    ask(page, "dispute")
    lines = page.locator(".dp-answer > p")
    expect(lines.nth(0)).to_have_text("The articles give different answers:")
    expect(lines.nth(1)).to_have_text("La Gazette des Steppes (17 June 2025): 2027 [1]")
    expect(lines.nth(1).locator(".dp-answering")).to_have_text("2027")
    expect(page.locator(".dp-answer blockquote")).to_have_count(2)
    lines.nth(2).locator(".dp-marker").click()
    expect(page.locator(MARK)).to_have_text(QUOTES["dispute"][1].words)


def test_answer_streams(page: Page) -> None:
    page.wait_for_selector(BOX)
    page.evaluate(
        """() => {
          window.lengths = new Set();
          new MutationObserver(() => {
            const answer = document.querySelector(".dp-answer");
            if (answer) window.lengths.add(answer.textContent.length);
          }).observe(document.body, { childList: true, subtree: true });
        }"""
    )
    ask(page, "sommet")
    assert page.evaluate("window.lengths.size") >= 3


def test_marker_opens_the_article_at_the_quote(page: Page) -> None:
    ask(page, "sommet")
    page.locator(MARKER).nth(1).click()
    # Its offset counts characters outside the Basic Multilingual Plane before it.
    expect(page.locator(MARK)).to_have_text(QUOTES["sommet"][1].words)
    expect(page.locator(MARK)).to_be_in_viewport()
    text = page.locator("#dp-panel .dp-text").text_content()
    assert text == ARTICLES[0].text
    expect(page.locator("#dp-panel h2")).to_have_text(str(ARTICLES[0].title))
    facts = page.locator("#dp-panel .dp-facts")
    expect(facts).to_have_text("La Gazette des Steppes · 17 June 2025 · French")
    link = page.locator("#dp-panel .dp-original")
    expect(link).to_have_attribute("href", "https://gazette.example/sommet")
    expect(link).to_have_attribute("rel", "noopener noreferrer")
    page.locator(MARKER).nth(0).click()
    expect(page.locator(f"{MARK} strong")).to_have_text("à Astana")


def test_month_without_day_and_article_without_title(page: Page) -> None:
    ask(page, "visa")
    page.click(".dp-source")
    expect(page.locator("#dp-panel .dp-facts")).to_have_text("July 2024 · English")
    expect(page.locator("#dp-panel h2")).to_have_text("Untitled article")
    expect(page.locator("#dp-panel .dp-original")).to_have_count(0)


def test_a_near_duplicate_opens_whole(page: Page) -> None:
    ask(page, "visa")
    expect(page.locator(".dp-carried")).to_contain_text("also carried by La Gazette des Steppes, ")
    copy = page.locator(".dp-carried a").first
    expect(copy).to_have_attribute("title", f"{ARTICLES[0].title} · 17 June 2025")
    copy.click()
    expect(page.locator("#dp-panel h2")).to_have_text(str(ARTICLES[0].title))
    assert page.locator("#dp-panel .dp-text").text_content() == ARTICLES[0].text
    expect(page.locator("#dp-panel mark")).to_have_count(0)
    page.keyboard.press("Escape")
    expect(copy).to_be_focused()


def test_citations_of_earlier_turns_keep_working(page: Page) -> None:
    ask(page, "sommet")
    ask(page, "visa")
    expect(page.locator(".dp-question")).to_have_text(["sommet", "visa"])
    page.locator(MARKER).first.click()
    expect(page.locator(MARK)).to_have_text(QUOTES["sommet"][0].words)


def test_the_newest_question_stays_in_sight(narrow: Page) -> None:
    for question in ("sommet", "hostile", "sommet"):
        ask(narrow, question)
        expect(narrow.locator(".dp-question").last).to_be_in_viewport(ratio=1)
        expect(narrow.locator("blockquote").last).to_be_in_viewport()


def test_keyboard_alone(page: Page) -> None:
    page.wait_for_selector(BOX)
    expect(page.locator(BOX)).to_be_focused()
    page.keyboard.type("sommet")
    page.keyboard.press("Enter")
    page.wait_for_selector(".dp-copy")
    page.locator(MARKER).first.focus()
    page.keyboard.press("Enter")
    expect(page.locator(MARK)).to_be_visible()
    expect(page.locator("#dp-panel .dp-close")).to_be_focused()
    page.keyboard.press("Escape")
    expect(page.locator("#dp-panel")).to_be_hidden()
    expect(page.locator(MARKER).first).to_be_focused()


def test_panel_covers_a_narrow_screen(narrow: Page) -> None:
    ask(narrow, "sommet")
    narrow.locator(MARKER).first.click()
    expect(narrow.locator(MARK)).to_be_in_viewport()
    assert narrow.evaluate("document.querySelector('#dp-panel').offsetWidth") == 390
    expect(narrow.locator("#dp-panel")).to_have_attribute("role", "dialog")
    assert narrow.evaluate("document.querySelector('gradio-app').inert")
    narrow.click("#dp-panel .dp-close")
    assert not narrow.evaluate("document.querySelector('gradio-app').inert")
    expect(narrow.locator(MARKER).first).to_be_focused()


def test_no_sideways_scrolling_on_a_narrow_screen(narrow: Page) -> None:
    ask(narrow, "hostile")
    ask(narrow, "x" * (QUESTION_LIMIT + 1))
    width = "Math.max(document.documentElement.scrollWidth, document.body.scrollWidth)"
    assert narrow.evaluate(width) <= 390
    chat = "document.querySelector('#dp-chat .bubble-wrap')"
    assert narrow.evaluate(f"{chat}.scrollWidth <= {chat}.clientWidth")


def test_abstention_looks_different(page: Page) -> None:
    ask(page, "What does wheat cost?")
    expect(page.locator(".dp-abstained > p")).to_contain_text("The articles do not say.")
    expect(page.locator(".dp-abstained blockquote")).to_have_count(1)


def test_refusal_and_failure_are_told_in_the_chat(page: Page) -> None:
    ask(page, "x" * (QUESTION_LIMIT + 1))
    expect(page.locator(".dp-failure")).to_contain_text("at most 2,000 characters")
    ask(page, "crash")
    expect(page.locator(".dp-failure").last).to_contain_text("Something went wrong")
    assert "a secret of the server" not in page.content()


def test_a_server_that_is_gone_is_told(browser: Browser) -> None:
    context = browser.new_context(locale="fr-FR")
    page = context.new_page()
    with serving(create_app(StandIn(), Serving())) as address:
        page.goto(address)
        ask(page, "sommet")
    page.fill(BOX, "visa")
    page.press(BOX, "Enter")
    expect(page.locator("#dp-trouble")).to_contain_text("Le serveur ne répond pas", timeout=15_000)
    expect(page.locator(BOX)).to_have_value("visa")
    page.locator(MARKER).first.click()
    expect(page.locator("#dp-panel")).to_contain_text("Le serveur ne répond pas")
    context.close()


def test_new_chat_clears_and_shows_the_examples_again(page: Page) -> None:
    page.locator(".example").first.click()
    expect(page.locator(MARKER)).to_have_text(["[1]"])
    page.wait_for_selector(".dp-copy")
    page.locator(MARKER).click()
    page.click("#dp-new")
    expect(page.locator(".dp-question")).to_have_count(0)
    expect(page.locator("#dp-panel")).to_be_hidden()
    expect(page.locator(".example")).to_have_count(1)
    expect(page.locator("#dp-chat h2")).to_have_text("Ask the articles")


def field(page: Page, label: str) -> Locator:
    return page.locator("#dp-filters").get_by_label(label, exact=True)


def test_filters_go_with_the_question_and_are_shown_with_it(browser: Browser) -> None:
    assistant = StandIn()
    with serving(create_app(assistant, Serving())) as address:
        context = browser.new_context(locale="en-GB")
        page = context.new_page()
        page.goto(address)
        expect(field(page, "Source")).to_be_hidden()
        ask(page, "visa")
        expect(page.locator(".dp-scope")).to_have_count(0)
        page.click(PANEL)
        field(page, "Published from").fill("2023")
        field(page, "Published until").fill("2025-02")
        field(page, "As of").fill("2025-01-31")
        field(page, "Source").click()
        page.get_by_role("option", name="La Gazette des Steppes").click()
        field(page, "Language of the articles").click()
        page.get_by_role("option", name="French").click()
        ask(page, "sommet")
        expect(page.locator(".dp-scope")).to_have_text(
            "articles from 1 January 2023 to 31 January 2025; source: La Gazette des Steppes; "
            "language: French"
        )
        page.click("#dp-new")
        expect(field(page, "Published from")).to_have_value("")
        expect(field(page, "Source")).to_have_value("Any")
        ask(page, "visa")
        context.close()
    filtered = Scope(
        as_of=date(2025, 1, 31), after=date(2023, 1, 1), before=date(2025, 2, 28),
        source="La Gazette des Steppes", language="fr",
    )  # fmt: skip
    assert assistant.scopes == [EVERYTHING, filtered, EVERYTHING]


def test_filters_that_do_not_fit_are_told_in_the_chat(narrow: Page) -> None:
    narrow.click(PANEL)
    field(narrow, "Publié à partir de").fill("bientôt")
    ask(narrow, "sommet")
    expect(narrow.locator(".dp-failure")).to_contain_text("Ces filtres ne peuvent pas servir")
    field(narrow, "Publié à partir de").fill("2024")
    ask(narrow, "sommet")
    expect(narrow.locator(".dp-scope")).to_have_text("articles à partir du 1er janvier 2024")
    assert narrow.evaluate("document.documentElement.scrollWidth") <= 390


def test_copy_gives_plain_text(browser: Browser, address: str) -> None:
    context = browser.new_context(locale="en-GB")
    context.grant_permissions(["clipboard-read", "clipboard-write"], origin=address)
    page = context.new_page()
    page.goto(address)
    ask(page, "visa")
    page.click(".dp-copy")
    expect(page.locator(".dp-copy")).to_have_text("Copied")
    copied = page.evaluate("navigator.clipboard.readText()")
    assert f"« {QUOTES['visa'][0].words} » [1]" in copied
    assert copied.endswith(
        "[1] The exemption between China and Kazakhstan took effect on 10 November 2023. · "
        "July 2024 · also carried by La Gazette des Steppes, [click](javascript:window.hacked=1)\n"
    )
    assert not re.search(r"<|&#|#p-", copied)
    context.close()


@pytest.mark.parametrize(
    ("locale", "lang", "new_chat", "placeholder", "library", "example"),
    [
        (
            "fr-CA",
            "fr",
            "Nouvelle conversation",
            "Posez une question",
            "3 articles, le plus récent du 17 juin 2025",
            "Où s’est tenu le deuxième sommet ?",
        ),
        (
            "en-US",
            "en",
            "New chat",
            "Ask a question",
            "3 articles, newest 17 June 2025",
            "When did the visa exemption take effect?",
        ),
        (
            "de-DE",
            "en",
            "New chat",
            "Ask a question",
            "3 articles, newest 17 June 2025",
            "When did the visa exemption take effect?",
        ),
    ],
)
def test_page_speaks_the_browsers_language(
    browser: Browser,
    address: str,
    locale: str,
    lang: str,
    new_chat: str,
    placeholder: str,
    library: str,
    example: str,
) -> None:
    context = browser.new_context(locale=locale)
    page = context.new_page()
    page.goto(address)
    expect(page).to_have_title("Dépêche")
    expect(page.locator("html")).to_have_attribute("lang", lang)
    expect(page.locator("#dp-new")).to_have_text(new_chat)
    expect(page.locator(BOX)).to_have_attribute("placeholder", placeholder)
    expect(page.locator("#dp-library")).to_have_text(library)
    expect(page.locator(".example")).to_have_text(example)
    context.close()


def test_hostile_article_and_question_do_nothing(browser: Browser, address: str) -> None:
    context = browser.new_context(locale="en-GB")
    requests, errors = _watched(context)
    page = context.new_page()
    page.goto(address)
    payload = (
        "hostile <img src=http://tracker.example/z onerror=window.hacked=1>"
        "<script>window.hacked=1</script> [a](javascript:window.hacked=1) ![b](http://tracker.example/b)"
    )
    ask(page, payload)
    expect(page.locator(".dp-question")).to_have_text(payload)
    page.locator(MARKER).click()
    expect(page.locator(MARK)).to_have_text(QUOTES["hostile"][0].words)
    expect(page.locator("#dp-panel h2")).to_have_text(str(ARTICLES[2].title))
    assert page.evaluate("window.hacked") is None
    assert page.locator("#dp-chat :is(img, script), #dp-panel :is(img, script, a)").count() == 0
    assert page.locator("#dp-chat a:not([href^='#p-'], [href^='?q='])").count() == 0
    assert [url for url in requests if not url.startswith(address)] == []
    assert errors == []
    context.close()


@pytest.mark.parametrize("path", ["/", "/docs"])
def test_no_request_leaves_the_machine(browser: Browser, address: str, path: str) -> None:
    context = browser.new_context(locale="fr-FR")
    requests, errors = _watched(context)
    page = context.new_page()
    page.goto(address + path)
    if path == "/":
        ask(page, "sommet")
        page.locator(MARKER).first.click()
        page.wait_for_selector(MARK)
    else:
        page.wait_for_selector("#operations-questions-answer_question_api_ask_post")
    assert len(requests) > 3
    assert [url for url in requests if not url.startswith((address, "data:"))] == []
    assert errors == []
    context.close()


def _watched(context: BrowserContext) -> tuple[list[str], list[str]]:
    """Lists that fill with the addresses asked for, and with errors such as those of the CSP."""
    requests: list[str] = []
    errors: list[str] = []
    context.on("request", lambda request: requests.append(request.url))
    context.on("weberror", lambda error: errors.append(str(error.error)))
    context.on("console", lambda line: errors.append(line.text) if line.type == "error" else None)
    return requests, errors
