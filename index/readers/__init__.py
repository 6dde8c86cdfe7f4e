"""Files and pages of every kind into articles."""

import io
import re
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import BinaryIO

from index.article import Article
from index.document import Skipped
from index.errors import UnreadableArticle
from index.readers.articles import Origin, article_id, read_articles
from index.readers.kinds import SUFFIXES, kind_of_media_type, kind_of_name
from index.readers.mapping import FieldMapping

__all__ = [
    "READERS_VERSION",
    "SUFFIXES",
    "FieldMapping",
    "article_id",
    "read_article",
    "read_content",
    "read_file",
]

_CHARSET = re.compile(r"text/.*charset\s*=\s*[\"']?(?P<charset>[\w.:-]+)", re.IGNORECASE)

READERS_VERSION = 1
"""To be raised when a reader reads better than before, so that files are read again."""


def read_file(
    path: Path, address: str, name: str, mapping: FieldMapping,
    opened: Callable[[BinaryIO], None] = lambda _stream: None,
) -> Iterator[Article | Skipped]:  # fmt: skip
    """Yield the articles in the file at `path`, and what cannot be read of it.

    `address` is that of the articles, with `#RECORD` and `!/MEMBER` after it for parts; `name` is
    what the sentences call the file. Raises UnreadableArticle, with one sentence and before
    anything is yielded, for a file that is forbidden, too large, of an unknown kind or encoding,
    broken, encrypted or empty. `opened` is given the stream that is read, to see how far it is.
    """
    try:
        if not path.is_file() and path.exists():
            raise UnreadableArticle(f"{name} is not a file: give the files inside it.")
        with path.open("rb") as stream:
            opened(stream)
            origin = Origin(address=address, name=name, mapping=mapping)
            yield from read_articles(stream, kind_of_name(path.name), origin)
    except FileNotFoundError as error:
        raise UnreadableArticle(f"{name} does not exist: check the path.") from error
    except OSError as error:
        raise UnreadableArticle(
            f"{name} cannot be opened ({error.strerror}): check its permissions."
        ) from error


def read_article(path: Path) -> Article:
    """Read the file at `path` as one article; its address is the resolved path.

    Raises UnreadableArticle, like `read_file`, and for a file that holds more than one article.
    """
    found = list(read_file(path, str(path.resolve()), str(path), FieldMapping()))
    if len(found) == 1 and isinstance(found[0], Article):
        return found[0]
    raise UnreadableArticle(f"{path} holds more than one article.")


def read_content(
    data: bytes, *, address: str, media_type: str | None, name: str, url: str | None
) -> list[Article | Skipped]:
    """Return the articles in what was fetched from `address`, and what cannot be read of it.

    `media_type` is its Content-Type, with its charset; without one the ending of `name` and the
    content tell the kind. `name` is what the sentences call it; `url` where a reader can open it,
    when it does not say so itself. Raises UnreadableArticle when nothing of it can be read.
    """
    named = kind_of_media_type(media_type) or kind_of_name(name)
    origin = Origin(address=address, name=name, url=url)
    return list(read_articles(io.BytesIO(_in_utf8(data, media_type)), named, origin))


def _in_utf8(data: bytes, media_type: str | None) -> bytes:
    """The text in UTF-8: that it is in another charset may stand in the answer's header only."""
    stated = _CHARSET.match(media_type or "")
    if stated is None:
        return data
    try:
        return data.decode(stated["charset"]).encode("utf-8")
    except (LookupError, UnicodeError):
        return data
