"""axe-core finds nothing to blame on the demonstration page, whatever the widget shows."""

import pytest
from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import Browser, Page, expect

from tests.ui.widget.conftest import Widgets


def violations(page: Page) -> list[str]:
    found = Axe().run(page).response["violations"]
    return [f"{one['id']}: {node['html']}" for one in found for node in one["nodes"]]


@pytest.mark.parametrize("scheme", ["light", "dark"])
@pytest.mark.parametrize("width", [1440, 390])
def test_no_violation(browser: Browser, widgets: Widgets, scheme: str, width: int) -> None:
    context = browser.new_context(
        locale="en-GB",
        viewport={"width": width, "height": 844},
        color_scheme="dark" if scheme == "dark" else "light",
    )
    page = context.new_page()
    page.goto(widgets.site.origin)
    expect(page.locator(".launch")).to_be_visible()
    assert violations(page) == []
    page.locator(".launch").click()
    assert violations(page) == []
    box = page.get_by_label("Your question")
    for turn, question in enumerate(("sommet", "nothing of it", "crash")):
        box.fill(question)
        box.press("Enter")
        expect(page.locator(".answer, .failure")).to_have_count(turn + 1)
    assert violations(page) == []
    page.locator(".marker").first.click()
    expect(page.locator("mark")).to_be_visible()
    assert violations(page) == []
    context.close()
