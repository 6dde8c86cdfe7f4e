"""Learns the weights of `assistant/weights.json` from the development sets.

    python -m training.evidence [--scale 1.0]

First the passage models, from every candidate of every question; then, with these, the models of
sentences: at a glance, from all sentences of the passages retrieved; from those that look promising
then, with their closeness; and with what the trained reader finds in those that are still likely. A
part of the questions have their gold article taken out of what was retrieved, so that the models
see what having no answer looks like.

The articles are those that the trained reader has never seen: on its own it would be trusted too
much.
"""

import argparse
import random
import re
from collections.abc import Iterator, Mapping, Sequence
from contextlib import ExitStack
from dataclasses import dataclass, replace
from pathlib import Path

import numpy as np
from numpy.typing import NDArray
from platformdirs import user_cache_path
from rich.progress import track

from assistant.evaluation.scoring import holds
from assistant.question import Question, understand
from assistant.reading import PassageReader, span_features
from assistant.retrieval import RetrievedPassage, Retriever
from assistant.sentences import Sentence, SentenceFinder, closeness
from assistant.span_reader.model import SpanReader, open_span_reader
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


@dataclass(frozen=True)
class _Promising:
    """The promising sentences of a question, with the features of their closeness."""

    ask: Ask
    question: Question
    sentences: Sequence[Sentence]
    near: Sequence[Mapping[str, float]]


def _promising(one: _Asked, finder: SentenceFinder) -> _Promising:
    sentences = finder.promising(one.question, one.retrieved)
    near = closeness(sentences, finder.vectors(sentences) @ one.vector)
    return _Promising(one.ask, one.question, sentences, near)


def _read(one: _Promising, reader: PassageReader) -> list[Example]:
    spans = reader.find_spans(one.question, one.sentences, one.near)
    found = span_features(one.question, one.sentences, spans)
    both = [{**close, **span} for close, span in zip(one.near, found, strict=True)]
    return _examples(one.ask, one.sentences, both)


def _examples(
    ask: Ask, sentences: Sequence[Sentence], more: Sequence[Mapping[str, float]]
) -> list[Example]:
    return [
        Example(
            {**sentence.features, **features},
            sentence.same_language,
            sentence.article.id in ask.gold
            and holds(sentence.text, ask.answers, sentence.article.language),
        )
        for sentence, features in zip(sentences, more, strict=True)
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

        glanced = []
        for library, one in track(questions, "At a glance"):
            sentences = SentenceFinder(library, draft).sentences(one.question, one.retrieved)
            glanced.append(_examples(one.ask, sentences, [{} for _ in sentences]))
        draft = draft.model_copy(update={"glance": fit(flat(glanced))})
        promising = [
            (library, _promising(one, SentenceFinder(library, draft)))
            for library, one in track(questions, "Closeness")
        ]
        draft = draft.model_copy(
            update={
                "sentence": stage(
                    [_examples(one.ask, one.sentences, one.near) for _, one in promising]
                )
            }
        )
        read = [
            _read(one, PassageReader(library, draft, span_reader))
            for library, one in track(promising, "Reading")
        ]
    return draft.model_copy(
        update={
            "read": stage(read),
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
