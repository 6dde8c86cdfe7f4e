"""The development sets as judges: what is measured on each, and the goals.

Only questions that nothing has learned from are asked (the part "judge" of `training.pools`), of
the passages of the whole set, and without telling their language.
"""

from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from operator import attrgetter
from pathlib import Path

from assistant.evaluation import GoldQuestion, Outcome, Report, ask_all
from assistant.evaluation.figures import auroc
from assistant.span_reader.model import SpanReader
from benchmarks.withholding import WithholdingAssistant
from index.embedding import EmbeddingModel
from index.library import Library
from training.evidence import library_of
from training.pools import Pool, across, pool
from ui.progress import progress_bar

FIRST = "gold article first (recall@1)"
FIVE = "gold article within five (recall@5)"
VERSIONS = "of the gold article's five versions, within ten (recall@10)"
QUOTE = "answer in the first quote"
TOLD_APART = "confidence, with against without an answer (AUROC)"
_VALUES: Mapping[str, Callable[[Report], float | None]] = {
    FIRST: attrgetter("retrieval.recall_at_1"),
    FIVE: attrgetter("retrieval.recall_at_5"),
    VERSIONS: attrgetter("retrieval.recall_at_10"),
    QUOTE: attrgetter("answering.first_quote"),
    TOLD_APART: attrgetter("auroc"),
}


@dataclass(frozen=True)
class Figure:
    """What was measured where, and the goal if there is one."""

    where: str
    name: str
    measured: str
    goal: float | None = None


@dataclass(frozen=True)
class Judge:
    """A set, and the goals of what is measured on it."""

    title: str
    pool: Callable[[int], Pool]
    """Gives the set with so many questions."""
    goals: Mapping[str, float]
    withheld: bool = False
    """Whether each question is asked again without the article that answers it: the confidences of
    both times are told apart then."""


def _across(asked_in: str, *written_in: str) -> Callable[[int], Pool]:
    return lambda count: across(asked_in, written_in, "judge", questions=count, ordinals=0)


def _within(name: str) -> Callable[[int], Pool]:
    return lambda count: pool(name, "judge", questions=count, ordinals=0)


JUDGES = (
    Judge(
        "PIAF, French", _within("piaf_v11"),
        {FIRST: 0.82, FIVE: 0.95, QUOTE: 0.82, TOLD_APART: 0.93}, withheld=True,
    ),
    Judge(
        "XQuAD, English", _across("en", "en"), {QUOTE: 0.88, TOLD_APART: 0.93}, withheld=True
    ),
    Judge("XQuAD, Russian", _across("ru", "ru"), {QUOTE: 0.80}),
    Judge("XQuAD, Chinese", _across("zh", "zh"), {QUOTE: 0.80}),
    Judge("XQuAD, English of Spanish", _across("en", "es"), {FIRST: 0.92, QUOTE: 0.78}),
    Judge("XQuAD, English of German", _across("en", "de"), {FIRST: 0.90, QUOTE: 0.78}),
    Judge("XQuAD, English of Russian", _across("en", "ru"), {FIRST: 0.88, QUOTE: 0.78}),
    Judge(
        "XQuAD, English of five languages", _across("en", "en", "es", "de", "ru", "zh"),
        {VERSIONS: 0.80},
    ),
    Judge("SQuAD-es v2, half without an answer", _within("squad_es_v2"), {TOLD_APART: 0.93}),
)  # fmt: skip


def judged(
    judges: Sequence[Judge],
    count: int,
    folder: Path,
    embedding: EmbeddingModel,
    span_reader: SpanReader,
) -> Iterator[Figure]:
    """Yield the figures of `judges` with `count` questions each, then those of all together.

    The indexed sets are kept in `folder` for the next run.
    """
    outcomes: list[Outcome] = []
    for judge in judges:
        asked = judge.pool(count)
        print(f"{judge.title}: {len(asked.asks)} questions, {len(asked.articles):,} passages")
        with library_of(asked, folder, embedding) as library:
            found = _outcomes(library, span_reader, asked)
            without = _confidences_without(library, span_reader, found) if judge.withheld else []
        report = Report.of(found)
        for name, goal in judge.goals.items():
            if judge.withheld and name == TOLD_APART:
                value = auroc(_confidences(found), without)
            else:
                value = _VALUES[name](report)
            yield Figure(judge.title, name, _share(value), goal)
        outcomes.extend(found)
    yield from _together(Report.of(outcomes))


def _together(report: Report) -> Iterator[Figure]:
    where = "all of these"
    yield Figure(where, "right, of the answers shown", _share(report.shown_right))
    sure = f"{_share(report.sure_right)} ({report.sure} of {report.shown})"
    yield Figure(where, "right, of the answers it is sure of", sure, 0.9)
    yield Figure(where, "quotes that stand in the article as cited", _share(report.quotes_exact), 1)
    yield Figure(where, "time of an answer, p50", f"{report.latency_p50_ms:,.0f} ms")


def _outcomes(library: Library, span_reader: SpanReader, asked: Pool) -> list[Outcome]:
    questions = [
        GoldQuestion(str(number), ask.text, None, ask.answers, tuple(ask.gold))
        for number, ask in enumerate(asked.asks)
    ]
    with progress_bar("Asking", "questions") as progress:
        return ask_all(library, span_reader, questions, progress)


def _confidences_without(
    library: Library, span_reader: SpanReader, outcomes: Sequence[Outcome]
) -> list[float]:
    assistant = WithholdingAssistant(library, span_reader)
    confidences = []
    with progress_bar("Asking without the gold", "questions") as progress:
        for done, outcome in enumerate(outcomes, start=1):
            answer = assistant.ask_without(outcome.question.text, outcome.gold)
            confidences.append(answer.confidence)
            progress(done, len(outcomes))
    return confidences


def _confidences(outcomes: Sequence[Outcome]) -> list[float]:
    return [outcome.answer.confidence for outcome in outcomes]


def _share(value: float | None) -> str:
    return "–" if value is None else f"{value:.2f}"
