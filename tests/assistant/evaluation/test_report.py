"""The figures of a few outcomes made by hand, counted by hand."""

import pytest

from assistant.answer import Answer, Citation, Span
from assistant.evaluation import GoldQuestion, Outcome, Report


def citation(marker: int, quote: str, marked: str | None = None) -> Citation:
    """Return a citation of `quote`, which begins at character 100, with the words marked."""
    at = 100 + quote.index(marked) if marked else 0
    return Citation.model_validate(
        dict.fromkeys(Citation.model_fields)
        | {
            "marker": marker, "article_id": "a", "language": "en", "quote": quote, "start": 100,
            "end": 100 + len(quote), "passage_id": "a-0", "score": 0.5,
            "highlight": Span(start=at, end=at + len(marked)) if marked else None,
            "resolved_dates": (), "carried_by": (),
        }
    )  # fmt: skip


def outcome(
    expected: tuple[str, ...],
    *citations: Citation,
    confidence: float,
    abstained: bool = False,
    sure: bool = False,
    gold: frozenset[str] = frozenset(),
    ranked: tuple[str, ...] = (),
    exact: bool = True,
    took_ms: float = 10.0,
) -> Outcome:
    answer = Answer(
        question="Who?", language="en", answer="…", abstained=abstained, sure=sure,
        confidence=confidence,
        mode="verbatim", citations=list(citations), indexed_through=None, took_ms=took_ms,
    )  # fmt: skip
    question = GoldQuestion("1", "Who?", "en", expected, ())
    return Outcome(question, answer, gold, ranked, (exact,) * len(citations))


@pytest.fixture
def report() -> Report:
    right = citation(1, "Ada Byron built it.", "Ada Byron")
    beside = citation(1, "It was built by an old engineer.", "old engineer")
    return Report.of(
        [
            # Right, with a word too many marked: precision 1/2, recall 1/1.
            outcome(
                ("Ada",), right, confidence=0.95, took_ms=10,
                gold=frozenset({"a"}), ranked=("a", "b"),
            ),
            # Right in the second quote only; the marked words share nothing.
            outcome(
                ("Ada",), beside, right, confidence=0.75, sure=True, took_ms=20,
                gold=frozenset({"x"}), ranked=("a", "b", "c", "x"),
            ),
            # Abstained from, though the nearest passage holds it.
            outcome(("Ada",), right, confidence=0.25, abstained=True, took_ms=30),
            # Marked exactly.
            outcome(("Ada Byron",), right, confidence=0.92, sure=True, took_ms=40, exact=False),
            # Nothing answers: once abstained from, once not.
            outcome((), beside, confidence=0.15, abstained=True, took_ms=50),
            outcome((), beside, confidence=0.75, took_ms=60),
        ]
    )  # fmt: skip


def test_retrieval_is_over_the_questions_with_gold(report: Report) -> None:
    assert report.retrieval is not None
    assert report.retrieval.questions == 2
    assert report.retrieval.recall_at_1 == 0.5
    assert report.retrieval.recall_at_5 == report.retrieval.recall_at_10 == 1.0
    assert report.retrieval.mrr == pytest.approx((1 + 1 / 4) / 2)


def test_answering_is_over_the_questions_with_an_answer(report: Report) -> None:
    assert report.answering is not None
    assert report.answering.questions == 4
    assert report.answering.first_quote == 0.5
    assert report.answering.any_quote == 0.75
    assert report.answering.exact_match == 0.25
    assert report.answering.f1 == pytest.approx((2 / 3 + 0 + 0 + 1) / 4)
    assert report.answering.answered == 0.75


def test_abstaining_and_confidence(report: Report) -> None:
    assert (report.questions, report.unanswerable) == (6, 2)
    assert report.abstained == 0.5
    # Of eight pairs, 0.95 and 0.92 are above both, 0.75 above one and level with one, 0.25 above
    # one.
    assert report.auroc == pytest.approx((2 + 2 + 1.5 + 1) / 8)
    # Shown: right, beside, right, beside.
    assert report.shown == 4
    assert report.shown_right == 0.5
    assert (report.sure, report.sure_right) == (2, 0.5)
    assert [tuple(one.model_dump().values()) for one in report.reliability] == [
        pytest.approx((0.1, 0.2, 1, 0.15, 0.0)),
        pytest.approx((0.2, 0.3, 1, 0.25, 1.0)),
        pytest.approx((0.7, 0.8, 2, 0.75, 0.0)),
        pytest.approx((0.9, 1.0, 2, 0.935, 1.0)),
    ]


def test_quotes_and_time(report: Report) -> None:
    assert report.quotes == 7
    assert report.quotes_exact == pytest.approx(6 / 7)
    assert report.latency_p50_ms == pytest.approx(35)
    assert report.latency_p95_ms == pytest.approx(57.5)


def test_what_the_questions_cannot_tell_is_left_out() -> None:
    report = Report.of([outcome((), confidence=0.0, abstained=True)])
    assert (report.retrieval, report.answering, report.auroc) == (None, None, None)
    assert (report.shown_right, report.quotes_exact) == (None, None)
    assert report.abstained == 1.0
