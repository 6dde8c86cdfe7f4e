"""Which words answer, by the trained reader: it reads the stretches of text that look promising."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from assistant.question import Question
from assistant.sentences import Sentence
from assistant.span_reader.inputs import WINDOW_WIDTH
from assistant.span_reader.model import SpanReader
from assistant.span_reader.scores import FoundSpan
from assistant.weights import Weights, probability
from index.stretches import stretches

_WINDOWS = 4
"""Stretches of text that the trained reader reads at most."""
_STILL_LIKELY = 0.2
"""A stretch is read when its best sentence is at least this share as likely as the best of all.
These are two or three on average in the learning sets, where reading six gained nothing."""
_STILL_LIKELY_ELSEWHERE = 0.02
"""The same for an article of which nothing is read yet: it may say otherwise, and nothing shows
that but reading it. In the learning half of `benchmarks.ramdocs` 45 instead of 41 of 100 questions
show two right answers for it; the reader reads a fifth more."""
_SUREST = 12.0
"""Beyond this log-odds the reader's score says nothing more."""


@dataclass(frozen=True)
class Candidate:
    """A sentence that may answer, with all that is known of it so far."""

    sentence: Sentence
    features: Mapping[str, float]
    span: FoundSpan | None = None
    """The words that the trained reader found in it, as characters of the article."""


@dataclass(frozen=True)
class _Window:
    """A stretch of a passage: characters `start` to `end` of the article."""

    passage_id: str
    start: int
    end: int


class SpanFinder:
    """Reads the stretches around the best sentences."""

    def __init__(self, span_reader: SpanReader, weights: Weights) -> None:
        self._span_reader = span_reader
        self._glance = weights.glance

    def candidates(self, question: Question, sentences: Sequence[Sentence]) -> list[Candidate]:
        """Return every sentence of the stretches that were read, with what was found in it."""
        windows = self._promising_windows(sentences)
        texts = {window: _text(window, sentences) for window in dict.fromkeys(windows.values())}
        read = self._span_reader.read(question.text, list(texts.values()))
        scores = dict(zip(texts, read, strict=True))
        found = []
        for number, window in windows.items():
            sentence = sentences[number]
            best = scores[window].best(sentence.start - window.start, sentence.end - window.start)
            if best is not None:
                start, end = best.start + window.start, best.end + window.start
                found.append((sentence, FoundSpan(start, end, best.score)))
        surest = max((_clipped(span.score) for _, span in found), default=0.0)
        return [
            Candidate(
                sentence,
                {
                    **sentence.features,
                    "span": _clipped(span.score),
                    "span_behind": surest - _clipped(span.score),
                },
                span,
            )
            for sentence, span in found
        ]

    def _promising_windows(self, sentences: Sequence[Sentence]) -> dict[int, _Window]:
        """Return the stretches worth reading, by the numbers of the sentences that lie in them."""
        likely = [
            probability(
                self._glance.log_odds(sentence.features, same_language=sentence.same_language)
            )
            for sentence in sentences
        ]
        order = sorted(
            range(len(sentences)),
            key=lambda number: (sentences[number].about_another, -likely[number]),
        )
        windows = {number: _window_of(sentences[number]) for number in order}
        chosen: list[_Window] = []
        heard: set[str] = set()
        for number in order:
            article = sentences[number].article.id
            share = _STILL_LIKELY if article in heard else _STILL_LIKELY_ELSEWHERE
            worth = likely[number] >= share * likely[order[0]]
            if worth and len(chosen) < _WINDOWS and windows[number] not in chosen:
                chosen.append(windows[number])
                heard.add(article)
        return {number: window for number, window in windows.items() if window in chosen}


def _clipped(score: float) -> float:
    return max(-_SUREST, min(_SUREST, score))


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
