"""An answer as a message in the markup of a chat service."""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Protocol
from urllib.parse import quote, urlsplit

from assistant.answer import Answer, Citation
from assistant.wording import date_text
from ui.answer_pieces import pieces
from ui.words import all_words

_CUT = "…"
_CONTROL = re.compile(r"[\x00-\x08\x0b-\x1f\x7f]")


class Markup(Protocol):
    """How a service writes text and links."""

    @property
    def limit(self) -> int:
        """Characters of the longest message."""
        ...

    def text(self, text: str) -> str:
        """Write `text` so that nothing in it is read as markup."""
        ...

    def bold(self, written: str) -> str:
        """Make what is written already bold."""
        ...

    def link(self, written: str, url: str) -> str:
        """Make what is written already a link to `url`, which is a safe web address."""
        ...


@dataclass(frozen=True)
class HTMLMarkup:
    """The little HTML that Telegram reads."""

    limit: int = 4_096

    def text(self, text: str) -> str:
        """Write `text`, see Markup."""
        escaped = text.replace("&", "&amp;").replace("<", "&lt;").replace(">", "&gt;")
        return escaped.replace('"', "&quot;")

    def bold(self, written: str) -> str:
        """Make it bold."""
        return f"<b>{written}</b>"

    def link(self, written: str, url: str) -> str:
        """Make it a link."""
        return f'<a href="{self.text(url)}">{written}</a>'


@dataclass(frozen=True)
class MarkdownMarkup:
    """Markdown as Mattermost and Teams read it: every punctuation mark is escaped."""

    limit: int

    def text(self, text: str) -> str:
        """Write `text`, see Markup."""
        # Mattermost looks for mentions when Markdown is done: a joiner keeps "@all" from being one.
        # Spaces at the beginning of a line would make it code.
        apart = re.sub(r"@(?=\w)", "@\u2060", re.sub(r"\n[ \t]+", "\n", text))
        escaped = re.sub(r"([!-/:-@\[-`{-~])", r"\\\1", apart)
        return escaped.replace("\\&", "&amp;").replace("\\<", "&lt;").replace("\\>", "&gt;")

    def bold(self, written: str) -> str:
        """Make it bold."""
        return f"**{written}**"

    def link(self, written: str, url: str) -> str:
        """Make it a link."""
        return f"[{written}]({quote(url, safe=_IN_ADDRESS)})"


@dataclass(frozen=True)
class SlackMarkup:
    """Slack's mrkdwn, in which only three characters can begin anything but style."""

    limit: int = 12_000

    def text(self, text: str) -> str:
        """Write `text`, see Markup."""
        escaped = text.replace("&", "&amp;").replace("<", "&lt;").replace(">", "&gt;")
        # A zero-width space keeps the marks of style from being paired.
        return re.sub(r"([*_~`])", "\u200b\\1\u200b", escaped)

    def bold(self, written: str) -> str:
        """Make it bold; Slack wants it apart from letters."""
        return f"*{written}*"

    def link(self, written: str, url: str) -> str:
        """Make it a link."""
        return f"<{quote(url, safe=_IN_ADDRESS).replace('&', '&amp;')}|{written}>"


_IN_ADDRESS = "/:?#@!$&*+,;=%~-._"
"""Characters that stay as they are in an address: none that ends a link in any markup."""


def message(answer: Answer, markup: Markup) -> str:
    """Return the answer, and its sources below it, in the markup of a service.

    Before it stands how a question was understood that leans on those before it.
    What is over the limit of the service is left out line by line, from the end.
    """
    said = [*_understood(answer, markup), *"".join(_written(answer, markup)).split("\n")]
    sources = [_source(citation, answer.language, markup) for citation in answer.citations]
    return _fitting([*said, "", *sources], markup.limit)


def _understood(answer: Answer, markup: Markup) -> list[str]:
    if not answer.understood:
        return []
    words = all_words()["fr" if answer.language == "fr" else "en"]
    told = words.understood.format(question=answer.understood)
    return [markup.text(_CONTROL.sub("", told).replace("\n", " ")), ""]


def _written(answer: Answer, markup: Markup) -> Iterator[str]:
    for piece in pieces(answer):
        text = markup.text(_CONTROL.sub("", piece.text))
        # Marks of style do not reach over line ends, nor spaces at their ends.
        plain = piece.kind != "answering" or "\n" in text or text != text.strip()
        yield text if plain else markup.bold(text)


def _source(citation: Citation, language: str, markup: Markup) -> str:
    name = citation.title or citation.source or " ".join(citation.quote.split())[:90]
    written = markup.text(_CONTROL.sub("", name).replace("\n", " "))
    if citation.url and is_web_address(citation.url):
        written = markup.link(written, citation.url)
    known = [citation.source if citation.title else None, date_text(citation, language)]
    rest = [markup.text(_CONTROL.sub("", part)) for part in known if part]
    return " · ".join([f"{markup.text(f'[{citation.marker}]')} {written}", *rest])


def is_web_address(url: str) -> bool:
    """Tell whether an address may be a link: of the web, and without a user's name before it."""
    try:
        parts = urlsplit(url)
    except ValueError:
        return False
    return parts.scheme in {"http", "https"} and bool(parts.hostname) and not parts.username


def _fitting(lines: list[str], limit: int) -> str:
    kept: list[str] = []
    left = limit - len(_CUT)
    for line in lines:
        left -= len(line) + 1
        if left < 0:
            return "\n".join([*kept, _CUT])
        kept.append(line)
    return "\n".join(kept)
