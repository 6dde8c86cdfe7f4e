"""Hostile texts in every place that shows one: none runs, none asks, none leaves its box."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from urllib.parse import quote

import pytest
from playwright.sync_api import Browser, Page, expect

from assistant.answer import Answer, Citation
from assistant.conversation import Turn
from index.article import Article, ArticleEntry, Passage
from index.errors import NotFound
from index.scope import EVERYTHING, Scope
from tests.ui.conftest import serving
from tests.ui.payloads import PAYLOADS
from tests.ui.standin import StandIn, StandInStatus
from tests.ui.test_chat_page import ask
from ui.contract import PassagesFound
from ui.library.listing import PAGE_SIZE
from ui.server import create_app
from ui.serving import Serving

AT_ONCE = 24  # citations of an answer
# Where texts are shown; around them stand Gradio's own elements.
WATCHED = (
    "#dp-chat .message-row, #dp-chat .examples, #dp-panel, #dp-tip, .dp-articles, article, form"
)


def article(number: int) -> Article:
    payload = PAYLOADS[number]
    return Article(
        id=f"{number:016}", address="/x", title=f"{payload} {number}", source=payload, url=payload,
        language="en", text=f"Before. {payload} After.",
    )  # fmt: skip


class Hostile(StandIn):
    """Answers question N with the payloads of group N, each from an article made of it."""

    def ask(
        self,
        question: str,
        *,
        language: str | None = None,  # noqa: ARG002 - the signature is the assistant's
        scope: Scope = EVERYTHING,  # noqa: ARG002
        history: Sequence[Turn] = (),
        found: PassagesFound | None = None,  # noqa: ARG002
    ) -> Answer:
        numbers = range(len(PAYLOADS))[len(history) * AT_ONCE :][:AT_ONCE]
        cited = [citation(marker, number) for marker, number in enumerate(numbers, start=1)]
        quoted = "\n\n".join(
            f"Says {each.source}: “{each.quote}” [{each.marker}]" for each in cited
        )
        answer = StandIn().ask("visa")
        change = {
            "question": question,
            "understood": question,
            "answer": quoted,
            "citations": cited,
        }
        return answer.model_copy(update=change)

    def article(self, article_id: str) -> Article:
        if not article_id.isdecimal():
            raise NotFound(f"There is no article {article_id}.")
        return article(int(article_id))

    def passage(self, passage_id: str) -> Passage:
        return Passage(id=passage_id, article_id=passage_id[:16], start=0, end=1, text="B")

    def articles(self, scope: Scope, offset: int, limit: int) -> tuple[int, list[ArticleEntry]]:  # noqa: ARG002
        numbers = range(len(PAYLOADS))[offset:][:limit]
        return len(PAYLOADS), [entry(number) for number in numbers]

    def status(self) -> StandInStatus:
        return StandInStatus(sources=PAYLOADS, languages={"en": 1})


def citation(marker: int, number: int) -> Citation:
    one = article(number)
    return Citation(
        marker=marker, article_id=one.id, title=one.title, published=None, published_precision=None,
        source=one.source, url=one.url, language="en", quote=PAYLOADS[number], start=8,
        end=8 + len(PAYLOADS[number]), highlight=None, passage_id=f"{one.id}-0", score=0.5,
    )  # fmt: skip


def entry(number: int) -> ArticleEntry:
    one = article(number)
    return ArticleEntry.model_validate(one.model_dump() | {"beginning": one.text[:300]})


@dataclass
class Watch:
    """A page over the hostile library, and what it asked of others or ran."""

    page: Page
    address: str
    outside: list[str]

    def harmless(self) -> None:
        """Assert that nothing ran, nothing was asked, and nothing is there but text."""
        assert self.page.evaluate("window.hacked") is None
        assert self.outside == []
        inside = self.page.locator(WATCHED)
        forbidden = "script, style, img, iframe, object, embed, video, audio, base, meta"
        assert inside.locator(forbidden).count() == 0
        assert inside.locator("[style*=fixed], [onload], [onerror], [onfocus]").count() == 0
        addresses = inside.locator("a").evaluate_all("all => all.map(one => one.protocol)")
        assert set(addresses) <= {"http:", "https:", ""}
        wide = "document.documentElement.scrollWidth <= document.documentElement.clientWidth"
        assert self.page.evaluate(wide)


@pytest.fixture
def watch(browser: Browser) -> Iterator[Watch]:
    app = create_app(Hostile(), Serving(examples={"en": PAYLOADS}))
    with serving(app) as address:
        context = browser.new_context(locale="en-GB", viewport={"width": 1280, "height": 900})
        outside: list[str] = []
        context.on(
            "request",
            lambda request: (
                None if request.url.startswith((address, "data:")) else outside.append(request.url)
            ),
        )
        yield Watch(context.new_page(), address, outside)
        context.close()


def test_there_are_enough() -> None:
    assert len(set(PAYLOADS)) >= 60


def test_chat_tooltip_and_panel(watch: Watch) -> None:
    page = watch.page
    page.goto(watch.address)
    expect(page.locator(".example")).to_have_count(len(PAYLOADS))
    watch.harmless()
    groups = range(0, len(PAYLOADS), AT_ONCE)
    for first in groups:
        question = "\n".join(PAYLOADS[first : first + AT_ONCE])[:2000]
        ask(page, " " + question.replace("\r", ""))
    watch.harmless()
    sources = page.locator(".dp-source")
    assert sources.count() == len(PAYLOADS)
    for number, payload in enumerate(PAYLOADS):
        shown = " ".join(payload.replace("\x01", "").replace("\x0c", "").split())
        assert shown in " ".join(sources.nth(number).text_content().split())  # type: ignore[union-attr]
    for number in range(len(PAYLOADS)):
        page.locator("blockquote .dp-marker").nth(number).evaluate("one => one.click()")
        mark = page.locator("#dp-panel mark.dp-cited")
        expect(page.locator("#dp-panel h2")).to_have_text(article(number).title or "")
        assert mark.evaluate("one => one.textContent") == PAYLOADS[number]
        page.locator("blockquote .dp-marker").nth(number).hover(force=True)
    watch.harmless()
    page.reload()
    expect(page.locator(".dp-source")).to_have_count(len(PAYLOADS))
    watch.harmless()


def test_library(watch: Watch) -> None:
    page = watch.page
    for number in range(len(PAYLOADS)):
        page.goto(f"{watch.address}/library/{number:016}")
        assert page.locator("h1").text_content() == article(number).title
        watch.harmless()
    for first in range(0, len(PAYLOADS), PAGE_SIZE):
        page.goto(f"{watch.address}/library?page={first // PAGE_SIZE + 1}")
        expect(page.locator(".dp-articles a").first).to_have_text(article(first).title or "")
        watch.harmless()


def test_fields_and_link(watch: Watch) -> None:
    page = watch.page
    for first in range(0, len(PAYLOADS), 8):
        typed = quote("".join(PAYLOADS[first : first + 8]))
        for field in ("q", "source", "after"):
            page.goto(f"{watch.address}/library?{field}={typed}")
            watch.harmless()
    page.goto(f"{watch.address}/?q={quote(PAYLOADS[0])}&source={quote(PAYLOADS[13])}")
    expect(page.locator(".dp-question")).to_have_text(PAYLOADS[0])
    watch.harmless()
