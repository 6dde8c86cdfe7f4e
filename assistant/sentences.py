"""The sentences of the retrieved passages, each with what speaks for and against it."""

import math
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from assistant.evidence import (
    gives_answer,
    is_about_another,
    lacks_answer,
    names_another,
    sentence_features,
)
from assistant.matter import Matter, matter
from assistant.question import Question
from assistant.retrieval import RetrievedPassage
from assistant.weights import Weights
from index.article import Article, Passage
from index.library import Library
from index.sentences import sentence_ranges

_SENTENCES = 8
"""Sentences embedded for a question: a large part of an answer's time. Ten hardly put the right one
first more often in the learning sets, six did noticeably less."""


@dataclass(frozen=True)
class Sentence:
    """A sentence, or two that answer together: characters `start` to `end` of the article."""

    article: Article
    passage: Passage
    start: int
    end: int
    same_language: bool
    about_another: bool
    """Whether it cannot be about what is asked: see `is_about_another` and `names_another`."""
    matter: Matter
    features: Mapping[str, float]

    @property
    def text(self) -> str:
        """The sentence as it stands in the article."""
        return self.article.text[self.start : self.end]


class SentenceFinder:
    """Finds the sentences of passages that are worth a closer look."""

    def __init__(self, library: Library, weights: Weights) -> None:
        self._library = library
        self._weights = weights

    def promising(
        self, question: Question, retrieved: Sequence[RetrievedPassage]
    ) -> list[Sentence]:
        """Return the best sentences by what is known before anything is embedded."""

        def rank(sentence: Sentence) -> tuple[bool, float]:
            log_odds = self._weights.glance.log_odds(
                sentence.features, same_language=sentence.same_language
            )
            return (sentence.about_another, -log_odds)

        return sorted(self.sentences(question, retrieved), key=rank)[:_SENTENCES]

    def vectors(self, sentences: Sequence[Sentence]) -> NDArray[np.float32]:
        """Return the vectors of sentences, shape (sentences, dimension).

        They are embedded without their article's title: with it, all sentences of an article under
        a long headline come equally near, and the learning sets gain nothing by it.
        """
        return self._library.embedding.encode_passages([one.text for one in sentences])

    def sentences(
        self, question: Question, retrieved: Sequence[RetrievedPassage]
    ) -> list[Sentence]:
        """Return all sentences of the passages, and pairs of which only both answer."""
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

        def weighed(start: int, end: int, before: Sentence | None) -> Sentence:
            own = matter(passage.text[start:end], article.language)
            features = sentence_features(
                question, own, before.matter if before else None, context, word_weights=idf
            )
            features["passage"] = found.log_odds
            features["passage_behind"] = best - found.log_odds
            features["length"] = math.log(end - start)
            return Sentence(
                article=article,
                passage=passage,
                start=passage.start + start,
                end=passage.start + end,
                same_language=found.same_language,
                about_another=about_another or names_another(question, own),
                matter=own,
                features=features,
            )

        sentences: list[Sentence] = []
        pairs: list[Sentence] = []
        for start, end in sentence_ranges(passage.text, article.language):
            if passage.text[start:end] == article.title:
                continue  # a headline repeats the question's words and answers nothing
            before = sentences[-1] if sentences else None
            sentences.append(weighed(start, end, before))
            if before and _answer_together(before.features, sentences[-1].features):
                pairs.append(weighed(before.start - passage.start, end, None))
        return [*sentences, *pairs]


def _answer_together(first: Mapping[str, float], second: Mapping[str, float]) -> bool:
    """Tell whether only both answer: "The fifth meeting has been held. It was in Chengdu."

    The second gives what is asked for, and the first says of what, in words that it lacks.
    """
    return lacks_answer(first) and gives_answer(second) and second["words_before"] > second["words"]


def closeness(
    sentences: Sequence[Sentence], cosines: NDArray[np.float32]
) -> list[dict[str, float]]:
    """Return the features of closeness: each sentence's cosine, and how far it stands out.

    Where nothing answers, all sentences are about equally near; so the cosine is compared with the
    mean of those read in the question's language, or of those in others.
    """
    means = {
        side: float(np.mean([c for one, c in zip(sentences, cosines, strict=True)
                             if one.same_language == side] or [0.0]))
        for side in (True, False)
    }  # fmt: skip
    return [
        {"cosine": float(c), "cosine_margin": float(c) - means[one.same_language]}
        for one, c in zip(sentences, cosines, strict=True)
    ]
