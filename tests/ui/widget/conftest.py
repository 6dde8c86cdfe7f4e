"""Dépêche with a few widgets, the sites that show them, and a reader's browser."""

from collections.abc import Iterator
from dataclasses import dataclass

import pytest
from fastapi import FastAPI
from playwright.sync_api import Browser, Page

from tests.ui.conftest import serving
from tests.ui.standin import StandIn
from tests.ui.widget.sites import Site, hosting
from ui.server import create_app
from ui.serving import Serving
from ui.widget.configuration import WidgetSettings
from ui.widget.gate import Gate
from ui.widget.tokens import Tokens

SECRET = b"a secret of the tests, 32 bytes."


@dataclass(frozen=True)
class Widgets:
    """A running server of widgets, and the gate that counts its refusals."""

    server: str
    gate: Gate
    assistant: StandIn
    site: Site
    """An allowed site."""
    other: Site
    """A site that is allowed for the widget `other` alone."""


@pytest.fixture(scope="module")
def widgets() -> Iterator[Widgets]:
    """A server whose widget `demo` may stand on one site; module by module, for its counts."""
    with hosting() as site, hosting() as other:
        gate = Gate(
            {
                "demo": WidgetSettings(origins=(site.origin,)),
                "both": WidgetSettings(origins=(site.origin, other.origin)),
                "other": WidgetSettings(origins=(other.origin,)),
                "paused": WidgetSettings(origins=(site.origin,), paused=True),
                "nowhere": WidgetSettings(),
                "slow": WidgetSettings(origins=(site.origin,), questions_per_visitor=2),
            },
            Tokens(SECRET),
        )
        assistant = StandIn()
        app: FastAPI = create_app(assistant, Serving(gate=gate))
        with serving(app) as server:
            site.server = other.server = server
            yield Widgets(server, gate, assistant, site, other)


@pytest.fixture
def tab(browser: Browser) -> Iterator[Page]:
    """A tab of an English reader with a wide screen; a script error on its page fails the test."""
    context = browser.new_context(locale="en-GB", viewport={"width": 1440, "height": 900})
    page = context.new_page()
    errors: list[str] = []
    page.on("pageerror", lambda error: errors.append(str(error)))
    yield page
    context.close()
    assert errors == []
