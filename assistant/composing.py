"""Composes the answer from what was read: who says it, who says otherwise, with every citation."""

import time
from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from assistant.agreement import Statement
from assistant.also_carried import also_carried
from assistant.answer import Answer, Citation, Disagreement
from assistant.grounding import cite
from assistant.marking import mark
from assistant.polarity import undisputed_verdict
from assistant.positions import Stand, position_of, take_positions
from assistant.question import Question
from assistant.reading import ReadSentence
from assistant.recency import newest_first
from assistant.retrieval import RetrievedPassage
from assistant.wording import abstention_text, answer_text
from index.catalogue import Catalogue
from index.scope import Scope

_NEAREST = 3  # passages shown when abstaining


@dataclass(frozen=True)
class Inquiry:
    """A question, and what was found and read for it."""

    put: str
    """The question as it was put, before it was completed."""
    asked: Question
    scope: Scope
    vector: NDArray[np.float32]
    retrieved: Sequence[RetrievedPassage]
    read: Sequence[ReadSentence]


@dataclass(frozen=True)
class _Found:
    """What is shown: the citations of each answer, or of each of the nearest passages."""

    groups: list[list[Citation]]
    disagreement: Disagreement | None = None
    sure: bool = False


class Composer:
    """Composes answers whose quotes are read again from the catalogue."""

    def __init__(self, catalogue: Catalogue) -> None:
        self._catalogue = catalogue

    def answer(self, inquiry: Inquiry, started: float) -> Answer:
        """Return the answer; `started` is when the question came, by `time.perf_counter`."""
        asked, read = inquiry.asked, inquiry.read
        abstained = not read or not read[0].answers
        shown = _Found(self._nearest(read)) if abstained else self._answers(asked, read)
        groups, disagreement = shown.groups, shown.disagreement
        cited = [citation for group in groups for citation in group]
        citations = also_carried(cited, self._catalogue.stories)
        abstained = abstained or not citations
        if abstained:
            text = abstention_text(citations, asked.language, inquiry.scope)
        else:
            sentences = [one.sentence.matter for one in read]
            decided = undisputed_verdict(asked, citations[0], sentences)
            text = answer_text(groups, asked.language, disagreement, decided, sure=shown.sure)
        return Answer(
            question=inquiry.put,
            understood=asked.text if asked.text != inquiry.put else None,
            language=asked.language,
            answer=text,
            abstained=abstained,
            sure=shown.sure and not abstained,
            confidence=citations[0].score if citations else 0.0,
            mode="verbatim",
            citations=citations,
            positions=[] if abstained else [position_of(group) for group in groups],
            disagreement=disagreement,
            indexed_through=self._catalogue.newest(),
            took_ms=round((time.perf_counter() - started) * 1000, 1),
        )

    def _answers(self, question: Question, read: Sequence[ReadSentence]) -> _Found:
        """Return the citations of each answer found, and whether the answers contradict."""
        likely = newest_first(question, [one for one in read if one.answers])
        statements = [Statement(one, mark(question, one.sentence, one.span)) for one in likely]
        stands, disagreement = take_positions(question, statements)
        cited = self._cited(stands)
        # Where an article was replaced meanwhile, its answer is no longer set against the others.
        undisturbed = len(cited) == len(stands)
        return _Found(cited, disagreement if undisturbed else None, stands[0].first.read.sure)

    def _nearest(self, read: Sequence[ReadSentence]) -> list[list[Citation]]:
        """Return the citations of the nearest passages, one sentence of each."""
        by_passage = {one.sentence.passage.id: one for one in reversed(read)}
        nearest = sorted(by_passage.values(), key=lambda one: -one.probability)
        return self._cited([Stand(((Statement(one, None),),)) for one in nearest[:_NEAREST]])

    def _cited(self, stands: Sequence[Stand]) -> list[list[Citation]]:
        marker = 1
        cited: list[list[Citation]] = []
        for stand in stands:
            citations = self._cited_stand(stand, marker)
            if citations:
                cited.append(citations)
                marker += len(citations)
        return cited

    def _cited_stand(self, stand: Stand, marker: int) -> list[Citation]:
        """Return the citations of one answer, numbered from `marker` on."""
        citations: list[Citation] = []
        for voice in stand.voices:
            speaker: int | None = None  # the first of the voice that can still be proved
            for one in voice:
                number = marker + len(citations)
                citation = cite(self._catalogue, one.read, number, one.span, copy_of=speaker)
                if citation is not None:
                    citations.append(citation)
                    speaker = speaker or number
        return citations
