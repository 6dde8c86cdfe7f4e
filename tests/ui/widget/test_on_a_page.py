"""The widget on the demonstration page, on another origin and under a strict policy."""

import json
import re
from collections.abc import Iterator
from urllib.parse import urlsplit

import pytest
from playwright.sync_api import Browser, ConsoleMessage, Page, Request, expect

from tests.ui.standin import ARTICLES, QUOTES
from tests.ui.widget.conftest import Widgets

ASKED = "Où s’est tenu le sommet ?"


def ask(page: Page, question: str = ASKED) -> None:
    """Ask, and wait for what comes of it."""
    turns = page.locator(".answer, .failure").count()
    page.get_by_label("Your question").fill(question)
    page.keyboard.press("Enter")
    expect(page.locator(".answer, .failure")).to_have_count(turns + 1)


@pytest.fixture
def demonstration(tab: Page, widgets: Widgets) -> Iterator[Page]:
    """The demonstration page, opened; what its policy would have blocked fails the test."""
    complaints: list[str] = []

    def note(message: ConsoleMessage) -> None:
        if message.type in {"error", "warning"}:
            complaints.append(message.text)

    tab.on("console", note)
    tab.goto(widgets.site.origin)
    yield tab
    assert complaints == []


def test_ask_open_a_citation_and_see_the_quote(demonstration: Page, widgets: Widgets) -> None:
    page = demonstration
    hosts: set[str] = set()
    page.on("request", lambda request: hosts.add(urlsplit(request.url).netloc))
    page.get_by_role("button", name="Ask a question").click()
    ask(page)
    expect(page.locator(".answer blockquote b")).to_have_text("à Astana")
    expect(page.locator(".sources li")).to_have_count(1)
    expect(page.locator(".sources li")).to_contain_text("La Gazette des Steppes · 17 June 2025")
    page.locator(".answer .marker").nth(1).click()
    mark = page.locator("mark")
    expect(mark).to_have_text(QUOTES["sommet"][1].words)
    expect(mark).to_be_in_viewport()
    expect(page.locator(".scroll > h3")).to_have_text(ARTICLES[0].title or "")
    link = page.get_by_role("link", name="Open the original")
    assert link.get_attribute("href") == ARTICLES[0].url
    assert link.get_attribute("rel") == "noopener noreferrer"
    page.get_by_role("button", name="Back to the answer").click()
    page.locator(".answer .marker").first.click()
    expect(page.locator("mark b")).to_have_text("à Astana")
    assert hosts == {urlsplit(widgets.server).netloc}
    assert page.context.cookies() == []


def test_nothing_is_asked_of_the_server_before_the_reader_asks(tab: Page, widgets: Widgets) -> None:
    asked: list[str] = []

    def note(request: Request) -> None:
        asked.append(urlsplit(request.url).path)

    tab.on("request", note)
    tab.goto(widgets.site.origin)
    tab.get_by_role("button", name="Ask a question").click()
    expect(tab.get_by_label("Your question")).to_be_focused()
    assert [path for path in asked if "widget" in path] == ["/widget.js"]


def test_the_keyboard_alone_is_enough(demonstration: Page) -> None:
    page = demonstration
    launch = page.get_by_role("button", name="Ask a question")
    expect(launch).to_be_visible()
    for _ in range(3):  # the links of the page come first
        page.keyboard.press("Tab")
        expect(launch).not_to_be_focused()
    page.keyboard.press("Tab")
    expect(launch).to_be_focused()
    page.keyboard.press("Enter")
    box = page.get_by_label("Your question")
    expect(box).to_be_focused()
    page.keyboard.type("sommet")
    page.keyboard.press("Shift+Enter")
    page.keyboard.type("?")
    page.keyboard.press("Enter")
    expect(page.locator(".asked")).to_have_text("sommet\n?")
    expect(page.locator(".answer")).to_be_visible()
    expect(box).to_be_focused()
    expect(box).to_have_value("")
    marker = page.locator(".answer .marker").first
    for _ in range(12):
        page.keyboard.press("Shift+Tab")
        if marker.evaluate("one => one.getRootNode().activeElement === one"):
            break
    page.keyboard.press("Enter")
    expect(page.locator("mark")).to_be_in_viewport()
    expect(page.get_by_role("button", name="Back to the answer")).to_be_focused()
    page.keyboard.press("Escape")
    expect(marker).to_be_focused()
    page.keyboard.press("Escape")
    expect(page.get_by_role("dialog")).to_be_hidden()
    expect(launch).to_be_focused()
    page.keyboard.press("Enter")
    expect(page.locator(".answer")).to_be_visible()  # the conversation is still there


def test_the_focus_may_leave_the_panel(demonstration: Page) -> None:
    demonstration.get_by_role("button", name="Ask a question").click()
    places = set()
    for _ in range(8):
        demonstration.keyboard.press("Tab")
        places.add(demonstration.evaluate("document.activeElement.tagName"))
    assert {"DEPECHE-WIDGET", "A"} <= places


def test_the_conversation_survives_a_change_of_page_in_this_tab_alone(
    demonstration: Page, widgets: Widgets
) -> None:
    page = demonstration
    page.get_by_role("button", name="Ask a question").click()
    ask(page)
    page.goto(widgets.site.put("/next", 'data-widget="demo" data-opened'))
    expect(page.locator(".answer blockquote b")).to_have_text("à Astana")
    page.locator(".answer .marker").first.click()
    expect(page.locator("mark b")).to_have_text("à Astana")
    kept = page.evaluate("Object.values(sessionStorage).join()")
    assert "Depeche" not in kept  # no token
    assert page.evaluate("localStorage.length") == 0
    page.get_by_role("button", name="Back to the answer").click()
    page.get_by_role("button", name="New conversation").click()
    expect(page.locator(".answer")).to_have_count(0)
    assert page.evaluate("sessionStorage.length") == 0


def test_earlier_questions_are_sent_with_the_next(demonstration: Page) -> None:
    page = demonstration
    bodies: list[dict[str, object]] = []

    def note(request: Request) -> None:
        if request.url.endswith("/ask"):
            bodies.append(json.loads(request.post_data or "{}"))

    page.on("request", note)
    page.get_by_role("button", name="Ask a question").click()
    for question in ("sommet", "visa", "hostile"):
        ask(page, question)
    assert [body["history"] for body in bodies] == [[], ["sommet"], ["sommet", "visa"]]


def test_attributes_make_it_the_pages_own(tab: Page, widgets: Widgets) -> None:
    attributes = (
        'data-widget="demo" data-language="fr" data-title="La revue" data-greeting="Bonjour."'
        ' data-questions="Où s’est tenu le sommet ?| |visa" data-position="left" data-theme="dark"'
        ' data-accent="rgb(120, 20, 60)" data-accent-dark="gold" data-opened'
    )
    tab.goto(widgets.site.put("/attributes", attributes))
    expect(tab.get_by_role("dialog", name="La revue")).to_be_visible()
    expect(tab.locator(".greeting")).to_have_text("Bonjour.")
    proposed = tab.locator(".proposed button")
    expect(proposed).to_have_text(["Où s’est tenu le sommet ?", "visa"])
    assert tab.evaluate("document.activeElement.tagName") == "BODY"  # it takes no focus unasked
    box = tab.locator(".panel").bounding_box()
    assert box
    assert box["x"] == 20
    assert _style(tab, ".send", "backgroundColor") == "rgb(255, 215, 0)"
    assert _style(tab, ".panel", "backgroundColor") == "rgb(30, 32, 34)"
    proposed.first.click()
    expect(tab.locator(".sources")).to_contain_text("17 juin 2025")
    tab.evaluate("document.querySelector('depeche-widget').dataset.theme = 'light'")
    assert _style(tab, ".send", "backgroundColor") == "rgb(120, 20, 60)"
    expect(tab.locator(".answer")).to_be_visible()


@pytest.mark.parametrize(("page_lang", "label"), [("fr-CA", "Poser une"), ("de", "Ask a")])
def test_it_speaks_the_language_of_the_page(
    tab: Page, widgets: Widgets, page_lang: str, label: str
) -> None:
    address = widgets.site.put("/lang", 'data-widget="demo"')
    widgets.site.pages["/lang"] = widgets.site.pages["/lang"].replace("=en", f"={page_lang}")
    tab.goto(address)
    expect(tab.locator(".launch")).to_contain_text(label)


def test_it_stands_in_the_page_where_its_tag_is(tab: Page, widgets: Widgets) -> None:
    tab.goto(widgets.site.put("/inline", 'data-widget="demo" data-inline', body="<p>After</p>"))
    expect(tab.locator(".launch")).to_be_hidden()
    panel, after = (tab.locator(each).bounding_box() for each in (".panel", "p >> text=After"))
    assert panel
    assert after
    assert after["y"] >= panel["y"] + panel["height"]
    ask(tab)
    tab.keyboard.press("Escape")
    expect(tab.locator(".answer")).to_be_visible()
    expect(tab.get_by_role("button", name="Close")).to_be_hidden()


def test_the_page_opens_asks_closes_and_is_told(tab: Page, widgets: Widgets) -> None:
    tab.goto(widgets.site.put("/events", 'data-widget="demo"'))
    told = tab.evaluate(
        """async () => {
          await customElements.whenDefined("depeche-widget");
          const widget = document.querySelector("depeche-widget");
          const told = [];
          for (const name of ["open", "question", "answer", "failure", "close"])
            document.addEventListener(`depeche-${name}`, ({ detail }) => told.push([name, detail]));
          widget.open();
          const reply = await widget.ask("  sommet  ");
          const nothing = await widget.ask("   ");
          const refused = await widget.ask("x".repeat(2001));
          widget.close();
          return { told, language: reply.language, nothing, refused };
        }"""
    )
    assert told == {
        "told": [
            ["open", {}],
            ["question", {"question": "sommet"}],
            ["answer", {"question": "sommet", "abstained": False}],
            ["question", {"question": "x" * 2001}],
            ["failure", {"question": "x" * 2001, "reason": "refused"}],
            ["close", {}],
        ],
        "language": "en",
        "nothing": None,
        "refused": None,
    }


def test_a_page_may_place_the_element_itself(tab: Page, widgets: Widgets) -> None:
    body = '<depeche-widget data-widget="demo" data-opened></depeche-widget>'
    tab.goto(widgets.site.put("/placed", "", body=body))
    ask(tab)
    expect(tab.locator("depeche-widget")).to_have_count(1)
    expect(tab.locator(".answer")).to_be_visible()


def test_keys_typed_in_it_are_no_shortcuts_of_the_page(tab: Page, widgets: Widgets) -> None:
    tab.goto(widgets.site.put("/keys", 'data-widget="demo" data-opened'))
    tab.evaluate(
        """() => { window.heard = [];
          for (const kind of ["keydown", "keypress", "keyup"])
            document.addEventListener(kind, (event) => window.heard.push(event.key)); }"""
    )
    tab.get_by_label("Your question").click()
    tab.keyboard.type("visa?")
    tab.keyboard.press("Escape")
    expect(tab.locator(".panel")).to_be_hidden()
    assert tab.evaluate("window.heard") in ([], ["Escape"])  # its keyup falls on the page


def test_what_goes_wrong_is_told_in_its_place(tab: Page, widgets: Widgets) -> None:
    tab.goto(widgets.site.put("/slow", 'data-widget="slow" data-opened'))
    ask(tab, "crash")
    expect(tab.locator(".failure")).to_have_text(re.compile("does not answer for the moment"))
    ask(tab, "visa")
    ask(tab, "visa")
    expect(tab.locator(".failure").last).to_have_text(re.compile("Too many questions"))
    tab.route("**/article", lambda route: route.abort())
    tab.locator(".marker").first.click()
    expect(tab.get_by_role("alert")).to_have_text(re.compile("does not answer"))


def test_an_expired_token_is_renewed_without_a_word(tab: Page, widgets: Widgets) -> None:
    tab.goto(widgets.site.put("/expired", 'data-widget="demo" data-opened'))
    forged = {"token": "expired"}
    tab.route("**/token", lambda route: route.fulfill(json=forged, headers=_open_to(route.request)))
    tab.once("response", lambda _: tab.unroute("**/token"))
    ask(tab)
    expect(tab.locator(".answer")).to_be_visible()


def test_a_narrow_screen_is_filled(browser: Browser, widgets: Widgets) -> None:
    context = browser.new_context(viewport={"width": 390, "height": 844}, locale="fr-FR")
    page = context.new_page()
    page.goto(widgets.site.origin)
    page.locator(".launch").click()
    assert page.locator(".panel").bounding_box() == {"x": 0, "y": 0, "width": 390, "height": 844}
    page.get_by_role("button", name="Close").click()
    launch = page.locator(".launch").bounding_box()
    assert launch
    assert launch["width"] >= 44
    assert page.evaluate("document.documentElement.scrollWidth") == 390
    context.close()


def _style(page: Page, selector: str, name: str) -> object:
    return page.locator(selector).evaluate(f"one => getComputedStyle(one).{name}")


def _open_to(request: Request) -> dict[str, str]:
    return {"access-control-allow-origin": request.headers["origin"]}
