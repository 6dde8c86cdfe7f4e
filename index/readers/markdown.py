"""Markdown files: YAML front matter, first heading as the title, text without its syntax."""

import re
from collections.abc import Iterator, Sequence
from dataclasses import replace
from datetime import date
from itertools import pairwise
from typing import TYPE_CHECKING

from index.readers.completion import complete
from index.readers.decoding import decode_text
from index.readers.draft import Draft
from index.readers.headers import draft_of, field_of, split_header
from index.readers.hygiene import one_line

if TYPE_CHECKING:
    from markdown_it.token import Token

_FRONT_MATTER = re.compile(
    r"\A\ufeff?\s*---[ \t]*\r?\n(?P<yaml>.*?)\r?\n(?:---|\.\.\.)[ \t]*(?:\r?\n|\Z)", re.S
)
_TAG = re.compile(r"<!--.*?-->|<[^<>]*>", re.S)


def read(data: bytes, name: str) -> Draft:
    """Return the article in the bytes of a Markdown file called `name` (for error messages)."""
    text = decode_text(data, name)
    fields, body = _split_front_matter(text)
    if not fields:
        fields, body = split_header(text)
    title, plain = _render(body)
    draft = draft_of(fields, plain)
    return complete(replace(draft, title=draft.title or title), title_in_text=False)


def _split_front_matter(text: str) -> tuple[dict[str, str], str]:
    found = _FRONT_MATTER.match(text)
    if found is None:
        return {}, text
    import yaml  # type: ignore[import-untyped]

    try:
        stated = yaml.safe_load(found["yaml"])
    except (yaml.YAMLError, ValueError):
        # Titles with a colon and no quotes are common; such blocks are read line by line.
        return split_header(found["yaml"] + "\n\n")[0], text[found.end() :]
    if not isinstance(stated, dict):
        return {}, text
    fields = {
        field: _stated(value)
        for key, value in stated.items()
        if isinstance(value, str | int | float | date | list) and (field := field_of(str(key)))
    }
    return fields, text[found.end() :]


def _stated(value: object) -> str:
    """The words of a value; several authors are often a list."""
    if isinstance(value, list):
        return ", ".join(item for item in value if isinstance(item, str))
    return str(value)


def _render(markdown: str) -> tuple[str | None, str]:
    """Return the first heading of level one, and the text: one block a paragraph."""
    from markdown_it import MarkdownIt

    tokens = MarkdownIt("commonmark").enable(["table", "strikethrough"]).parse(markdown)
    title = None
    for before, token in pairwise(tokens):
        if before.type == "heading_open" and before.tag == "h1":
            title = one_line(_inline(token))
            break
    return title, "".join(_blocks(tokens))


def _blocks(tokens: Sequence["Token"]) -> Iterator[str]:
    """Yield the text of the tokens with its separators: a blank line, or a line end in lists."""
    for token in tokens:
        if token.type == "inline":
            yield _inline(token)
        elif token.type in ("fence", "code_block"):
            yield f"{token.content}\n"
        elif token.type == "html_block":
            yield f"{_TAG.sub('', token.content)}\n\n"
        elif token.type in ("td_close", "th_close"):
            yield " | "
        elif token.type in ("tr_close", "list_item_close"):
            yield "\n"
        elif token.type in ("paragraph_close", "heading_close"):
            # Paragraphs are hidden in a tight list, whose items end their own lines.
            yield "" if token.hidden else "\n\n"
        elif token.type in ("table_close", "bullet_list_close", "ordered_list_close"):
            yield "\n"


def _inline(token: "Token") -> str:
    """The words of an inline token; a picture and its description are not the article's words."""
    parts = []
    for child in token.children or ():
        if child.type in ("text", "code_inline"):
            parts.append(child.content)
        elif child.type == "softbreak":
            parts.append(" ")
        elif child.type == "hardbreak":
            parts.append("\n")
    return "".join(parts)
