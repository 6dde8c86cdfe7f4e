"""Learns the weights of `assistant/weights.json` from the development sets.

    python -m training.evidence [--scale 1.0]

First the passage models, from every candidate of every question; then, with these, the models of
sentences: at a glance, from all sentences of the passages retrieved; with what the trained reader
finds in those that look promising then; and with the closeness of those that are still likely. The
stage without the trained reader learns from the promising ones and their closeness. A part of the
questions have their gold article taken out of what was retrieved, so that the models see what
having no answer looks like.

The articles are those that the trained reader has never seen: on its own it would be trusted too
much.
"""

import argparse
import random
import re
from collections.abc import Iterator, Sequence
from contextlib import ExitStack
from dataclasses import dataclass, replace
from pathlib import Path

import numpy as np
from numpy.typing import NDArray
from platformdirs import user_cache_path
from rich.progress import track

from assistant.evaluation.scoring import holds
from assistant.question import Question, understand
from assistant.reading import closeness, likeliest, promising, sentence_vectors
from assistant.retrieval import RetrievedPassage, Retriever
from assistant.sentences import Sentence, SentenceFinder
from assistant.span_reader.model import SpanReader, open_span_reader
from assistant.spans import Candidate, SpanFinder
from assistant.weights import Weights, weights
from index.embedding import EmbeddingModel, open_embedding
from index.indexer import Indexer
from index.library import Library
from training.altering import altered, has_ordinal
from training.fitting import Example, fit, flat, stage
from training.pools import EVAL, Ask, Pool, learning_pools

WEIGHTS = Path(__file__).parents[1] / "assistant" / "weights.json"

_TAKEN_OUT = 0.25  # share of the questions whose gold article is taken out
_ALTERED = 0.5  # share of the questions that are asked again with a value or name exchanged


def library_of(pool: Pool, folder: Path, embedding: EmbeddingModel) -> Library:
    """Return the library of `pool` in `folder`; what an earlier run has indexed is kept."""
    slug = re.sub(r"\W+", "-", pool.corpus)
    library = Library.create(folder / slug, embedding, purpose="training")
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


@dataclass(frozen=True)
class _Asked:
    """A question as it is asked, perhaps altered, and what is retrieved for it."""

    question: Question
    ask: Ask
    vector: NDArray[np.float32]
    retrieved: Sequence[RetrievedPassage]


def asked(library: Library, pool: Pool, draft: Weights) -> Iterator[_Asked]:
    """Yield every question of the pool, some without their gold article, and altered ones."""
    chance = random.Random(11)  # noqa: S311
    retriever = Retriever(library, draft)

    def put(question: Question, ask: Ask) -> _Asked:
        vector = library.embedding.encode_queries([question.text])[0]
        return _Asked(question, ask, vector, retriever.retrieve(question, vector, 6))

    questions = [(ask, understand(ask.text, language=ask.language)) for ask in pool.asks]
    names = sorted({name.capitalize() for _, question in questions for name in question.names})
    for ask, question in questions:
        one = put(question, ask)
        if chance.random() < _TAKEN_OUT:
            one = replace(
                one, retrieved=[r for r in one.retrieved if _article_of(r) not in ask.gold]
            )
        yield one
        if has_ordinal(ask.text, ask.language) or chance.random() < _ALTERED:
            text = altered(question, names, chance)
            if text is not None:
                other = understand(text, language=ask.language)
                yield put(other, Ask(text, ask.language, (), frozenset()))


def _article_of(found: RetrievedPassage) -> str:
    return found.passage_id.rpartition("-")[0]


def _at_a_glance(one: _Asked, sentences: Sequence[Sentence]) -> list[Example]:
    return _examples(one.ask, [Candidate(sentence, sentence.features) for sentence in sentences])


def _with_closeness(
    one: _Asked, candidates: Sequence[Candidate], embedding: EmbeddingModel
) -> list[Example]:
    if not candidates:
        return []
    cosines = sentence_vectors(embedding, candidates) @ one.vector
    near = closeness(candidates, cosines)
    return _examples(
        one.ask,
        [
            replace(candidate, features={**candidate.features, **features})
            for candidate, features in zip(candidates, near, strict=True)
        ],
    )


def _examples(ask: Ask, candidates: Sequence[Candidate]) -> list[Example]:
    return [
        Example(
            dict(candidate.features),
            candidate.sentence.same_language,
            candidate.sentence.article.id in ask.gold
            and holds(candidate.sentence.text, ask.answers, candidate.sentence.article.language),
        )
        for candidate in candidates
    ]


def learn(
    scale: float, folder: Path, embedding: EmbeddingModel, span_reader: SpanReader
) -> Weights:
    """Return weights learned from the parts of the development sets that are for them.

    The libraries of the pools are kept in `folder` for the next run.
    """
    pools = list(learning_pools(scale))
    with ExitStack() as open_libraries:
        by_corpus: dict[str, Library] = {}
        for pool in track(pools, "Indexing"):
            if pool.corpus not in by_corpus:
                library = open_libraries.enter_context(library_of(pool, folder, embedding))
                by_corpus[pool.corpus] = library
        libraries = [(by_corpus[pool.corpus], pool) for pool in pools]
        passages = [
            question
            for library, pool in track(libraries, "Passages")
            for question in passage_examples(library, pool, weights())
        ]
        draft = weights().model_copy(update={"passage": fit(flat(passages))})
        questions = [
            (library, one)
            for library, pool in track(libraries, "Retrieving")
            for one in asked(library, pool, draft)
        ]

        sentences = [
            SentenceFinder(library).sentences(one.question, one.retrieved)
            for library, one in track(questions, "Sentences")
        ]
        put = [one for _, one in questions]
        glanced = [_at_a_glance(*both) for both in zip(put, sentences, strict=True)]
        draft = draft.model_copy(update={"glance": fit(flat(glanced))})
        spans = SpanFinder(span_reader, draft)
        found = [
            spans.candidates(one.question, own)
            for one, own in track(list(zip(put, sentences, strict=True)), "Reading")
        ]
        draft = draft.model_copy(
            update={
                "found": fit(
                    flat([_examples(one.ask, own) for one, own in zip(put, found, strict=True)])
                )
            }
        )
        read = [
            _with_closeness(one, likeliest(own, draft.found), embedding)
            for one, own in track(list(zip(put, found, strict=True)), "Closeness")
        ]
        unread = [
            _with_closeness(one, promising(own, draft.glance), embedding)
            for one, own in track(list(zip(put, sentences, strict=True)), "Without the reader")
        ]
    return draft.model_copy(
        update={
            "read": stage(read),
            "sentence": stage(unread),
            "learned_from": {
                "command": f"python -m training.evidence --scale {scale:g}",
                "pools": [f"{pool.name}: {len(pool.asks)} questions" for pool in pools],
                "passages": len(flat(passages)),
                "sentences": len(flat(read)),
            },
        }
    )


def main() -> None:
    """Learn, and write the weights where the product reads them."""
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    parser.add_argument("--scale", type=float, default=1.0, help="share of the questions to take")
    parser.add_argument("--cache", type=Path, default=user_cache_path("depeche"))
    given = parser.parse_args()
    if not EVAL.is_dir():
        raise SystemExit(f"The development sets are not at {EVAL}.")
    embedding = open_embedding(cache=given.cache, notify=print)
    span_reader = open_span_reader(cache=given.cache, notify=print)
    learned = learn(given.scale, given.cache / "training", embedding, span_reader)
    WEIGHTS.write_text(learned.model_dump_json(indent=1) + "\n", encoding="utf-8")
    print(
        f"Wrote {WEIGHTS}; the assistant abstains below {learned.read.abstain_below} "
        f"and is sure from {learned.read.sure_from}."
    )


if __name__ == "__main__":
    main()
