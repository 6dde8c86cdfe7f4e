"""Learns the weights of `assistant/weights.json` from the development sets.

    python -m training.evidence [--scale 1.0]

First the passage models, from every candidate of every question; then, with these, the sentence
models, from the sentences of the passages retrieved. A part of the questions have their gold
article taken out of what was retrieved, so that the model sees what having no answer looks like.
"""

import argparse
import random
import re
from collections.abc import Iterator, Mapping, Sequence
from contextlib import ExitStack
from dataclasses import dataclass
from pathlib import Path

import numpy as np
from platformdirs import user_cache_path
from rich.progress import track
from sklearn.linear_model import LogisticRegression

from assistant.question import Question, understand
from assistant.reading import SentenceReader, closeness
from assistant.retrieval import Retriever
from assistant.weights import ByLanguage, LogisticModel, PerLanguage, Weights, probability, weights
from index.embedding import EmbeddingModel, open_embedding
from index.indexer import Indexer
from index.library import Library
from training.altering import altered, has_ordinal
from training.pools import EVAL, Ask, Pool, learning_pools

WEIGHTS = Path(__file__).parents[1] / "assistant" / "weights.json"

_REGULARISATION = 1.0  # scikit-learn's C: the smaller, the nearer to zero the weights stay
_SCALED = frozenset(
    {"cosine", "cosine_margin", "length", "passage", "passage_behind"}
)  # the rest are shares
_CONSTANT = 10.0  # the column of each language's intercept: large, so as not to be regularised
_BY_LANGUAGE = frozenset(
    {"cosine", "cosine_margin", "stems", "folded", "words", "words_before", "words_around"}
    | {"names_held", "names_near", "names_missing"}
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
    slug = re.sub(r"\W+", "-", pool.name)
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


def sentence_examples(library: Library, pool: Pool, draft: Weights) -> Iterator[list[Example]]:
    """Yield the sentences that would be read for every question, and for altered ones."""
    chance = random.Random(11)  # noqa: S311
    reading = _Reading(library, draft)
    asked = [(ask, understand(ask.text, language=ask.language)) for ask in pool.asks]
    names = sorted({name.capitalize() for _, question in asked for name in question.names})
    for ask, question in asked:
        yield reading.examples(question, ask, without_gold=chance.random() < _TAKEN_OUT)
        if has_ordinal(ask.text, ask.language) or chance.random() < _ALTERED:
            text = altered(question, names, chance)
            if text is not None:
                other = understand(text, language=ask.language)
                yield reading.examples(other, Ask(text, ask.language, (), frozenset()))


class _Reading:
    """Retrieves and reads as the assistant does, with draft weights."""

    def __init__(self, library: Library, draft: Weights) -> None:
        self._embedding = library.embedding
        self._retriever = Retriever(library, draft)
        self._reader = SentenceReader(library, draft)

    def examples(
        self, question: Question, ask: Ask, *, without_gold: bool = False
    ) -> list[Example]:
        vector = self._embedding.encode_queries([question.text])[0]
        retrieved = self._retriever.retrieve(question, vector, 6)
        if without_gold:
            retrieved = [r for r in retrieved if r.passage_id.rpartition("-")[0] not in ask.gold]
        sentences = self._reader.promising(question, retrieved)
        near = closeness(sentences, self._reader.vectors(sentences) @ vector)
        return [
            Example(
                {**sentence.features, **close},
                sentence.same_language,
                sentence.article.id in ask.gold and holds_answer(sentence.text, ask),
            )
            for sentence, close in zip(sentences, near, strict=True)
        ]


def holds_answer(text: str, ask: Ask) -> bool:
    """Tell whether one of the expected answers stands in `text`, whatever its case."""
    lowered = text.lower()
    return any(answer.lower() in lowered for answer in ask.answers)


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


def learn(scale: float, folder: Path, embedding: EmbeddingModel) -> Weights:
    """Return weights learned from the learning halves of the development sets.

    The libraries of the pools are kept in `folder` for the next run.
    """
    pools = list(learning_pools(scale))
    with ExitStack() as open_libraries:
        libraries = [
            (open_libraries.enter_context(library_of(pool, folder, embedding)), pool)
            for pool in track(pools, "Indexing")
        ]
        passages = [
            question
            for library, pool in track(libraries, "Passages")
            for question in passage_examples(library, pool, weights())
        ]
        draft = weights().model_copy(update={"passage": fit(_flat(passages))})
        sentences = [
            question
            for library, pool in track(libraries, "Sentences")
            for question in sentence_examples(library, pool, draft)
        ]
    model = fit(_flat(sentences))
    return draft.model_copy(
        update={
            "sentence": model,
            "average_cosine": PerLanguage(
                same=_average_cosine(sentences, same_language=True),
                other=_average_cosine(sentences, same_language=False),
            ),
            "abstain_below": thresholds(sentences, model),
            "learned_from": {
                "command": f"python -m training.evidence --scale {scale:g}",
                "pools": [f"{pool.name}: {len(pool.asks)} questions" for pool in pools],
                "passages": len(_flat(passages)),
                "sentences": len(_flat(sentences)),
            },
        }
    )


def _average_cosine(questions: Sequence[Sequence[Example]], *, same_language: bool) -> float:
    cosines = [e.features["cosine"] for e in _flat(questions) if e.same_language == same_language]
    return round(float(np.mean(cosines)), 4)


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
    learned = learn(given.scale, given.cache / "training", embedding)
    WEIGHTS.write_text(learned.model_dump_json(indent=1) + "\n", encoding="utf-8")
    print(f"Wrote {WEIGHTS}; the assistant abstains below {learned.abstain_below}.")


if __name__ == "__main__":
    main()
