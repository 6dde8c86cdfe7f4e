"""The text of HTML that is all article, as in a book or an exported field: one block a paragraph.

trafilatura is not used here: it looks for the article in a page and leaves out the rest, and drops
what is short, such as verses and whole chapters of dialogue.
"""

import re
from collections.abc import Iterator
from typing import Any

_BLOCKS = frozenset(
    [
        "address",
        "article",
        "aside",
        "blockquote",
        "body",
        "caption",
        "center",
        "dd",
        "div",
        "dl",
        "dt",
        "figcaption",
        "figure",
        "footer",
        "form",
        "h1",
        "h2",
        "h3",
        "h4",
        "h5",
        "h6",
        "header",
        "hr",
        "main",
        "ol",
        "p",
        "pre",
        "section",
        "table",
        "ul",
    ]
)
_ROWS = ("li", "tr")
_CELLS = ("td", "th")
_LEFT_OUT = frozenset(["head", "noscript", "script", "style", "svg", "template", "title"])
_BLANKS = re.compile(r"[ \t\r\n\f]+")
_MARKUP = re.compile(r"</(?:a|b|div|em|h[1-6]|i|li|p|span|strong)\s*>|<(?:br|p)\s*/?>", re.I)


def has_markup(text: str) -> bool:
    """Whether `text` is written in HTML and does not just have a < in it."""
    return _MARKUP.search(text) is not None


def parse_html(html: str | bytes) -> Any:
    """Return the lxml tree of an HTML or XHTML text, None when there is nothing in it.

    The parser for HTML knows its named characters and reads no declaration of others, so that
    XHTML cannot make it fetch a file or grow.
    """
    from lxml import etree

    encoding = "utf-8" if isinstance(html, str) else None
    data = html.encode("utf-8", "replace") if isinstance(html, str) else html
    return etree.fromstring(data, etree.HTMLParser(no_network=True, encoding=encoding))


def text_of(tree: Any) -> str:
    """Return the words in an lxml tree, blocks with a blank line between, rows on their lines."""
    return "".join(_pieces(tree))


def _pieces(tree: Any) -> Iterator[str]:
    from lxml import etree

    # Not by recursion: trees can be deeper than Python's stack.
    walk = etree.iterwalk(tree, events=("start", "end", "comment", "pi"))
    for event, element in walk:
        tag = etree.QName(element).localname.lower() if event in ("start", "end") else ""
        if event == "start":
            if tag in _LEFT_OUT:
                walk.skip_subtree()
                continue
            yield "\n\n" if tag in _BLOCKS else "\n" if tag == "br" else ""
            yield _BLANKS.sub(" ", element.text or "")
            continue
        if tag in _BLOCKS:
            yield "\n\n"
        elif tag in _ROWS:
            yield "\n"
        elif tag in _CELLS:
            yield " | "
        if element is not tree:
            yield _BLANKS.sub(" ", element.tail or "")
