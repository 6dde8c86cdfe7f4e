"""The assistant: from a question to an answer with cited passages, over one open library."""

import time
from collections.abc import Sequence
from pathlib import Path
from typing import Self

from assistant.agreement import group_by_answer
from assistant.answer import Answer, Citation
from assistant.grounding import cite
from assistant.marking import mark
from assistant.question import Question, understand
from assistant.reading import Reader, ReadSentence, SentenceReader
from assistant.retrieval import Retriever
from assistant.weights import weights
from assistant.wording import abstention_text, answer_text
from index.article import Article, Passage
from index.embedding import EmbeddingModel
from index.errors import LibraryEmpty
from index.library import Library, LibraryStatus

_PASSAGES = 6  # read for a question
_ANSWERS = 3  # different answers shown at most
_CLOSE = 0.6  # a different answer is shown when it is at least this share as likely as the best
_VOICES = 4  # articles cited for one answer at most
_NEAREST = 3  # passages shown when abstaining
_INTERFACE_LANGUAGES = ("en", "fr")


class Assistant:
    """Answers questions from a library. One instance may be used by several threads."""

    def __init__(self, library: Library) -> None:
        self._library = library
        self._retriever = Retriever(library, weights())
        self._reader: Reader = SentenceReader(library, weights())

    @classmethod
    def open(
        cls,
        folder: Path,
        embedding: EmbeddingModel,
        *,
        purpose: str = "an assistant",
        address: str | None = None,
    ) -> Self:
        """Open the library in `folder`; raises what `Library.open` raises."""
        return cls(Library.open(folder, embedding, purpose=purpose, address=address))

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *_: object) -> None:
        self.close()

    def close(self) -> None:
        """Close the library."""
        self._library.close()

    def ask(self, question: str, *, language: str | None = None) -> Answer:
        """Answer `question` with quotes from the articles, or say that they do not say.

        `language` (ISO 639-1) is the question's; it is detected when None. Raises QuestionRefused
        for an empty or over-long question, LibraryEmpty when there is no article to answer from.
        """
        started = time.perf_counter()
        # Not `status()`, which counts every passage.
        catalogue = self._library.catalogue
        if catalogue.is_empty():
            raise LibraryEmpty("The library has no article yet: `depeche index PATH` adds some.")
        likely = {*_INTERFACE_LANGUAGES, *catalogue.article_languages()}
        asked = understand(question, language=language, likely=likely)
        read = self._read(asked)
        abstained = not read or not read[0].answers
        groups = self._nearest(read) if abstained else self._answers(asked, read)
        citations = [citation for group in groups for citation in group]
        if abstained or not citations:
            text = abstention_text(citations, asked.language)
        else:
            text = answer_text(groups, asked.language)
        return Answer(
            question=asked.text,
            language=asked.language,
            answer=text,
            abstained=abstained or not citations,
            confidence=citations[0].score if citations else 0.0,
            mode="verbatim",
            citations=citations,
            indexed_through=catalogue.newest(),
            took_ms=round((time.perf_counter() - started) * 1000, 1),
        )

    def warm_up(self) -> None:
        """Load now what the first question would otherwise wait for: about a second."""
        self._read(understand("When and where did they meet in May 2020?"))

    def article(self, article_id: str) -> Article:
        """Return an article as stored; raises NotFound."""
        return self._library.catalogue.article(article_id)

    def passage(self, passage_id: str) -> Passage:
        """Return a passage; raises NotFound."""
        return self._library.catalogue.passage(passage_id)

    def status(self) -> LibraryStatus:
        """Return what the library holds."""
        return self._library.status()

    def _read(self, question: Question) -> list[ReadSentence]:
        vector = self._library.embedding.encode_queries([question.text])[0]
        retrieved = self._retriever.retrieve(question, vector, _PASSAGES)
        return self._reader.read(question, vector, retrieved)

    def _answers(self, question: Question, read: Sequence[ReadSentence]) -> list[list[Citation]]:
        """Return the citations of each answer found, the most likely answer first."""
        likely = [one for one in read if one.answers]
        close = _CLOSE * likely[0].probability
        found = [g for g in group_by_answer(question, likely) if g[0].probability >= close]
        return self._cited([group[:_VOICES] for group in found[:_ANSWERS]], question)

    def _nearest(self, read: Sequence[ReadSentence]) -> list[list[Citation]]:
        """Return the citations of the nearest passages, one sentence of each."""
        by_passage = {one.sentence.passage.id: one for one in reversed(read)}
        nearest = sorted(by_passage.values(), key=lambda one: -one.probability)
        return self._cited([[one] for one in nearest[:_NEAREST]], None)

    def _cited(
        self, groups: Sequence[Sequence[ReadSentence]], question: Question | None
    ) -> list[list[Citation]]:
        marker = 1
        cited: list[list[Citation]] = []
        for group in groups:
            citations = []
            for read in group:
                highlight = mark(question, read.sentence) if question else None
                citation = cite(self._library.catalogue, read, marker, highlight)
                if citation is not None:
                    citations.append(citation)
                    marker += 1
            if citations:
                cited.append(citations)
        return cited
