"""Who may call a widget: everything is decided here, and every refusal counted."""

import secrets
from collections.abc import Mapping
from dataclasses import dataclass

from ui.widget.configuration import WidgetSettings
from ui.widget.limits import Limits
from ui.widget.refusals import Refusals, Refused
from ui.widget.tokens import Tokens, Visitor


@dataclass(frozen=True)
class Widget:
    """A widget that is configured, with what has been used of its limits."""

    id: str
    settings: WidgetSettings
    limits: Limits


class Gate:
    """Decides on calls, without knowing HTTP. All methods are for the event loop's thread."""

    def __init__(self, configured: Mapping[str, WidgetSettings], tokens: Tokens) -> None:
        self._tokens = tokens
        self._widgets = {
            name: Widget(name, settings, Limits(settings)) for name, settings in configured.items()
        }
        self.refusals = Refusals()

    def page(self, widget_id: str, origin: str | None) -> Widget:
        """Return the widget for a page of `origin`; raises Refused, the same for every reason.

        CORS alone would not do: it keeps a page from reading an answer, not from asking.
        """
        widget = self._widgets.get(widget_id)
        if widget is None:
            raise Refused("unknown")
        if widget.settings.paused:
            raise Refused("paused")
        if origin not in widget.settings.origins:
            raise Refused("origin")
        return widget

    def new_token(self, widget: Widget, origin: str) -> str:
        """Return a token for a visitor who arrives on a page that `page` has let in."""
        return self._tokens.issue(widget.id, origin)

    def visitor(self, widget: Widget, origin: str, token: str | None) -> Visitor:
        """Return the visitor of a token that was issued for this page; raises Refused."""
        if not token:
            raise Refused("token_missing")
        return self._tokens.read(token, widget.id, origin)


def closed_gate() -> Gate:
    """A gate without widgets, which lets nobody in."""
    return Gate({}, Tokens(secrets.token_bytes()))


def open_gate(configured: Mapping[str, WidgetSettings], secret: bytes) -> Gate:
    """The gate of the configured widgets, whose tokens are signed with `secret`."""
    return Gate(configured, Tokens(secret))
