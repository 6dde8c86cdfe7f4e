"""Asks a library as if some of its articles were not there."""

from collections.abc import Collection

import numpy as np
from numpy.typing import NDArray

from assistant import Answer, Assistant
from assistant.question import Question
from assistant.retrieval import PassageCandidate, Retriever
from assistant.span_reader.model import SpanReader
from assistant.weights import weights
from index.library import Library
from index.scope import EVERYTHING, Scope


class WithholdingAssistant(Assistant):
    """An assistant that can be asked without some articles.

    Taking them out of the library and back in for every question would wear the indexes down.
    """

    def __init__(self, library: Library, span_reader: SpanReader | None) -> None:
        super().__init__(library, span_reader)
        self._retriever = self._withholding = _WithholdingRetriever(library, weights())

    def ask_without(self, question: str, article_ids: Collection[str]) -> Answer:
        """Answer `question` from all articles but those."""
        self._withholding.withheld = frozenset(article_ids)
        return self.ask(question)


class _WithholdingRetriever(Retriever):
    """Never finds a passage of the articles in `withheld`."""

    withheld: frozenset[str] = frozenset()

    def candidates(
        self, question: Question, vector: NDArray[np.float32], scope: Scope = EVERYTHING
    ) -> list[PassageCandidate]:
        found = super().candidates(question, vector, scope)
        return [one for one in found if one.passage_id.rpartition("-")[0] not in self.withheld]
