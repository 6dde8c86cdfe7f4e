"""The sentences of the retrieved passages, each with what speaks for and against it."""

import math
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

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
from index.article import Article, Passage
from index.library import Library
from index.sentences import sentence_ranges


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
    """Finds the sentences of passages, and weighs what words say of them."""

    def __init__(self, library: Library) -> None:
        self._library = library

    def sentences(
        self, question: Question, retrieved: Sequence[RetrievedPassage]
    ) -> list[Sentence]:
        """Return all sentences of the passages, and pairs of which only both answer."""
        passages = self._library.catalogue.passages.by_id([found.passage_id for found in retrieved])
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
                about_another=about_another or names_another(question, own, context),
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
