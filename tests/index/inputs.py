"""Inputs that a test makes up: documents in memory, whose content it can change."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field

from index.article import Article
from index.document import Content, Document, Skipped
from index.errors import DepecheError


@dataclass
class MadeUpDocument:
    """A document whose state is its version."""

    address: str
    articles: Sequence[Article | Skipped]
    version: str = "1"
    error: DepecheError | None = None
    times_read: int = 0

    def read(self, known: str | None) -> Content | None:
        """Return the articles, None when the version is the known one."""
        if self.error is not None:
            raise self.error
        if known == self.version:
            return None
        self.times_read += 1
        return Content(self.version, iter(self.articles))


@dataclass
class MadeUpInput:
    """An input of documents made up."""

    name: str
    made_up: dict[str, MadeUpDocument] = field(default_factory=dict)
    is_complete: bool = True
    folder: str | None = None
    options: str = "{}"

    @classmethod
    def of(cls, name: str, documents: Mapping[str, Sequence[Article | Skipped]]) -> "MadeUpInput":
        """Return an input with a document for each address."""
        return cls(name, {a: MadeUpDocument(a, articles) for a, articles in documents.items()})

    def documents(self) -> Iterator[Document]:
        """Yield the documents in their order."""
        yield from self.made_up.values()

    def __len__(self) -> int:
        return len(self.made_up)
