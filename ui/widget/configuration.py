"""What can be set about a widget: where it may stand, how much it may ask, what it searches."""

import re
from ipaddress import IPv6Address
from typing import Annotated
from urllib.parse import urlsplit

from pydantic import AfterValidator, BaseModel, ConfigDict, Field, StringConstraints

from index.scope import Scope, read_scope

WidgetId = Annotated[str, StringConstraints(pattern=r"^[A-Za-z0-9_-]{1,64}$")]
"""A widget's public name, as it stands in the pages that show it."""

_NAME = re.compile(r"[a-z0-9_-]+(\.[a-z0-9_-]+)*")
_DEFAULT_PORTS = {"http": 80, "https": 443}


def read_origin(written: str) -> str:
    """Return an origin as browsers send it: scheme, host and port, without the usual port.

    Raises ValueError for anything else; there are no wildcards, and "null" is no origin to trust.
    """
    parts = urlsplit(written.strip().lower())
    usual = _DEFAULT_PORTS.get(parts.scheme)
    if usual is None or not parts.hostname or "@" in parts.netloc:
        raise ValueError("not an http or https origin")
    if parts.path not in {"", "/"} or parts.query or parts.fragment:
        raise ValueError("an origin has no path")
    host = f"[{IPv6Address(parts.hostname)}]" if ":" in parts.hostname else parts.hostname
    if not (host.startswith("[") or _NAME.fullmatch(host)):
        raise ValueError("not the name of a host; write one with accents as xn--…")
    port = "" if parts.port in {None, usual} else f":{parts.port}"
    return f"{parts.scheme}://{host}{port}"


class WidgetSettings(BaseModel):
    """One table `[widgets.ID]` of the settings. The descriptions end the sentence "it is …"."""

    model_config = ConfigDict(frozen=True, extra="forbid", strict=True)

    origins: Annotated[
        tuple[Annotated[str, AfterValidator(read_origin)], ...], Field(strict=False)
    ] = Field(
        default=(),
        description="the list of origins of the pages that may show the widget, such as "
        "https://intranet.example or http://localhost:8000; an empty list means none",
    )
    paused: bool = Field(
        default=False,
        description="true to close the widget for a while on every page, otherwise false",
    )
    questions_per_visitor: int = Field(
        default=10,
        ge=1,
        description="how many questions a visitor may ask in a minute, at least 1",
    )
    calls_per_address: int = Field(
        default=120,
        ge=1,
        description="how many calls (arriving, asking, opening an article) one address may make in "
        "a minute, at least 1; the people of an office may share one",
    )
    questions_per_day: int = Field(
        default=5000,
        ge=1,
        description="how many questions all visitors together may ask in a day (UTC), at least 1",
    )
    source: str | None = Field(
        default=None,
        min_length=1,
        max_length=200,
        description="the newspaper, agency or site whose articles alone the widget searches",
    )
    article_language: str | None = Field(
        default=None,
        pattern="^[a-z]{2}$",
        description="the language (ISO 639-1) whose articles alone the widget searches",
    )

    @property
    def scope(self) -> Scope:
        """The articles that the widget searches and shows."""
        return read_scope(source=self.source, language=self.article_language)
