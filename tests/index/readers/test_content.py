"""What was fetched: the kind by its media type and content, the charset by its header."""

import json

import pytest

from index.article import Article
from index.document import Skipped
from index.errors import UnreadableArticle
from index.readers import read_content
from tests.index.readers.reading import FIRST, SECOND, TITLE, article

ADDRESS = "https://courrier.example/2024/03/03/ferries"
PAGE = (
    '<html><head><meta name="author" content="https://x.example/ana"><meta name="byl" '
    f'content="Par Ana Ruiz"></head><body><h1>{TITLE}</h1><p>{FIRST}</p><p>{SECOND}</p></body>'
)


def fetched(data: bytes, media_type: str | None) -> list[Article | Skipped]:
    return read_content(data, address=ADDRESS, media_type=media_type, name=ADDRESS, url=ADDRESS)


@pytest.mark.parametrize("media_type", ["text/html; charset=utf-8", "application/pdf", None])
def test_a_page(media_type: str | None) -> None:
    found = article(fetched(f"<!doctype html>{PAGE}".encode(), media_type))
    assert (found.title, found.author) == (TITLE, "Ana Ruiz")
    assert (found.address, found.url) == (ADDRESS, ADDRESS)
    assert (str(found.published), found.published_origin) == ("2024-03-03", "address")


def test_the_charset_may_stand_in_the_header_only() -> None:
    found = article(fetched(FIRST.encode("latin-1"), "text/plain; charset=ISO-8859-1"))
    assert found.text == FIRST


def test_authors_that_a_page_declares_as_data() -> None:
    authors = [{"@type": "Person", "name": "By Ana Ruiz"}, {"name": "Yann Le Goff"}]
    data = json.dumps({"@type": "NewsArticle", "headline": TITLE, "author": authors})
    script = f'<script type="application/ld+json">{data}</script>'
    found = article(fetched(PAGE.replace("<head>", f"<head>{script}").encode(), "text/html"))
    assert found.author == "Ana Ruiz, Yann Le Goff"


def test_markdown_states_its_authors() -> None:
    data = f"---\ntitle: Port\nauthor: [Ana Ruiz, Yann Le Goff]\n---\n{FIRST}".encode()
    assert article(fetched(data, "text/markdown")).author == "Ana Ruiz, Yann Le Goff"


def test_what_is_neither_known_nor_told_by_its_content_is_refused() -> None:
    with pytest.raises(UnreadableArticle, match="cannot be read"):
        fetched(b"\x89PNG\r\n", "image/png")


def test_a_page_that_is_nested_without_end_is_read_or_refused() -> None:
    data = b"<div>" * 200_000 + FIRST.encode() + b"</div>" * 200_000
    try:
        assert len(fetched(data, "text/html")) == 1
    except UnreadableArticle as error:
        assert str(error).startswith(ADDRESS)  # noqa: PT017
