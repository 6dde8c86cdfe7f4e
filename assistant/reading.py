"""Reads the best passages: which of their sentences answers the question, and with which words?

First all sentences are ranked by the evidence that words give; then the trained reader reads the
stretches around the best of them; those that are still likely are embedded and ranked anew. Each
step costs more than the one before it and sees less text.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from assistant.question import Question
from assistant.retrieval import RetrievedPassage
from assistant.sentences import Sentence, SentenceFinder
from assistant.span_reader.model import SpanReader
from assistant.span_reader.scores import FoundSpan
from assistant.spans import Candidate, SpanFinder
from assistant.weights import ByLanguage, Weights, probability
from index.embedding import EmbeddingModel
from index.library import Library

_EMBEDDED = 8
"""Sentences embedded for a question at most: each costs about two questions."""
_COMPARED = 4
"""Sentences embedded at least, so that what stands out has something to stand out from. With all
eight the right one came first no more often in the learning sets."""
_STILL_LIKELY = 0.2
"""Others are embedded when they are at least this share as likely as the best."""


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


class PassageReader:
    """Ranks sentences by evidence, what the trained reader finds in them, and closeness.

    Without the trained reader the first and the last decide.
    """

    def __init__(self, library: Library, weights: Weights, span_reader: SpanReader | None) -> None:
        self._embedding = library.embedding
        self._finder = SentenceFinder(library)
        self._weights = weights
        self._spans = SpanFinder(span_reader, weights) if span_reader else None

    def read(
        self,
        question: Question,
        vector: NDArray[np.float32],
        retrieved: Sequence[RetrievedPassage],
    ) -> list[ReadSentence]:
        """Return the likeliest sentences: those that answer first, each the likeliest first."""
        sentences = self._finder.sentences(question, retrieved)
        if not sentences:
            return []
        if self._spans:
            found = self._spans.candidates(question, sentences)
            candidates, stage = likeliest(found, self._weights.found), self._weights.read
        else:
            candidates, stage = promising(sentences, self._weights.glance), self._weights.sentence
        vectors = sentence_vectors(self._embedding, candidates)
        read = []
        for one, row, near in zip(
            candidates, vectors, closeness(candidates, vectors @ vector), strict=True
        ):
            same = one.sentence.same_language
            likely = stage.confidence({**one.features, **near}, same_language=same)
            read.append(
                ReadSentence(
                    sentence=one.sentence,
                    probability=likely,
                    answers=likely >= stage.abstain_below.of(same_language=same)
                    and not one.sentence.about_another,
                    sure=likely >= stage.sure_from.of(same_language=same),
                    vector=row,
                    span=one.span,
                )
            )
        return sorted(read, key=lambda one: (not one.answers, -one.probability))


def promising(sentences: Sequence[Sentence], model: ByLanguage) -> list[Candidate]:
    """Return the best sentences by the evidence of words alone, where nothing has read them."""
    return _ranked([Candidate(one, one.features) for one in sentences], model)[:_EMBEDDED]


def likeliest(candidates: Sequence[Candidate], model: ByLanguage) -> list[Candidate]:
    """Return the sentences that are likely by what was found in them, the best first."""
    ranked = _ranked(candidates, model)
    likely = [probability(_log_odds(one, model)) for one in ranked]
    worth = sum(one >= _STILL_LIKELY * likely[0] for one in likely)
    return ranked[: max(_COMPARED, min(worth, _EMBEDDED))]


def _ranked(candidates: Sequence[Candidate], model: ByLanguage) -> list[Candidate]:
    return sorted(candidates, key=lambda one: (one.sentence.about_another, -_log_odds(one, model)))


def _log_odds(one: Candidate, model: ByLanguage) -> float:
    return model.log_odds(one.features, same_language=one.sentence.same_language)


def sentence_vectors(
    embedding: EmbeddingModel, candidates: Sequence[Candidate]
) -> NDArray[np.float32]:
    """Return the vectors of sentences, shape (sentences, dimension).

    They are embedded without their article's title: with it, all sentences of an article under a
    long headline come equally near, and the learning sets gain nothing by it.
    """
    return embedding.encode_passages([one.sentence.text for one in candidates])


def closeness(
    candidates: Sequence[Candidate], cosines: NDArray[np.float32]
) -> list[Mapping[str, float]]:
    """Return the features of closeness: each sentence's cosine, and how far it stands out.

    Where nothing answers, all sentences are about equally near; so the cosine is compared with the
    mean of those in the question's language, or of those in others.
    """
    sides = [one.sentence.same_language for one in candidates]
    means = {
        side: float(np.mean([c for own, c in zip(sides, cosines, strict=True) if own == side]))
        for side in set(sides)
    }
    return [
        {"cosine": float(c), "cosine_margin": float(c) - means[side]}
        for side, c in zip(sides, cosines, strict=True)
    ]
