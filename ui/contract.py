"""What the server asks of the assistant that it is given."""

from collections.abc import Callable, Sequence
from datetime import date
from pathlib import Path
from typing import Protocol

from assistant.answer import Answer
from assistant.conversation import Turn
from index.article import Article, ArticleEntry, Passage
from index.document import Skipped
from index.intake import IndexReport
from index.scope import EVERYTHING, Scope

PassagesFound = Callable[[Sequence[Passage]], None]
"""Takes the passages that are read for an answer, best first."""


class LibraryStatus(Protocol):
    """How much the library holds and how current it is."""

    @property
    def articles(self) -> int: ...
    @property
    def passages(self) -> int: ...
    @property
    def indexed_through(self) -> date | None: ...
    @property
    def languages(self) -> dict[str, int]: ...
    @property
    def sources(self) -> list[str]: ...
    @property
    def model(self) -> str | None: ...


class Assistant(Protocol):
    """Answers from one open library; every method may be called from several threads."""

    def ask(
        self,
        question: str,
        *,
        language: str | None = None,
        scope: Scope = EVERYTHING,
        history: Sequence[Turn] = (),
        found: PassagesFound | None = None,
    ) -> Answer:
        """Answer a question from the articles in `scope`; `history` are those before it.

        `found` is told the passages that are read, before the answer is there.
        Raises QuestionRefused when it is empty or too long.
        """
        ...

    def search(
        self,
        question: str,
        *,
        language: str | None = None,
        scope: Scope = EVERYTHING,
        history: Sequence[Turn] = (),
        limit: int = 10,
    ) -> list[Passage]:
        """Up to `limit` passages of the articles in `scope`, best first; raises as `ask` does."""
        ...

    def articles(self, scope: Scope, offset: int, limit: int) -> tuple[int, list[ArticleEntry]]:
        """How many articles lie in `scope`, and `limit` of them after `offset`, newest first."""
        ...

    def skipped(self) -> list[Skipped]:
        """The files that could not be taken in."""
        ...

    def article(self, article_id: str) -> Article:
        """The article of that identifier; raises NotFound."""
        ...

    def passage(self, passage_id: str) -> Passage:
        """The passage of that identifier; raises NotFound."""
        ...

    def status(self) -> LibraryStatus:
        """What the library holds now."""
        ...

    def take_in(self, paths: Sequence[Path]) -> IndexReport:
        """Add or update the articles in files while questions are answered; one call at a time."""
        ...
