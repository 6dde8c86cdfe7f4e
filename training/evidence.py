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
from sklearn.linear_model import LogisticRegression

from assistant.evaluation.scoring import holds
from assistant.question import Question, understand
from assistant.reading import PassageReader, span_features
from assistant.retrieval import RetrievedPassage, Retriever
from assistant.sentences import Sentence, SentenceFinder, closeness
from assistant.span_reader.model import SpanReader, open_span_reader
from assistant.weights import (
    ByLanguage,
    LogisticModel,
    PerLanguage,
    Stage,
    Weights,
    probability,
    weights,
)
from index.embedding import EmbeddingModel, open_embedding
from index.indexer import Indexer
from index.library import Library
from training.altering import altered, has_ordinal
from training.pools import EVAL, Ask, Pool, learning_pools

WEIGHTS = Path(__file__).parents[1] / "assistant" / "weights.json"

_REGULARISATION = 1.0  # scikit-learn's C: the smaller, the nearer to zero the weights stay
_CLOSENESS = frozenset({"cosine", "cosine_margin"})
_SPAN = frozenset({"span", "span_behind"})
_SCALED = frozenset(
    {"length", "passage", "passage_behind"} | _CLOSENESS | _SPAN
)  # the rest are shares
_CONSTANT = 10.0  # the column of each language's intercept: large, so as not to be regularised
_BY_LANGUAGE = frozenset(
    {"stems", "folded", "words", "words_before", "words_around"}
    | {"names_held", "names_near", "names_missing"}
    | _CLOSENESS
    | _SPAN
)
"""Features that mean something else when the text is in another language than the question."""
_TAKEN_OUT = 0.25  # share of the questions whose gold article is taken out
_GIVEN_UP = 0.02  # balanced accuracy given up for answers that would otherwise not be shown
_ALTERED = 0.5  # share of the questions that are asked again with a value or name exchanged


@dataclass(frozen=True)
class Example:
    """The features of a passage or sentence, and whether it answers."""

    features: dict[str, float]
    same_language: bool
    answers: bool


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
    found = span_features(reader.find_spans(one.question, one.sentences, one.near))
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


def fit(examples: Sequence[Example]) -> ByLanguage:
    """Return the models of examples in the question's language and in others.

    They are learned together: what a value or a kind of question says is the same in both, so
    these weights are common, which the few examples across languages need.
    """
    names = sorted(examples[0].features)
    common = [name for name in names if name not in _BY_LANGUAGE]
    apart = [name for name in names if name in _BY_LANGUAGE]
    norms = {name: _norm(name, examples) for name in names}
    rows = []
    for example in examples:
        normed = {name: norms[name].apply(example.features[name]) for name in names}
        own = [*(normed[name] for name in apart), _CONSTANT]
        none = [0.0] * len(own)
        rows.append(
            [normed[name] for name in common]
            + (own + none if example.same_language else none + own)
        )
    model = LogisticRegression(C=_REGULARISATION, max_iter=2_000, fit_intercept=False)
    model.fit(np.array(rows), [example.answers for example in examples])
    learned = [float(weight) for weight in model.coef_[0]]
    shared = learned[: len(common)]
    same = learned[len(common) : len(common) + len(apart) + 1]
    other = learned[len(common) + len(apart) + 1 :]
    return ByLanguage(
        same=_model([*common, *apart], [*shared, *same], norms),
        other=_model([*common, *apart], [*shared, *other], norms),
    )


@dataclass(frozen=True)
class _Norm:
    """How a feature is brought to a common scale, so that regularisation is fair to all."""

    mean: float
    scale: float

    def apply(self, value: float) -> float:
        return (value - self.mean) / self.scale


def _norm(name: str, examples: Sequence[Example]) -> _Norm:
    """Shares stay as they are, so that what is rarely seen earns only a small weight."""
    if name not in _SCALED:
        return _Norm(0.0, 1.0)
    values = [example.features[name] for example in examples]
    return _Norm(float(np.mean(values)), float(np.std(values)))


def _model(
    names: Sequence[str], learned: Sequence[float], norms: Mapping[str, _Norm]
) -> LogisticModel:
    weights = {
        name: weight / norms[name].scale for name, weight in zip(names, learned[:-1], strict=True)
    }
    moved = sum(weight * norms[name].mean for name, weight in weights.items())
    return LogisticModel(
        intercept=round(learned[-1] * _CONSTANT - moved, 4),
        weights={name: round(weight, 4) for name, weight in weights.items()},
    )


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
        draft = weights().model_copy(update={"passage": fit(_flat(passages))})
        questions = [
            (library, one)
            for library, pool in track(libraries, "Retrieving")
            for one in asked(library, pool, draft)
        ]

        glanced = []
        for library, one in track(questions, "At a glance"):
            sentences = SentenceFinder(library, draft).sentences(one.question, one.retrieved)
            glanced.append(_examples(one.ask, sentences, [{} for _ in sentences]))
        draft = draft.model_copy(update={"glance": fit(_flat(glanced))})
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
                "passages": len(_flat(passages)),
                "sentences": len(_flat(read)),
            },
        }
    )


def stage(questions: Sequence[Sequence[Example]]) -> Stage:
    """Return the model of the questions' sentences and its thresholds."""
    model = fit(_flat(questions))
    return Stage(model=model, abstain_below=thresholds(questions, model))


def thresholds(questions: Sequence[Sequence[Example]], model: ByLanguage) -> PerLanguage:
    """Return the lowest probabilities that part questions with an answer from those without well.

    Well is a balanced accuracy (the mean of the shares of both that are judged right) of at most
    `_GIVEN_UP` below the best: a quote that does not answer is easily seen through, an answer that
    is not shown is lost. The best sentence of a question stands for it, and counts for its
    language.
    """
    best = [
        (max(examples, key=lambda example: _probability(example, model)),
         any(example.answers for example in examples))
        for examples in questions if examples
    ]  # fmt: skip
    same = [(_probability(e, model), answerable) for e, answerable in best if e.same_language]
    other = [(_probability(e, model), answerable) for e, answerable in best if not e.same_language]
    return PerLanguage(same=_threshold(same), other=_threshold(other))


def _threshold(best: Sequence[tuple[float, bool]]) -> float:
    answerable = np.array([score for score, answers in best if answers])
    unanswerable = np.array([score for score, answers in best if not answers])
    candidates = np.linspace(0.02, 0.98, 97)
    balanced = [(answerable >= t).mean() + (unanswerable < t).mean() for t in candidates]
    good = 2 * (max(balanced) / 2 - _GIVEN_UP)
    return round(float(candidates[next(i for i, b in enumerate(balanced) if b >= good)]), 2)


def _probability(example: Example, model: ByLanguage) -> float:
    return probability(model.log_odds(example.features, same_language=example.same_language))


def _flat(questions: Sequence[Sequence[Example]]) -> list[Example]:
    return [example for examples in questions for example in examples]


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
    print(f"Wrote {WEIGHTS}; the assistant abstains below {learned.read.abstain_below}.")


if __name__ == "__main__":
    main()
