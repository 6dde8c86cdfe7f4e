"""axe-core finds nothing to blame on any page, in any state, in both themes and widths."""

from collections.abc import Callable

import pytest
from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import Browser, Page, expect

from tests.ui.standin import ARTICLES
from tests.ui.test_chat_page import BOX, MARKER, PANEL, ask


def violations(page: Page) -> list[str]:
    found = Axe().run(page).response["violations"]
    return [f"{one['id']}: {node['html'][:300]}" for one in found for node in one["nodes"]]


def chat(page: Page, address: str, blamed: Callable[[], None]) -> None:
    """Every state of the chat page."""
    page.goto(address)
    expect(page.locator(".example")).to_have_count(1)
    expect(page.locator(".examples[role]")).to_have_count(0)  # page/main.js has been here
    blamed()
    page.click(PANEL)
    expect(page.get_by_label("Published from")).to_be_visible()
    for question in ("sommet", "dispute", "prix du blé", "x" * 2001, "hostile"):
        ask(page, question)
    blamed()
    page.click(PANEL)
    page.locator(MARKER).first.focus()
    page.keyboard.press("Tab")
    expect(page.locator("#dp-tip")).to_be_visible()
    blamed()
    page.locator(MARKER).first.click()
    expect(page.locator("mark.dp-cited")).to_be_visible()
    page.wait_for_timeout(300)  # the panel slides in
    blamed()
    page.keyboard.press("Escape")
    page.locator(".dp-dislike").last.click()
    blamed()


def library(page: Page, address: str, blamed: Callable[[], None]) -> None:
    """The library page and one article."""
    for path in ("/library", "/library?q=visa&after=2020", "/library?after=x"):
        page.goto(f"{address}{path}")
        blamed()
    page.goto(f"{address}/library")
    page.click("summary")
    blamed()
    for article in (ARTICLES[0].id, "gone"):
        page.goto(f"{address}/library/{article}")
        blamed()


@pytest.mark.parametrize("scheme", ["light", "dark"])
@pytest.mark.parametrize("width", [1440, 390])
@pytest.mark.parametrize("visit", [chat, library])
def test_no_violation(
    browser: Browser,
    address: str,
    visit: Callable[[Page, str, Callable[[], None]], None],
    width: int,
    scheme: str,
) -> None:
    context = browser.new_context(
        locale="en-GB",
        viewport={"width": width, "height": 844},
        color_scheme="dark" if scheme == "dark" else "light",
        reduced_motion="reduce",
    )
    page = context.new_page()
    found: dict[str, None] = {}
    visit(page, address, lambda: found.update(dict.fromkeys(violations(page))))
    assert not found, "\n".join(found)
    context.close()


def test_the_chat_is_used_by_keyboard_alone(page: Page) -> None:
    expect(page.locator(BOX)).to_be_focused()
    page.keyboard.type("sommet")
    page.keyboard.press("Enter")
    expect(page.locator(".dp-copy")).to_be_visible()
    reached = []
    page.locator("#dp-new").focus()
    for _ in range(16):
        page.keyboard.press("Tab")
        reached.append(page.evaluate("document.activeElement.className.split(' ').at(-1)"))
    wanted = ["dp-marker", "dp-source", "dp-original", "dp-copy", "dp-link", "dp-again", "dp-like"]
    assert [name for name in dict.fromkeys(reached) if name in wanted] == wanted
