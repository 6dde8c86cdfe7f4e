"""Learns the weights of `assistant/weights.json` from the development sets.

    python -m training.evidence [--scale 1.0]

First the passage models, from every candidate of every question; then, with these, the sentence
models, from the sentences of the passages retrieved. A part of the questions have their gold
article taken out of what was retrieved, so that the model sees what having no answer looks like.
"""

import argparse
import json
import math
import random
import tempfile
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path

import numpy as np
from rich.progress import track
from sklearn.linear_model import LogisticRegression

from assistant.question import understand
from assistant.reading import SentenceReader
from assistant.retrieval import Retriever
from assistant.weights import ByLanguage, LogisticModel, Weights, weights
from index.embedding import EmbeddingModel, open_embedding
from index.indexer import Indexer
from index.library import Library
from training.pools import Ask, Pool, learning_pools

_TAKEN_OUT = 0.25  # share of the questions whose gold article is taken out


@dataclass(frozen=True)
class Example:
    """The features of a passage or sentence, and whether it answers."""

    features: dict[str, float]
    same_language: bool
    answers: bool


def library_of(pool: Pool, folder: Path, embedding: EmbeddingModel) -> Library:
    """Return a new library in `folder` with the articles of `pool`."""
    library = Library.create(folder, embedding, purpose="training")
    with Indexer(library) as indexer:
        for article in pool.articles:
            indexer.take(article)
    return library


def passage_examples(library: Library, pool: Pool, draft: Weights) -> Iterator[list[Example]]:
    """Yield the candidate passages of every question that has an answer."""
    retriever = Retriever(library, draft)
    for ask in pool.asks:
        if ask.gold:
            question = understand(ask.text, language=ask.language)
            vector = library.embedding.encode_queries([question.text])[0]
            yield [
                Example(
                    found.features(),
                    found.same_language,
                    found.passage_id.rpartition("-")[0] in ask.gold,
                )
                for found in retriever.candidates(question, vector)
            ]


def sentence_examples(library: Library, pool: Pool, draft: Weights) -> Iterator[list[Example]]:
    """Yield the sentences that would be read for every question."""
    retriever, reader = Retriever(library, draft), SentenceReader(library, draft)
    chance = random.Random(11)  # noqa: S311
    for ask in pool.asks:
        question = understand(ask.text, language=ask.language)
        vector = library.embedding.encode_queries([question.text])[0]
        retrieved = retriever.retrieve(question, vector, 6)
        if chance.random() < _TAKEN_OUT:
            retrieved = [r for r in retrieved if r.passage_id.rpartition("-")[0] not in ask.gold]
        sentences = reader.promising(question, retrieved)
        if not sentences:
            continue
        vectors = library.embedding.encode_passages([s.text for s in sentences])
        yield [
            Example(
                {**sentence.features, "cosine": float(row @ vector)},
                sentence.same_language,
                sentence.article.id in ask.gold and holds_answer(sentence.text, ask),
            )
            for sentence, row in zip(sentences, vectors, strict=True)
        ]


def holds_answer(text: str, ask: Ask) -> bool:
    """Tell whether one of the expected answers stands in `text`, whatever its case."""
    lowered = text.lower()
    return any(answer.lower() in lowered for answer in ask.answers)


def fit(examples: Sequence[Example]) -> ByLanguage:
    """Return the models of examples in the question's language and in others."""
    return ByLanguage(
        same=_fit_one([e for e in examples if e.same_language]),
        other=_fit_one([e for e in examples if not e.same_language]),
    )


def _fit_one(examples: Sequence[Example]) -> LogisticModel:
    names = sorted(examples[0].features)
    matrix = np.array([[e.features[name] for name in names] for e in examples])
    scale = matrix.std(axis=0)
    scale[scale == 0] = 1.0
    model = LogisticRegression(C=1.0, max_iter=2_000)
    model.fit(matrix / scale, [e.answers for e in examples])
    return LogisticModel(
        intercept=round(float(model.intercept_[0]), 4),
        weights={
            name: round(float(weight), 4)
            for name, weight in zip(names, model.coef_[0] / scale, strict=True)
        },
    )


def learn(scale: float, embedding: EmbeddingModel) -> Weights:
    """Return weights learned from the learning halves of the development sets."""
    pools = list(learning_pools(scale))
    with tempfile.TemporaryDirectory() as place:
        libraries = [
            (library_of(pool, Path(place, str(number)), embedding), pool)
            for number, pool in enumerate(track(pools, "Indexing"))
        ]
        passages = [
            example
            for library, pool in track(libraries, "Passages")
            for question in passage_examples(library, pool, weights())
            for example in question
        ]
        draft = weights().model_copy(update={"passage": fit(passages)})
        sentences = [
            example
            for library, pool in track(libraries, "Sentences")
            for question in sentence_examples(library, pool, draft)
            for example in question
        ]
    cosines = [e.features["cosine"] for e in sentences]
    return draft.model_copy(
        update={
            "sentence": fit(sentences),
            "average_cosine": round(float(np.mean(cosines)), 4),
            "learned_from": {
                "pools": [f"{pool.name}: {len(pool.asks)} questions" for pool in pools],
                "passages": len(passages),
                "sentences": len(sentences),
            },
        }
    )
