"""Pages that want what they may not have, in a real browser; every refusal is counted."""

from collections import Counter

import pytest
from playwright.sync_api import Page, expect

from tests.ui.widget.conftest import Widgets

CALL = """async ([server, path, token, widget]) => {
  const headers = { "Content-Type": "application/json" };
  if (token) headers["Depeche-Visitor"] = token;
  const body = JSON.stringify({ question: "visa", language: "en" });
  try {
    const address = `${server}/widget/${widget}/${path}`;
    const response = await fetch(address, { method: "POST", headers, body });
    return [response.status, await response.json()];
  } catch (error) {
    return [0, error.name];
  }
}"""


def call(
    page: Page, widgets: Widgets, path: str, token: str = "", widget: str = "demo"
) -> list[object]:
    result: list[object] = page.evaluate(CALL, [widgets.server, path, token, widget])
    return result


def refused(widgets: Widgets, before: Counter[str]) -> Counter[str]:
    return Counter({str(k): v for k, v in widgets.gate.refusals.counts.items()}) - before


@pytest.fixture
def before(widgets: Widgets) -> Counter[str]:
    return Counter({str(k): v for k, v in widgets.gate.refusals.counts.items()})


def test_a_page_that_is_not_allowed_shows_a_widget_that_gets_nothing(
    tab: Page, widgets: Widgets, before: Counter[str]
) -> None:
    asked = len(widgets.assistant.scopes)
    tab.goto(widgets.other.put("/stolen", 'data-widget="demo" data-opened'))
    tab.get_by_label("Your question").fill("visa")
    tab.keyboard.press("Enter")
    expect(tab.locator(".failure")).to_have_text(
        "The assistant does not answer for the moment. Try again later."
    )
    assert len(widgets.assistant.scopes) == asked
    assert refused(widgets, before) == {"origin": 1}


def test_it_gets_nothing_by_requests_that_need_no_permission(
    tab: Page, widgets: Widgets, before: Counter[str]
) -> None:
    tab.goto(widgets.site.origin)
    token = call(tab, widgets, "token")[1]["token"]  # type: ignore[index]
    asked = len(widgets.assistant.scopes)
    widgets.other.careless.add("/simple")
    tab.goto(widgets.other.put("/simple", 'data-widget="demo"'))
    # Sent without a preflight, by a page that cannot read the answer but hopes for an effect.
    tab.evaluate(
        """async ([server, token]) => {
          const body = JSON.stringify({ question: "visa", language: "en" });
          const blind = { method: "POST", mode: "no-cors", credentials: "include", body };
          await fetch(`${server}/widget/demo/ask`, blind).catch(() => {});
          await fetch(`${server}/widget/demo/ask?Depeche-Visitor=${token}`, blind).catch(() => {});
        }""",
        [widgets.server, token],
    )
    assert len(widgets.assistant.scopes) == asked
    assert refused(widgets, before) == {"origin": 2}


def test_a_token_replayed_from_another_allowed_origin(
    tab: Page, widgets: Widgets, before: Counter[str]
) -> None:
    tab.goto(widgets.site.origin)
    token = call(tab, widgets, "token", widget="both")[1]["token"]  # type: ignore[index]
    assert call(tab, widgets, "ask", token, "both")[0] == 200
    tab.goto(widgets.other.put("/replay", 'data-widget="both"'))
    status, problem = call(tab, widgets, "ask", token, "both")
    assert status == 401
    assert problem["title"] == "Unauthorized"  # type: ignore[index]
    assert refused(widgets, before) == {"token_of_another_page": 1}


def test_a_page_in_a_sandbox_has_no_origin_to_trust(
    tab: Page, widgets: Widgets, before: Counter[str]
) -> None:
    widgets.site.careless |= {"/framed", "/frame"}
    widgets.site.put("/framed", 'data-widget="demo" data-opened')
    body = '<iframe sandbox="allow-scripts" src="framed" width=600 height=600></iframe>'
    tab.goto(widgets.site.put("/frame", "", body=body))
    frame = tab.frame_locator("iframe")
    frame.get_by_label("Your question").fill("visa")
    frame.get_by_label("Your question").press("Enter")
    expect(frame.locator(".failure")).to_be_visible()
    assert refused(widgets, before) == {"origin": 1}


def test_a_forged_token_and_a_flood(tab: Page, widgets: Widgets, before: Counter[str]) -> None:
    tab.goto(widgets.site.origin)
    assert call(tab, widgets, "ask", "forged")[0] == 401
    assert call(tab, widgets, "ask")[0] == 401
    token = call(tab, widgets, "token", widget="slow")[1]["token"]  # type: ignore[index]
    statuses = [call(tab, widgets, "ask", token, "slow")[0] for _ in range(5)]
    assert statuses == [200, 200, 429, 429, 429]
    assert refused(widgets, before) == {
        "token_forged": 1, "token_missing": 1, "visitor_limit": 3,
    }  # fmt: skip
