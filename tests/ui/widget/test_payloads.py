"""Hostile texts in every place that the widget shows: none runs, loads, or leaves its box.

The pages have no policy of their own, so that a script that got in would run.
"""

import html
import json
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from datetime import date
from urllib.parse import urlsplit

import pytest
from playwright.sync_api import Browser, Page, Request, expect

from assistant.answer import Answer, CarriedBy, Citation, Span
from assistant.conversation import Turn
from index.article import Article, Passage
from index.scope import EVERYTHING, Scope
from tests.ui.conftest import serving
from tests.ui.standin import StandIn
from tests.ui.widget.payloads import PAYLOADS
from tests.ui.widget.sites import Site, hosting
from ui.contract import PassagesFound
from ui.server import create_app
from ui.serving import Serving
from ui.widget.configuration import WidgetSettings
from ui.widget.gate import Gate
from ui.widget.tokens import Tokens

# What the widget itself is made of.
OWN_ELEMENTS = {
    "section", "div", "h2", "h3", "p", "span", "small", "i", "b", "mark", "blockquote", "ul", "li",
    "button", "textarea", "a", "svg", "path",
}  # fmt: skip
OWN_ATTRIBUTES = {
    "class", "lang", "dir", "type", "title", "role", "hidden", "tabindex", "rows", "maxlength",
    "placeholder", "popover", "href", "target", "rel", "viewBox", "d", "style",
    "aria-label", "aria-hidden", "aria-busy",
}  # fmt: skip


class Hostile(StandIn):
    """Answers with the question's text in every field of the answer and of the article."""

    payload = ""

    def ask(
        self,
        question: str,
        *,
        language: str | None = None,  # noqa: ARG002 - the protocol's
        scope: Scope = EVERYTHING,  # noqa: ARG002
        history: Sequence[Turn] = (),  # noqa: ARG002
        found: PassagesFound | None = None,  # noqa: ARG002
    ) -> Answer:
        self.payload = question
        cited = Citation(
            marker=1, article_id="a", title=question, published=None, published_precision=None,
            source=question, url=question, language=question, quote=question, start=8,
            end=8 + len(question), highlight=Span(start=8, end=8 + len(question) // 2),
            passage_id="a-0", score=0.5, translation=question,
            carried_by=(
                CarriedBy(
                    article_id="b", title=None, published=None, published_precision=None,
                    source=question, url=question,
                ),
            ),
        )  # fmt: skip
        return Answer(
            question=question, language=question, confidence=0.5, sure=True, abstained=False,
            answer=f"{question}\n\n« {question} » [1] {question} [2] [1]", mode="written",
            citations=[cited], indexed_through=date(2025, 6, 17), took_ms=1.0,
        )  # fmt: skip

    def passage(self, passage_id: str) -> Passage:
        return Passage(id=passage_id, article_id="a", start=0, end=7, text="Before.")

    def article(self, article_id: str) -> Article:
        return Article(
            id=article_id, address="/a", title=self.payload, source=self.payload,
            url=self.payload, language=self.payload, text=f"Before. {self.payload} After.",
        )  # fmt: skip


@pytest.fixture(scope="module")
def site() -> Iterator[Site]:
    with hosting() as site:
        settings = WidgetSettings(
            origins=(site.origin,), questions_per_visitor=10_000, calls_per_address=10_000
        )
        gate = Gate({"demo": settings}, Tokens(b"secret"))
        with serving(create_app(Hostile(), Serving(gate=gate))) as server:
            site.server = server
            yield site


@contextmanager
def watched(browser: Browser, site: Site) -> Iterator[Page]:
    """A tab in which nothing may run, nothing may be asked of another host, nothing pops up."""
    context = browser.new_context(locale="en-GB", viewport={"width": 1440, "height": 900})
    page = context.new_page()
    strangers: list[str] = []
    own = {urlsplit(site.server).netloc, urlsplit(site.origin).netloc}

    def note(request: Request) -> None:
        if urlsplit(request.url).netloc not in own and not request.url.startswith("data:"):
            strangers.append(request.url)

    page.on("request", note)
    page.on("dialog", lambda dialog: strangers.append(dialog.message))
    page.on("popup", lambda popup: strangers.append(popup.url))
    yield page
    page.mouse.move(0, 0)
    assert page.evaluate("window.hacked") is None
    assert strangers == []
    context.close()


def assert_contained(page: Page, shown: str | None) -> None:
    """The widget consists of its own elements alone, inside its panel, and so does the page."""
    found = page.evaluate(
        """() => {
          const root = document.querySelector("depeche-widget").shadowRoot;
          const panel = root.querySelector(".panel").getBoundingClientRect();
          const all = [...root.querySelectorAll("*")];
          const outside = (one) => {
            const box = one.getBoundingClientRect();
            return one.offsetParent && (box.left < panel.left - 1 || box.right > panel.right + 1);
          };
          return {
            elements: [...new Set(all.map((one) => one.localName))],
            attributes: [...new Set(all.flatMap((one) => one.getAttributeNames()))],
            styled: all.filter((one) => one.style.cssText && !one.matches("textarea, .w")).length,
            wide: all.filter(outside).map((one) => one.className),
            scrolling: [...root.querySelectorAll(".scroll")]
              .filter((one) => one.scrollWidth > one.clientWidth).length,
            links: [...root.querySelectorAll("a")].map((one) => [one.protocol, one.rel]),
            page: [...document.body.children].map((one) => one.localName),
            text: root.textContent,
          };
        }"""
    )
    assert set(found["elements"]) <= OWN_ELEMENTS
    assert set(found["attributes"]) <= OWN_ATTRIBUTES
    assert found["styled"] == 0
    assert found["wide"] == []
    assert found["scrolling"] == 0
    assert found["page"] == ["script", "p", "depeche-widget"]
    for protocol, rel in found["links"]:
        assert protocol in {"http:", "https:"}
        assert rel == "noopener noreferrer"
    if shown is not None:
        assert shown in found["text"]


def careless(site: Site, path: str, script: str) -> str:
    site.careless.add(path)
    return site.put(path, script)


def test_there_are_sixty_at_least() -> None:
    assert len(set(PAYLOADS)) >= 60


def test_in_questions_answers_titles_texts_sources_and_addresses(
    browser: Browser, site: Site
) -> None:
    address = careless(site, "/shown", 'data-widget="demo" data-opened')
    with watched(browser, site) as page:
        page.goto(address)
        for payload in PAYLOADS:
            # Asked by the method: typing would lose the characters that a text box refuses.
            page.evaluate("text => document.querySelector('depeche-widget').ask(text)", payload)
            answer = page.locator(".turn").last.locator(".answer")
            expect(answer).to_be_attached()
            asked = payload.strip()
            assert answer.locator("blockquote").text_content() == f"« {asked} » [1]"
            more = page.locator(".turn").last.locator(".more").all_text_contents()
            assert more == [f"also carried by {asked}", f"Translation: {asked}"]
            assert_contained(page, asked)
            page.locator(".turn").last.locator(".source").click()
            mark = page.locator("mark")
            assert mark.text_content() == asked
            assert_contained(page, asked)
            page.get_by_role("button", name="Back to the answer").click()
            page.get_by_role("button", name="New conversation").click()


def test_in_the_attributes_of_the_tag(browser: Browser, site: Site) -> None:
    names = (
        "title", "greeting", "questions", "language", "position", "theme", "accent", "accent-dark",
    )  # fmt: skip
    with watched(browser, site) as page:
        for payload in PAYLOADS:
            value = html.escape(payload.replace("\x00", ""))
            attributes = " ".join(f'data-{name}="{value}"' for name in names)
            page.goto(careless(site, "/told", f'data-widget="demo" data-opened {attributes}'))
            expect(page.locator(".greeting")).to_be_attached()
            assert_contained(page, None)
            assert page.locator(".greeting").text_content() == payload.replace("\x00", "")


def test_in_what_the_page_keeps_for_it(browser: Browser, site: Site) -> None:
    address = careless(site, "/kept", 'data-widget="demo" data-opened')
    with watched(browser, site) as page:
        page.goto(address)
        page.evaluate("document.querySelector('depeche-widget').ask('sommet')")
        expect(page.locator(".answer")).to_be_visible()
        key, kept = page.evaluate("Object.entries(sessionStorage)[0]")
        for payload in PAYLOADS:
            changed = json.loads(kept)
            reply = changed[0]["reply"]
            for fields in (reply, *reply["pieces"], *reply["citations"]):
                fields |= {k: payload for k, v in fields.items() if isinstance(v, str | bool)}
            page.evaluate(
                "([key, kept]) => sessionStorage.setItem(key, kept)", [key, json.dumps(changed)]
            )
            page.reload()
            expect(page.locator(".greeting, .turn")).to_be_attached()
            assert_contained(page, None)


@pytest.mark.parametrize(
    "kept", ["", "{}", "null", "[null]", "7", '[{"question":"x","reply":{}}]', "[[[[", '"x"']
)
def test_what_the_page_keeps_may_be_anything(browser: Browser, site: Site, kept: str) -> None:
    address = careless(site, "/odd", 'data-widget="demo" data-opened')
    with watched(browser, site) as page:
        page.goto(address)
        page.evaluate("document.querySelector('depeche-widget').ask('sommet')")
        expect(page.locator(".answer")).to_be_visible()
        page.evaluate(
            "(kept) => sessionStorage.setItem(Object.keys(sessionStorage)[0], kept)", kept
        )
        page.reload()
        expect(page.locator(".greeting")).to_be_visible()
        page.evaluate("document.querySelector('depeche-widget').ask('sommet')")
        expect(page.locator(".answer")).to_be_visible()
