"""Reads the best passages: which of their sentences answers the question, and with which words?

First all sentences are ranked by the evidence that words give; the best are embedded and ranked
anew; then the trained reader reads around those that are still likely. Each step costs more than
the one before it and sees less text.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from assistant.evidence import answering_ranges
from assistant.question import Question
from assistant.retrieval import RetrievedPassage
from assistant.sentences import Sentence, SentenceFinder, closeness
from assistant.span_reader.inputs import WINDOW_WIDTH
from assistant.span_reader.model import SpanReader
from assistant.span_reader.scores import FoundSpan
from assistant.weights import Weights, probability
from index.library import Library
from index.stretches import stretches

_WINDOWS = 4
"""Stretches of text that the trained reader reads at most."""
_STILL_LIKELY = 0.2
"""A stretch is read when its best sentence is at least this share as likely as the best of all.
These are two on average in the learning sets, where reading all hardly gained anything."""
_SUREST = 12.0
"""Beyond this log-odds the reader's score says nothing more."""


@dataclass(frozen=True)
class ReadSentence:
    """A sentence with the probability that it answers, and its vector of shape (dimension,)."""

    sentence: Sentence
    probability: float
    answers: bool
    """Whether it is likely enough to be shown as an answer, rather than as a near passage."""
    sure: bool
    """Whether nine in ten of the answers as likely as this one are right."""
    vector: NDArray[np.float32]
    span: FoundSpan | None = None
    """The words that the trained reader found in it, as characters of the article."""


@dataclass(frozen=True)
class _Window:
    """A stretch of a passage: characters `start` to `end` of the article."""

    passage_id: str
    start: int
    end: int


class PassageReader:
    """Ranks sentences by evidence, closeness and what the trained reader finds in them.

    Without the trained reader the first two decide.
    """

    def __init__(self, library: Library, weights: Weights, span_reader: SpanReader | None) -> None:
        self._finder = SentenceFinder(library, weights)
        self._weights = weights
        self._span_reader = span_reader

    def read(
        self,
        question: Question,
        vector: NDArray[np.float32],
        retrieved: Sequence[RetrievedPassage],
    ) -> list[ReadSentence]:
        """Return the promising sentences: those that answer first, each the likeliest first."""
        sentences = self._finder.promising(question, retrieved)
        if not sentences:
            return []
        vectors = self._finder.vectors(sentences)
        near = closeness(sentences, vectors @ vector)
        spans = self.find_spans(question, sentences, near)
        found = span_features(question, sentences, spans)
        features = [{**close, **span} for close, span in zip(near, found, strict=True)]
        stage = self._weights.read if self._span_reader else self._weights.sentence
        read = []
        for sentence, row, own, span in zip(sentences, vectors, features, spans, strict=True):
            same = sentence.same_language
            likely = stage.confidence({**sentence.features, **own}, same_language=same)
            read.append(
                ReadSentence(
                    sentence=sentence,
                    probability=likely,
                    answers=likely >= stage.abstain_below.of(same_language=same)
                    and not sentence.about_another,
                    sure=likely >= stage.sure_from.of(same_language=same),
                    vector=row,
                    span=span,
                )
            )
        return sorted(read, key=lambda one: (not one.answers, -one.probability))

    def find_spans(
        self,
        question: Question,
        sentences: Sequence[Sentence],
        near: Sequence[Mapping[str, float]],
    ) -> list[FoundSpan | None]:
        """Return what the trained reader finds in each sentence; None where it has not read.

        `near` are the features of closeness.
        """
        if self._span_reader is None:
            return [None] * len(sentences)
        windows = self._windows(sentences, near)
        texts = {window: _text(window, sentences) for window in dict.fromkeys(windows) if window}
        scores = dict(
            zip(texts, self._span_reader.read(question.text, list(texts.values())), strict=True)
        )
        spans: list[FoundSpan | None] = []
        for sentence, window in zip(sentences, windows, strict=True):
            found = (
                scores[window].best(sentence.start - window.start, sentence.end - window.start)
                if window
                else None
            )
            spans.append(
                FoundSpan(found.start + window.start, found.end + window.start, found.score)
                if found and window
                else None
            )
        return spans

    def _windows(
        self, sentences: Sequence[Sentence], near: Sequence[Mapping[str, float]]
    ) -> list[_Window | None]:
        """Return the stretch in which each sentence is to be read, None where it is not."""
        likely = [
            probability(
                self._weights.sentence.model.log_odds(
                    {**sentence.features, **close}, same_language=sentence.same_language
                )
            )
            for sentence, close in zip(sentences, near, strict=True)
        ]
        order = sorted(range(len(sentences)), key=lambda number: -likely[number])
        windows: list[_Window | None] = [None] * len(sentences)
        chosen: set[_Window] = set()
        for number in order:
            window = _window_of(sentences[number])
            worth = likely[number] >= _STILL_LIKELY * likely[order[0]]
            if window in chosen or (worth and len(chosen) < _WINDOWS):
                chosen.add(window)
                windows[number] = window
        return windows


def span_features(
    question: Question, sentences: Sequence[Sentence], spans: Sequence[FoundSpan | None]
) -> list[dict[str, float]]:
    """Return the features of what the trained reader found in each sentence.

    These are how sure it is, how far behind the best, and whether its words are of the kind asked
    for. A sentence that was not read has the features of one in which nothing was found.
    """
    scores = [max(-_SUREST, min(_SUREST, span.score)) if span else -_SUREST for span in spans]
    best = max(scores, default=0.0)
    fits = [_fits(question, *both) for both in zip(sentences, spans, strict=True)]
    return [
        {
            "span": score,
            "span_behind": best - score,
            "span_fits": float(fit is True),
            "span_misfits": float(fit is False),
        }
        for score, fit in zip(scores, fits, strict=True)
    ]


def _fits(question: Question, sentence: Sentence, span: FoundSpan | None) -> bool | None:
    """Tell whether the words found hold something of the kind asked for; None if that is open."""
    ranges = answering_ranges(question, sentence.matter)
    if span is None or ranges is None:
        return None
    low, high = span.start - sentence.start, span.end - sentence.start
    return any(start < high and low < end for start, end in ranges)


def _window_of(sentence: Sentence) -> _Window:
    passage = sentence.passage
    end = sentence.end - passage.start
    ranges = stretches(passage.text, sentence.article.language, WINDOW_WIDTH)
    start, stop = next((low, high) for low, high in ranges if end <= high)
    return _Window(passage.id, passage.start + start, passage.start + stop)


def _text(window: _Window, sentences: Sequence[Sentence]) -> tuple[str | None, str]:
    """Return the article's title and the text of the window."""
    article = next(one.article for one in sentences if one.passage.id == window.passage_id)
    return article.title, article.text[window.start : window.end]
