"""The assistant: from a question to an answer with cited passages, over one open library."""

import time
from collections.abc import Callable, Sequence
from datetime import date
from pathlib import Path
from typing import Self

import numpy as np
from numpy.typing import NDArray

from assistant.answer import Answer
from assistant.composing import Composer, Inquiry
from assistant.conversation import Turn, complete
from assistant.proofreading import proofread
from assistant.question import Question, tidied, understand
from assistant.reading import PassageReader
from assistant.retrieval import Retriever
from assistant.span_reader.model import SpanReader
from assistant.weights import weights
from index.article import Article, ArticleEntry, Passage
from index.document import Skipped
from index.embedding import EmbeddingModel
from index.errors import LibraryEmpty
from index.files import FileInput
from index.intake import IndexReport, Progress, take_in
from index.library import Library, LibraryStatus
from index.scope import EVERYTHING, Scope
from index.work import Done, OpenInput, Work, perform

_PASSAGES = 6  # read for a question
_INTERFACE_LANGUAGES = ("en", "fr")


class Assistant:
    """Answers questions from a library. One instance may be used by several threads."""

    def __init__(
        self,
        library: Library,
        span_reader: SpanReader | None,
        *,
        today: Callable[[], date] = date.today,
    ) -> None:
        """Answer from an open library; `today` is the day that questions are put on.

        Without the trained reader, evidence and closeness alone decide which sentence answers.
        """
        self._library = library
        self._today = today
        self._retriever = Retriever(library, weights())
        self._reader = PassageReader(library, weights(), span_reader)
        self._composer = Composer(library.catalogue)

    @classmethod
    def open(
        cls,
        folder: Path,
        embedding: EmbeddingModel,
        span_reader: SpanReader | None,
        *,
        purpose: str = "an assistant",
        address: str | None = None,
    ) -> Self:
        """Open the library in `folder`; raises what `Library.open` raises."""
        library = Library.open(folder, embedding, purpose=purpose, address=address)
        return cls(library, span_reader)

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *_: object) -> None:
        self.close()

    def close(self) -> None:
        """Close the library."""
        self._library.close()

    def ask(
        self,
        question: str,
        *,
        language: str | None = None,
        scope: Scope = EVERYTHING,
        history: Sequence[Turn] = (),
        found: Callable[[list[Passage]], None] | None = None,
    ) -> Answer:
        """Answer `question` with quotes from the articles in `scope`, or that they do not say.

        `language` (ISO 639-1) is the question's; it is detected when None. A question that leans on
        those of `history`, newest last, is completed from them. `found` is told the passages that
        are read, best first, before they are. Raises QuestionRefused for an empty or over-long
        question, LibraryEmpty when there is no article to answer from.
        """
        started = time.perf_counter()
        with self._library.snapshot():
            inquiry = self._inquire(question, language, scope, history, found)
            return self._composer.answer(inquiry, started)

    def search(
        self,
        question: str,
        *,
        language: str | None = None,
        scope: Scope = EVERYTHING,
        history: Sequence[Turn] = (),
        limit: int = 10,
    ) -> list[Passage]:
        """Return up to `limit` passages of the articles in `scope`, best first.

        Those that `ask` reads come in the order of the best sentence that was found in each, the
        others as they were retrieved. Raises what `ask` does.
        """
        with self._library.snapshot():
            return self._ranked(self._inquire(question, language, scope, history), limit)

    def ask_and_search(
        self, question: str, *, language: str | None = None, limit: int = 10
    ) -> tuple[Answer, list[Passage]]:
        """Return what `ask` and `search` do, for the time of one."""
        started = time.perf_counter()
        with self._library.snapshot():
            inquiry = self._inquire(question, language, EVERYTHING, ())
            return self._composer.answer(inquiry, started), self._ranked(inquiry, limit)

    def perform(self, work: Work, open_input: OpenInput, progress: Progress) -> Done:
        """Do work on the library while questions are answered; see `index.work.perform`."""
        return perform(self._library, work, open_input, progress)

    def take_in(self, paths: Sequence[Path]) -> IndexReport:
        """Add or update the articles in files while questions are answered; one call at a time."""
        return take_in(self._library, [FileInput(path) for path in paths])

    def warm_up(self) -> None:
        """Load now what the first question would otherwise wait for: about a second."""
        asked = understand("When and where did they meet in May 2020?")
        vector = self._vector(asked)
        retrieved = self._retriever.retrieve(asked, vector, _PASSAGES)
        self._reader.read(asked, vector, retrieved)

    def article(self, article_id: str) -> Article:
        """Return an article as stored; raises NotFound."""
        return self._library.catalogue.article(article_id)

    def articles(self, scope: Scope, offset: int, limit: int) -> tuple[int, list[ArticleEntry]]:
        """Return how many articles lie in `scope`, and `limit` of them, newest first."""
        catalogue = self._library.catalogue
        return catalogue.article_count(scope), catalogue.article_entries(scope, offset, limit)

    def skipped(self) -> list[Skipped]:
        """Return the files that could not be taken in, oldest first."""
        return self._library.catalogue.documents.skipped()

    def passage(self, passage_id: str) -> Passage:
        """Return a passage; raises NotFound."""
        return self._library.catalogue.passages.one(passage_id)

    def status(self) -> LibraryStatus:
        """Return what the library holds."""
        return self._library.status()

    def _inquire(
        self,
        question: str,
        language: str | None,
        scope: Scope,
        history: Sequence[Turn],
        found: Callable[[list[Passage]], None] | None = None,
    ) -> Inquiry:
        asked = self._understand(question, language, scope, history)
        vector = self._vector(asked)
        retrieved = self._retriever.retrieve(asked, vector, _PASSAGES, scope)
        if found:
            found(self._passages([one.passage_id for one in retrieved]))
        read = self._reader.read(asked, vector, retrieved)
        return Inquiry(tidied(question), asked, scope, vector, retrieved, read)

    def _ranked(self, inquiry: Inquiry, limit: int) -> list[Passage]:
        more = self._retriever.retrieve(inquiry.asked, inquiry.vector, limit, inquiry.scope)
        by_answer = sorted(inquiry.read, key=lambda one: -one.probability)
        ranked = dict.fromkeys(
            [one.sentence.passage.id for one in by_answer]
            + [one.passage_id for one in (*inquiry.retrieved, *more)]
        )
        return self._passages(list(ranked))[:limit]

    def _understand(
        self, question: str, language: str | None, scope: Scope, history: Sequence[Turn]
    ) -> Question:
        # Not `status()`, which counts every passage.
        catalogue = self._library.catalogue
        if catalogue.passages.is_empty():
            raise LibraryEmpty("The library has no article yet: `depeche index PATH` adds some.")
        likely = {*_INTERFACE_LANGUAGES, *catalogue.article_languages()}
        completed = complete(question, history, language=language, likely=likely)
        asked = understand(
            completed.text if completed else question,
            language=completed.language if completed else language,
            likely=likely,
            today=scope.as_of or self._today(),
        )
        return proofread(asked, self._library)

    def _passages(self, passage_ids: list[str]) -> list[Passage]:
        """Return the passages of those ids that are still there, in that order."""
        held = self._library.catalogue.passages.by_id(passage_ids)
        return [held[passage_id] for passage_id in passage_ids if passage_id in held]

    def _vector(self, question: Question) -> NDArray[np.float32]:
        vector: NDArray[np.float32] = self._library.embedding.encode_queries([question.text])[0]
        return vector
