"""Takes the pictures of docs/screenshots: every state of the pages, in both themes and two widths.

`python -m scripts.screenshots [STATE …]` takes those of some states, or of all. It starts the
servers that it needs: only sample articles may be in the pictures.
"""

import io
import sys
from collections.abc import Callable
from pathlib import Path

from PIL import Image
from playwright.sync_api import Browser, FilePayload, Page, expect, sync_playwright

from scripts.pictured import PASSWORD, pictured_servers

FOLDER = Path(__file__).resolve().parents[1] / "docs" / "screenshots"
CHROMIUM = "/usr/bin/chromium"
FLAGS = ["--no-sandbox", "--disable-gpu", "--disable-quic", "--no-first-run"]
SIZES = ((1440, 900), (390, 844))
THEMES = ("light", "dark")
COLOURS = 96  # of a picture; more makes it larger, not better
BOX = "#dp-ask textarea"
TOLD = ".dp-copy, .dp-failure"


def empty(page: Page) -> None:
    """The page as it is first opened."""
    expect(page.locator(".example").first).to_be_visible()


def answer(page: Page) -> None:
    """An answer with its sources."""
    ask(page, "When is the second China-Central Asia summit?")


def actions(page: Page) -> None:
    """The end of an answer: what can be done with it."""
    answer(page)
    page.locator(".dp-actions").scroll_into_view_if_needed()
    page.locator("#dp-chat .bubble-wrap").evaluate("element => element.scrollTop = 1e6")


def tooltip(page: Page) -> None:
    """The quote of a marker that has the focus."""
    answer(page)
    page.locator(".dp-answer .dp-marker").first.focus()
    page.keyboard.press("Tab")
    expect(page.locator("#dp-tip")).to_be_visible()


def panel(page: Page) -> None:
    """The article that an answer cites, at its quote."""
    ask(page, "Who will host the third summit?")
    page.locator(".dp-answer .dp-marker").first.click()
    expect(page.locator("mark.dp-cited")).to_be_in_viewport()


def several(page: Page) -> None:
    """Articles that say the same, and others that say something else."""
    ask(page, "Dans quelle ville se tient le deuxième sommet Chine-Asie centrale ?")


def abstention(page: Page) -> None:
    """A question that the articles do not answer."""
    ask(page, "Who won the football world cup in 2010?")


def follow_up(page: Page) -> None:
    """A question that leans on the one before it, with what it was understood as."""
    ask(page, "Where was the first China-Central Asia summit held?")
    ask(page, "And the second?")


def filters(page: Page) -> None:
    """The filters, open, and an answer within a period."""
    page.click("#dp-filters button.label-wrap")
    page.locator("#dp-filters input, #dp-filters textarea").first.fill("2025-02")
    ask(page, "Where will the second summit be held?")


def refusal(page: Page) -> None:
    """Filters that do not fit."""
    page.click("#dp-filters button.label-wrap")
    page.locator("#dp-filters input, #dp-filters textarea").first.fill("soon")
    ask(page, "Where will the second summit be held?")


def feedback(page: Page) -> None:
    """What is asked of a reader who dislikes an answer."""
    answer(page)
    page.click(".dp-dislike")


def library(page: Page) -> None:
    """The list of the articles."""
    page.goto(page.url + "library")


def search(page: Page) -> None:
    """A search in the library."""
    page.goto(page.url + "library?q=railway")


def article(page: Page) -> None:
    """One article of the library."""
    page.goto(page.url + "library")
    page.locator(".dp-articles a").first.click()


def sign_in(page: Page) -> None:
    """What is shown to those who have not signed in."""
    expect(page.locator("input[type=password]")).to_be_visible()


def signed_in(page: Page) -> None:
    """The empty page of a reader who signed in, and can sign out."""
    enter(page)
    expect(page.locator("#dp-sign-out")).to_be_visible()


def written(page: Page) -> None:
    """An answer that a language model wrote, a sentence left out, a quote with its translation."""
    enter(page)
    ask(page, "When did the visa exemption between China and Kazakhstan take effect?")
    expect(page.locator(".dp-pair p")).to_be_visible()


def carried(page: Page) -> None:
    """An article that another paper carries, too."""
    enter(page)
    ask(page, "How much cargo moved along the Middle Corridor in 2024?")
    expect(page.locator(".dp-carried")).to_be_visible()


def upload(page: Page) -> None:
    """Files that were added on the library page, and one that was skipped."""
    enter(page)
    page.goto(page.url + "library")
    page.click(".dp-add summary")
    files: list[FilePayload] = [
        {"name": name, "mimeType": "text/plain", "buffer": text.encode()}
        for name, text in ADDED.items()
    ]
    page.locator(".dp-add input").set_input_files(files)
    expect(page.locator(".dp-renewed")).to_be_visible(timeout=60_000)


def fallback(page: Page) -> None:
    """An answer in quotes, because the language model is down."""
    enter(page)
    ask(page, "Who will host the third summit?")


def stopped(page: Page) -> None:
    """What a language model had written when the reader stopped it."""
    enter(page)
    page.fill(BOX, "Where was the first China-Central Asia summit held?")
    page.press(BOX, "Enter")
    expect(page.locator(".dp-draft")).to_be_visible(timeout=30_000)
    page.click("#dp-ask .stop-button")
    expect(page.locator(".dp-stopped")).to_be_visible()


def disagreement(page: Page) -> None:
    """Articles that contradict each other."""
    ask(page, "How long will the railway be?")


def nothing(page: Page) -> None:
    """A question to a library without articles."""
    ask(page, "Who will host the third summit?")


ADDED = {
    "khorgos-market.txt": "Title: The market at Khorgos\n\nTraders came back to Khorgos in spring.",
    "notes.txt": "",
}

PLAIN: list[Callable[[Page], None]] = [
    empty, answer, actions, tooltip, panel, several, abstention, follow_up, filters,
    refusal, feedback, library, search, article,
]  # fmt: skip
FULL: list[Callable[[Page], None]] = [
    sign_in,
    signed_in,
    written,
    carried,
    upload,
    fallback,
    stopped,
]


def enter(page: Page) -> None:
    """Sign in."""
    page.fill("input[type=password]", PASSWORD)
    page.press("input[type=password]", "Enter")
    page.wait_for_selector(BOX)


def ask(page: Page, question: str) -> None:
    """Ask, and wait until the whole answer stands there."""
    told = page.locator(TOLD).count()
    page.fill(BOX, question)
    page.press(BOX, "Enter")
    expect(page.locator(TOLD)).to_have_count(told + 1, timeout=60_000)


def take(browser: Browser, address: str, state: Callable[[Page], None]) -> None:
    """Take the pictures of one state: English by day, French by night."""
    for theme, locale in zip(THEMES, ("en-GB", "fr-FR"), strict=True):
        for width, height in SIZES:
            context = browser.new_context(
                locale=locale,
                color_scheme="dark" if theme == "dark" else "light",
                viewport={"width": width, "height": height},
            )
            page = context.new_page()
            page.goto(f"{address}/")
            page.wait_for_selector(f"{BOX}, input[type=password]")
            state(page)
            page.wait_for_timeout(600)  # until everything that moves stands still
            picture = Image.open(io.BytesIO(page.screenshot()))
            small = picture.convert("RGB").quantize(COLOURS, dither=Image.Dither.NONE)
            small.save(FOLDER / f"{state.__name__}-{theme}-{width}.png", optimize=True)
            context.close()


def main() -> None:
    """Take the pictures of the states named, or of all."""
    named = sys.argv[1:]
    FOLDER.mkdir(parents=True, exist_ok=True)
    with pictured_servers() as addresses, sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=CHROMIUM, args=FLAGS)
        pictured: dict[str, list[Callable[[Page], None]]] = {
            addresses.plain: PLAIN,
            addresses.full: FULL,
            addresses.disputed: [disagreement],
            addresses.bare: [nothing],
        }
        for address, states in pictured.items():
            for state in states:
                if not named or state.__name__ in named:
                    take(browser, address, state)
                    print(state.__name__, flush=True)
        browser.close()


if __name__ == "__main__":
    main()
