"""Web pages: the article's text by trafilatura, its facts from what the page declares."""

import re

from index.article import DateOrigin
from index.errors import UnreadableArticle
from index.language import detect_language
from index.readers.completion import complete
from index.readers.decoding import decode_html
from index.readers.draft import Draft
from index.readers.page_facts import page_facts

# trafilatura ends every block with one line end; items of a list and rows of a table stay together.
_BLOCK_END = re.compile(r"\n(?!- |\|)")


def read(data: bytes, name: str) -> Draft:
    """Return the article in the bytes of a page called `name` (for error messages).

    Raises UnreadableArticle when the page cannot be parsed or holds no article text. Nothing is
    fetched: pictures, scripts and links of the page are left alone.
    """
    import trafilatura

    tree = trafilatura.load_html(decode_html(data, name))
    if tree is None:
        raise UnreadableArticle(f"{name} holds no HTML page: save the article's page again.")
    facts = page_facts(tree)  # first, for trafilatura takes the tree apart
    document = trafilatura.bare_extraction(tree, fast=True, include_comments=False)
    text = document.text if isinstance(document, trafilatura.settings.Document) else None
    if not text:
        raise UnreadableArticle(
            f"{name} holds no article text that can be told from the page around it."
        )
    draft = Draft(
        text=_BLOCK_END.sub("\n\n", text),
        title=facts.title,
        published=facts.published,
        published_origin=DateOrigin.METADATA if facts.published else None,
        author=facts.author,
        source=facts.source,
        url=facts.url,
        language=detect_language(text, stated=facts.language),
    )
    return complete(draft, title_in_text=False)
