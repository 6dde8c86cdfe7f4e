"""How much the first page weighs on the wire."""

from playwright.sync_api import Browser, expect

LIMIT = 400_000  # bytes transferred, compressed, headers included


def test_the_first_page_is_light_and_asks_nobody_else(browser: Browser, address: str) -> None:
    context = browser.new_context(locale="fr-FR")
    page = context.new_page()
    devtools = context.new_cdp_session(page)
    devtools.send("Network.enable")
    asked: list[str] = []
    sizes: list[float] = []
    devtools.on("Network.requestWillBeSent", lambda event: asked.append(event["request"]["url"]))
    devtools.on("Network.loadingFinished", lambda event: sizes.append(event["encodedDataLength"]))
    page.goto(address)
    expect(page.locator(".example")).to_have_count(1)
    expect(page.locator("#dp-library")).to_contain_text("3 articles")
    page.wait_for_load_state("networkidle")
    assert len(sizes) > 20
    assert sum(sizes) < LIMIT
    assert [url for url in asked if not url.startswith((address, "data:", "blob:"))] == []
    context.close()
