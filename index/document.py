"""What is taken in: an input that somebody names, the documents in it, and their articles.

A folder is an input and its files are documents; so are a feed and its pages. One document holds
one article or many: a web page holds one, a mailbox or a table of exported records holds many.
"""

from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass
from typing import Protocol

from pydantic import BaseModel, ConfigDict

from index.article import Article


class Skipped(BaseModel):
    """A document, or a part of one, that was not taken in, and the sentence that says why."""

    model_config = ConfigDict(frozen=True)

    address: str
    """An absolute file path or an http(s) address, as of an article."""
    reason: str
    """A sentence that begins with the name of what was skipped."""


@dataclass(frozen=True)
class Content:
    """What was read of a document."""

    state: str
    """What tells this version of the document from another without reading it, such as the size
    and time of a file or the ETag of a page; at most 1,000 characters."""
    articles: Iterable[Article | Skipped]
    """To be gone through once; whatever of it cannot be read is Skipped, the rest goes on."""
    share: Callable[[], float] = lambda: 0.0
    """How much of the document has been gone through, 0 to 1, where it can be large."""


class Document(Protocol):
    """One file or page, not read yet."""

    @property
    def address(self) -> str:
        """An absolute file path or an http(s) address: the same address is the same document."""
        ...

    def read(self, known: str | None) -> Content | None:
        """Return what is in the document, None when its state is still the `known` one.

        Raises UnreadableArticle, with one sentence, when nothing of it can be read, and
        DocumentGone when it does not exist any more.
        """
        ...


class Input(Protocol):
    """What somebody names to be taken in: a file, a folder, a page, a sitemap, a feed."""

    @property
    def name(self) -> str:
        """An absolute path or an http(s) address; the library remembers what it found under it."""
        ...

    @property
    def options(self) -> str:
        """How it is taken in, as JSON: what makes the same input again, with its name."""
        ...

    @property
    def is_complete(self) -> bool:
        """Whether what it does not name any more has gone; a feed names only what is new."""
        ...

    @property
    def folder(self) -> str | None:
        """How the addresses begin that lie in it, with the separator; None when it is no folder."""
        ...

    def documents(self) -> Iterator[Document]:
        """Find the documents, each once, in a stable order, as they are needed.

        Raises NothingToIndex when the input does not exist or cannot be looked through.
        """
        ...

    def __len__(self) -> int:
        """How many documents there are, as far as that is known now."""
        ...
