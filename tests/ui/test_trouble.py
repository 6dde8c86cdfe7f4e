"""What the chat page tells when the server refuses it, in a real browser."""

import time
from collections.abc import Iterator

import pytest
from playwright.sync_api import Browser, Page, Route, expect

from tests.ui.conftest import serving
from tests.ui.standin import StandIn
from tests.ui.test_chat_page import BOX, ask
from ui.access.people import SESSION_COOKIE
from ui.access.policy import AccessPolicy
from ui.server import create_app
from ui.serving import Serving

NOTICE = "#dp-trouble"
PASSWORD = "chemin de fer"


@pytest.fixture(params=["en-GB", "fr-FR"])
def localized(request: pytest.FixtureRequest, browser: Browser, address: str) -> Iterator[Page]:
    context = browser.new_context(locale=request.param)
    page = context.new_page()
    page.goto(address)
    ask(page, "sommet")
    yield page
    context.close()


@pytest.mark.parametrize(
    ("status", "seconds", "told"),
    [
        (429, 2, {"en": "asked too often; ask again in 2 s", "fr": "dans 2 s"}),
        (503, 3, {"en": "cannot answer now; ask again in 3 s", "fr": "dans 3 s"}),
        (502, None, {"en": "cannot answer now", "fr": "ne peut pas répondre maintenant"}),
    ],
)
def test_a_refusal_is_told_with_the_seconds_to_wait(
    localized: Page, status: int, seconds: int | None, told: dict[str, str]
) -> None:
    headers = {"Retry-After": str(seconds)} if seconds else {}

    def refuse(route: Route) -> None:
        route.fulfill(status=status, headers=headers, json={"detail": "no"})

    localized.route("**/gradio_api/queue/join*", refuse)
    localized.fill(BOX, "visa")
    localized.press(BOX, "Enter")
    language = localized.evaluate("document.documentElement.lang")
    expect(localized.locator(NOTICE)).to_contain_text(told[language])
    expect(localized.locator(BOX)).to_have_value("visa")
    expect(localized.locator(NOTICE)).to_be_hidden()
    localized.unroute("**/gradio_api/queue/join*")
    localized.press(BOX, "Enter")
    expect(localized.locator(".dp-copy")).to_have_count(2)


def test_an_ended_session_leads_to_the_sign_in_and_back_with_the_question(
    browser: Browser,
) -> None:
    policy = AccessPolicy(password=PASSWORD)
    with serving(create_app(StandIn(), Serving(policy=policy))) as address:
        context = browser.new_context(locale="en-GB")
        page = context.new_page()
        page.goto(address)
        sign_in(page)
        ask(page, "sommet")
        context.clear_cookies(name=SESSION_COOKIE)
        page.fill(BOX, "visa")
        page.press(BOX, "Enter")
        expect(page.locator("h1")).to_have_text("Sign in")
        sign_in(page)
        expect(page.locator(".dp-question")).to_have_text(["sommet"])
        expect(page.locator(BOX)).to_have_value("visa")
        page.press(BOX, "Enter")
        expect(page.locator(".dp-copy")).to_have_count(2)
        context.close()


def test_signing_out_forgets_the_conversation(browser: Browser) -> None:
    policy = AccessPolicy(password=PASSWORD)
    with serving(create_app(StandIn(), Serving(policy=policy))) as address:
        context = browser.new_context(locale="fr-FR")
        page = context.new_page()
        page.goto(address)
        for start in ("/", "/library", "/library/00000000000000a1"):
            sign_in(page)
            page.goto(address)
            ask(page, "sommet")
            page.goto(f"{address}{start}")
            page.get_by_role("button", name="Se déconnecter").click()
            expect(page.locator("h1")).to_have_text("Se connecter")
            assert page.evaluate("localStorage.getItem('depeche-conversation')") is None
            page.goto(f"{address}{start}")
            expect(page.locator("h1")).to_have_text("Se connecter")
        context.close()


def test_nobody_signs_out_where_nobody_signs_in(page: Page, address: str) -> None:
    expect(page.locator("#dp-new")).to_be_visible()
    expect(page.locator("#dp-sign-out")).to_have_count(0)
    page.goto(f"{address}/library")
    expect(page.locator(".dp-sign-out")).to_have_count(0)


def sign_in(page: Page) -> None:
    page.locator("#password").fill(PASSWORD)
    page.get_by_role("button").click()
    page.wait_for_selector(f"{BOX}, h1:not(:text('Sign in'))")


def test_a_notice_goes_when_its_time_is_over(localized: Page) -> None:
    localized.route("**/api/passages/*", lambda route: route.fulfill(
        status=429, headers={"Retry-After": "1"}, json={"detail": "no"}
    ))  # fmt: skip
    localized.locator(".dp-answer .dp-marker").first.click()
    expect(localized.locator(NOTICE)).to_be_visible()
    began = time.monotonic()
    expect(localized.locator(NOTICE)).to_be_hidden()
    assert time.monotonic() - began < 5
