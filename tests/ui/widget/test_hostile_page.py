"""The widget looks and works the same under styles that were never meant for it, or against it."""

from typing import Any

import pytest
from playwright.sync_api import Page, expect

from tests.ui.widget.conftest import Widgets

STYLES = {
    "unset": "* { all: unset !important; display: none; }",
    "resets": """
      * { font: 40px/3 cursive !important; color: red !important; letter-spacing: 1em !important;
          text-transform: uppercase !important; margin: 30px !important; padding: 30px !important;
          border: 9px solid red !important; float: left !important; line-height: 5 !important;
          writing-mode: vertical-rl !important; word-spacing: 2em !important; }
      html { font-size: 40px !important; }
      button, textarea { display: none !important; }""",
    "invisible": """
      body > *, depeche-widget { opacity: 0 !important; visibility: hidden !important;
          pointer-events: none !important; transform: scale(0) !important;
          filter: blur(9px) !important; clip-path: inset(50%) !important;
          display: none !important; user-select: none !important; }""",
    "cover": """
      main { position: fixed; inset: 0; z-index: 2147483647; background: pink; }
      *::before, *::after { content: "cover" !important; display: block !important;
          position: fixed !important; inset: 0 !important; background: red !important; }
      body { transform: translate(300px, 300px) rotate(20deg); overflow: hidden;
          filter: invert(1); }""",
    "rtl": """
      html { direction: rtl; unicode-bidi: bidi-override; }
      :root { --accent: red; --ink: red; }""",
}  # fmt: skip

PARTS = (".launch", ".panel", ".bar h2", ".greeting", ".proposed button", "textarea", ".send")
LOOKS = (
    "fontSize", "fontFamily", "lineHeight", "color", "backgroundColor", "direction", "opacity",
    "visibility", "pointerEvents", "letterSpacing", "textTransform", "writingMode", "padding",
    "margin", "borderTopWidth", "float", "wordSpacing", "textAlign",
)  # fmt: skip


def appearance(page: Page) -> dict[str, Any]:
    """Where each part stands and how it looks, closed and opened."""
    seen: dict[str, Any] = {}
    launch = page.locator(".launch")
    expect(launch).to_be_visible()
    seen[".launch"] = [launch.bounding_box(), launch.evaluate(_LOOK, LOOKS)]
    launch.click()
    for selector in PARTS[1:]:
        part = page.locator(selector).first
        seen[selector] = [part.bounding_box(), part.evaluate(_LOOK, LOOKS)]
    return seen


_LOOK = "(one, names) => names.map((name) => [name, getComputedStyle(one)[name]])"


@pytest.mark.parametrize("name", STYLES)
def test_hostile_styles_change_nothing(tab: Page, widgets: Widgets, name: str) -> None:
    script = 'data-widget="demo" data-questions="visa"'
    body = "<main><p>Main</p></main>"
    calm = widgets.site.put("/calm", script, body=body)
    widgets.site.pages["/hostile.css"] = STYLES[name]
    head = '<link rel="stylesheet" href="hostile.css">'
    hostile = widgets.site.put("/hostile", script, body=body, head=head)
    if name == "rtl":
        widgets.site.pages["/hostile"] = widgets.site.pages["/hostile"].replace(
            "<html", "<html dir=rtl"
        )
    tab.goto(calm)
    expected = appearance(tab)
    tab.goto(hostile)
    assert appearance(tab) == expected
    tab.locator(".proposed button").click()
    tab.locator(".answer .marker").first.click()
    expect(tab.locator("mark b")).to_have_text("10 November 2023")
    # What the reader sees at its corners is the widget, not what the page would lay over it.
    box = tab.locator(".panel").bounding_box()
    assert box
    for x, y in ((0.1, 0.1), (0.9, 0.1), (0.5, 0.5), (0.1, 0.9), (0.9, 0.9)):
        point = [box["x"] + x * box["width"], box["y"] + y * box["height"]]
        top = tab.evaluate("([x, y]) => document.elementFromPoint(x, y)?.tagName", point)
        assert top == "DEPECHE-WIDGET"


def test_a_page_that_denies_storage_still_has_its_widget(tab: Page, widgets: Widgets) -> None:
    tab.add_init_script(
        """Object.defineProperty(window, "sessionStorage",
             { get() { throw new DOMException("denied", "SecurityError"); } });"""
    )
    tab.goto(widgets.site.put("/denied", 'data-widget="demo" data-opened'))
    tab.get_by_label("Your question").fill("visa")
    tab.keyboard.press("Enter")
    expect(tab.locator(".answer")).to_be_visible()
