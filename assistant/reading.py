"""Reads the best passages: which of their sentences answers the question?

This reader ranks sentences by the embedding model and the evidence. A reader trained to find the
answering words takes its place behind the same `Reader` protocol.
"""

import math
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Protocol

import numpy as np
from numpy.typing import NDArray

from assistant.evidence import is_about_another, sentence_features
from assistant.matter import Matter, matter
from assistant.question import Question
from assistant.retrieval import RetrievedPassage
from assistant.weights import Weights, probability
from index.article import Article, Passage
from index.library import Library
from index.sentences import sentence_ranges

_SENTENCES = 10
"""Sentences embedded for a question, the largest part of an answer's time. Of the learning sets'
questions 0.78 get the right sentence first with 10, as with 16; with 6 it is 0.76."""


@dataclass(frozen=True)
class Sentence:
    """A sentence of a passage: characters `start` to `end` of the article's text."""

    article: Article
    passage: Passage
    start: int
    end: int
    same_language: bool
    about_another: bool
    """Whether its passage cannot be about what is asked (see `is_about_another`)."""
    matter: Matter
    features: Mapping[str, float]

    @property
    def text(self) -> str:
        """The sentence as it stands in the article."""
        return self.article.text[self.start : self.end]


@dataclass(frozen=True)
class ReadSentence:
    """A sentence with the probability that it answers, and its vector of shape (dimension,)."""

    sentence: Sentence
    probability: float
    vector: NDArray[np.float32]


class Reader(Protocol):
    """Finds the sentences of the retrieved passages that answer a question."""

    def read(
        self,
        question: Question,
        vector: NDArray[np.float32],
        retrieved: Sequence[RetrievedPassage],
    ) -> list[ReadSentence]:
        """Return sentences with their probabilities, best first."""
        ...


class SentenceReader:
    """Ranks sentences by their closeness to the question and by the evidence that they hold."""

    def __init__(self, library: Library, weights: Weights) -> None:
        self._library = library
        self._weights = weights

    def read(
        self,
        question: Question,
        vector: NDArray[np.float32],
        retrieved: Sequence[RetrievedPassage],
    ) -> list[ReadSentence]:
        """Return the most promising sentences with their probabilities, best first."""
        sentences = self.promising(question, retrieved)
        if not sentences:
            return []
        vectors = self._library.embedding.encode_passages([s.text for s in sentences])
        read = [
            ReadSentence(sentence, self._probability(sentence, float(row @ vector)), row)
            for sentence, row in zip(sentences, vectors, strict=True)
        ]
        return sorted(read, key=lambda one: -one.probability)

    def promising(
        self, question: Question, retrieved: Sequence[RetrievedPassage]
    ) -> list[Sentence]:
        """Return the sentences worth embedding: the best by all features but their closeness."""
        average = self._weights.average_cosine
        sentences = self._sentences(question, retrieved)
        return sorted(sentences, key=lambda one: -self._log_odds(one, average))[:_SENTENCES]

    def _probability(self, sentence: Sentence, cosine: float) -> float:
        likely = probability(self._log_odds(sentence, cosine))
        # Under the threshold, in the same order: such a passage may be shown as near, no more.
        return likely * self._weights.abstain_below if sentence.about_another else likely

    def _log_odds(self, sentence: Sentence, cosine: float) -> float:
        features = {**sentence.features, "cosine": cosine}
        return self._weights.sentence.log_odds(features, same_language=sentence.same_language)

    def _sentences(
        self, question: Question, retrieved: Sequence[RetrievedPassage]
    ) -> list[Sentence]:
        passages = self._library.catalogue.passages([found.passage_id for found in retrieved])
        idf = self._library.words.weights(question.words, question.language)
        best = max((found.log_odds for found in retrieved), default=0.0)
        return [
            sentence
            for found in retrieved
            if found.passage_id in passages
            for sentence in self._passage_sentences(
                question, passages[found.passage_id], found, best, idf
            )
        ]

    def _passage_sentences(
        self,
        question: Question,
        passage: Passage,
        found: RetrievedPassage,
        best: float,
        idf: Mapping[str, float],
    ) -> list[Sentence]:
        article = self._library.catalogue.article(passage.article_id)
        context = matter(f"{article.title or ''}\n{passage.text}", article.language)
        about_another = is_about_another(question, context)
        sentences: list[Sentence] = []
        before: Matter | None = None
        for start, end in sentence_ranges(passage.text, article.language):
            if passage.text[start:end] == article.title:
                continue  # a headline repeats the question's words and answers nothing
            own = matter(passage.text[start:end], article.language)
            features = sentence_features(question, own, before, context, word_weights=idf)
            before = own
            features["passage"] = found.log_odds
            features["passage_behind"] = best - found.log_odds
            features["length"] = math.log(end - start)
            sentences.append(
                Sentence(
                    article=article,
                    passage=passage,
                    start=passage.start + start,
                    end=passage.start + end,
                    same_language=found.same_language,
                    about_another=about_another,
                    matter=own,
                    features=features,
                )
            )
        return sentences
