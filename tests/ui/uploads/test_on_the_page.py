"""Adding files on the library page, in a real browser."""

from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

import pytest
from playwright.sync_api import Browser, FilePayload, Page, Route, expect

from tests.ui.conftest import serving
from tests.ui.standin import StandIn
from tests.ui.test_accessibility import violations
from ui.server import create_app
from ui.serving import Serving

RESULTS = ".dp-results li"
STATE = ".dp-state"


@dataclass(frozen=True)
class Library:
    address: str
    assistant: StandIn
    folder: Path


@pytest.fixture(scope="module")
def library(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Library]:
    assistant, folder = StandIn(), tmp_path_factory.mktemp("library") / "uploads"
    with serving(create_app(assistant, Serving(uploads=folder))) as address:
        yield Library(f"{address}/library", assistant, folder)


@pytest.fixture
def page(browser: Browser, library: Library) -> Iterator[Page]:
    context = browser.new_context(locale="en-GB")
    page = context.new_page()
    page.goto(library.address)
    yield page
    context.close()


def file(name: str, content: bytes) -> FilePayload:
    return {"name": name, "mimeType": "text/plain", "buffer": content}


def choose(page: Page, *files: FilePayload) -> None:
    page.locator(".dp-add input").set_input_files(files)


def test_every_file_gets_a_line(page: Page, library: Library) -> None:
    page.click("summary")
    choose(page, file("a.txt", b"one"), file("empty.txt", b""), file("b.txt", b"two"))
    expect(page.locator(STATE)).to_have_text("Finished. Taken in: 2 of 3.")
    expect(page.locator(RESULTS)).to_have_text(
        [
            "a.txtadded",
            "empty.txtskipped — empty.txt holds no text: give a file with an article in it.",
            "b.txtadded",
        ]
    )
    choose(page, file("a.txt", b"other"), file("b.txt", b"two"))
    expect(page.locator(RESULTS)).to_have_text(["a.txtupdated", "b.txtunchanged"])
    expect(page.locator("progress")).to_be_hidden()
    page.get_by_role("link", name="Show the library as it is now").click()
    expect(page).to_have_url(library.address)
    assert {path.name for path in library.folder.iterdir()} == {"a.txt", "b.txt"}


def test_progress_is_shown_and_more_can_be_added_meanwhile(page: Page, library: Library) -> None:
    library.assistant.go_on.clear()
    page.click("summary")
    choose(page, file("slow.txt", b"wait"))
    expect(page.locator(STATE)).to_have_text("Taking in slow.txt (1 of 1)")
    choose(page, file("next.txt", b"next"))
    expect(page.get_by_role("progressbar", name="Progress")).to_be_visible()
    library.assistant.go_on.set()
    expect(page.locator(STATE)).to_have_text("Finished. Taken in: 2 of 2.")


def test_files_are_dropped_anywhere_on_the_page(page: Page, library: Library) -> None:
    dropped = page.evaluate_handle(
        """() => {
          const held = new DataTransfer();
          held.items.add(new File(["text"], "<img src=x onerror=alert(1)>.txt"));
          return held;
        }"""
    )
    page.dispatch_event("h1", "dragover", {"dataTransfer": dropped})
    expect(page.locator(".dp-add.dp-over[open]")).to_have_count(1)
    page.dispatch_event("h1", "drop", {"dataTransfer": dropped})
    expect(page.locator(RESULTS)).to_contain_text("<img src=x onerror=alert(1)>.txt")
    expect(page.locator(RESULTS)).to_contain_text("added")
    expect(page.locator(".dp-over")).to_have_count(0)
    assert not [path for path in library.folder.iterdir() if "<" in path.name]


def test_a_busy_server_is_waited_for(page: Page) -> None:
    refused: list[Route] = []

    def refuse_once(route: Route) -> None:
        if refused:
            route.continue_()
            return
        refused.append(route)
        route.fulfill(status=429, headers={"Retry-After": "1"}, json={"detail": "no"})

    page.route("**/api/articles", refuse_once)
    page.click("summary")
    choose(page, file("c.txt", b"three"))
    expect(page.locator(STATE)).to_have_text("The server is busy; going on in 1 s")
    expect(page.locator(RESULTS)).to_have_text(["c.txtadded"])


def test_what_cannot_be_sent_is_told(page: Page) -> None:
    page.click("summary")
    choose(page, file("large.txt", b"x" * 20_000_001), file("d.txt", b"four"))
    expect(page.locator(RESULTS).first).to_have_text("large.txtskipped — It is larger than 20 MB.")
    expect(page.locator(RESULTS).last).to_have_text("d.txtadded")
    page.route("**/api/articles", lambda route: route.abort())
    choose(page, file("e.txt", b"five"))
    expect(page.locator(RESULTS)).to_contain_text("The server does not answer")
    expect(page.locator(STATE)).to_have_text("Finished. Taken in: 0 of 1.")


def test_it_is_done_by_keyboard_alone_in_french(browser: Browser, library: Library) -> None:
    context = browser.new_context(locale="fr-FR")
    page = context.new_page()
    page.goto(library.address)
    page.locator(".dp-back").focus()
    page.keyboard.press("Tab")
    page.keyboard.press("Enter")
    page.keyboard.press("Tab")
    with page.expect_file_chooser() as chooser:
        page.keyboard.press("Space")
    assert chooser.value.is_multiple()
    chooser.value.set_files(file("f.txt", b"six"))
    expect(page.get_by_role("status").first).to_have_text("Terminé. Intégrés : 1 sur 1.")
    expect(page.locator(RESULTS)).to_have_text(["f.txtajouté"])
    context.close()


def test_a_french_reader_is_told_why_in_french(browser: Browser, library: Library) -> None:
    context = browser.new_context(locale="fr-FR")
    page = context.new_page()
    page.goto(library.address)
    page.click("summary")
    choose(page, file("{name}.txt", b""))
    expect(page.locator(RESULTS)).to_contain_text(
        "ne contient pas de texte\u202f: donnez un fichier"
    )
    expect(page.locator(RESULTS).locator("[lang]")).to_have_count(0)
    page.route("**/api/articles", lambda route: route.fulfill(status=403, json={"detail": "No."}))
    choose(page, file("h.txt", b"nine"))
    expect(page.locator(RESULTS).locator("[lang=en]")).to_have_text("No.")
    context.close()


@pytest.mark.parametrize("scheme", ["light", "dark"])
@pytest.mark.parametrize("width", [1440, 390])
def test_no_violation(browser: Browser, library: Library, width: int, scheme: str) -> None:
    context = browser.new_context(
        locale="en-GB",
        viewport={"width": width, "height": 844},
        color_scheme="dark" if scheme == "dark" else "light",
    )
    page = context.new_page()
    page.goto(library.address)
    page.click("summary")
    assert violations(page) == []
    long = "a name that is long enough to need two lines on a telephone, or even three of them.txt"
    choose(page, file("g.txt", b"seven"), file("empty.txt", b""), file(long, b"eight"))
    expect(page.locator(RESULTS)).to_have_count(3)
    assert violations(page) == []
    assert page.evaluate("document.documentElement.scrollWidth") <= width
    context.close()
