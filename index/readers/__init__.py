"""Files into articles: `.txt`, `.md` and `.html` are read, everything else is refused."""

import hashlib
from pathlib import Path

from index.article import Article, DateOrigin
from index.dates import date_in_address
from index.errors import UnreadableArticle
from index.readers import html, markdown, plain_text
from index.readers.draft import Draft

_READERS = {
    ".txt": plain_text.read,
    ".md": markdown.read,
    ".html": html.read,
    ".htm": html.read,
}
SUFFIXES = frozenset(_READERS)
"""The file name endings that can be read, in lower case, with their full stop."""

_LARGEST_BYTES = 20_000_000
"""Far above any article (a long novel in UTF-8 is 4 MB), far below what fills the memory."""


def read_article(path: Path) -> Article:
    """Read the file at `path` as one article; its address is the resolved path.

    Raises UnreadableArticle, with the file and the reason in one sentence, for a file that is
    missing, forbidden, too large, of an unknown kind or encoding, binary, or empty.
    """
    reader = _READERS.get(path.suffix.lower())
    if reader is None:
        raise UnreadableArticle(
            f"{path} cannot be read: its name must end in {', '.join(sorted(SUFFIXES))}."
        )
    draft = reader(_bytes_of(path), str(path))
    if not draft.text:
        raise UnreadableArticle(f"{path} holds no text: give a file with an article in it.")
    return article_of(draft, str(path.resolve()))


def article_id(address: str) -> str:
    """Return the identifier of the article at `address`: 16 hexadecimal digits of its SHA-256."""
    return hashlib.sha256(address.encode("utf-8", "surrogateescape")).hexdigest()[:16]


def _bytes_of(path: Path) -> bytes:
    try:
        size = path.stat().st_size
        if not path.is_file():
            raise UnreadableArticle(f"{path} is not a file: give the files inside it.")
        if size > _LARGEST_BYTES:
            raise UnreadableArticle(
                f"{path} is larger than {_LARGEST_BYTES // 1_000_000} MB: "
                "give one article a file, without pictures."
            )
        return path.read_bytes()
    except FileNotFoundError as error:
        raise UnreadableArticle(f"{path} does not exist: check the path.") from error
    except OSError as error:
        raise UnreadableArticle(
            f"{path} cannot be opened ({error.strerror}): check its permissions."
        ) from error


def article_of(draft: Draft, address: str) -> Article:
    """Return the article in `draft`, dated by its address where nothing else dates it."""
    published, origin = draft.published, draft.published_origin
    if published is None:
        published = date_in_address(draft.url or "") or date_in_address(address)
        origin = DateOrigin.ADDRESS
    return Article(
        id=article_id(address),
        address=address,
        text=draft.text,
        title=draft.title,
        published=published.day if published else None,
        published_precision=published.precision if published else None,
        published_origin=origin if published else None,
        author=draft.author,
        source=draft.source,
        url=draft.url,
        language=draft.language,
    )
