"""Judges the reader on articles that it never saw: `python -m training.reader.judge`.

Each question is put with its gold passage, and with a passage that does not answer it. Printed for
each set: exact match and F1 of the best span, how often its sentence holds the answer, and how well
its score tells the two passages apart (AUROC).
"""

import argparse
import json
import random
from collections.abc import Sequence
from dataclasses import asdict, dataclass
from pathlib import Path

import numpy as np
from platformdirs import user_cache_path
from rich.progress import track

from assistant.evaluation.figures import auroc
from assistant.evaluation.scoring import exact_match, f1, holds
from assistant.span_reader.inputs import WINDOW_WIDTH
from assistant.span_reader.model import SpanReader
from assistant.span_reader.scores import FoundSpan
from index.embedding.builtin import open_tokens
from index.sentences import sentence_ranges
from index.stretches import stretches
from training.pools import Part
from training.reader.data import ReaderSet
from training.reader.export import SHIPPED

_SETS = (
    ("piaf_v11", "piaf_v11"),
    *((f"xquad_{one}", f"xquad_{one}") for one in ("en", "es", "de", "ru", "zh", "ar")),
    *(("xquad_en", f"xquad_{one}") for one in ("es", "de", "ru", "zh", "ar")),
)
"""Questions of one set, passages of another."""


@dataclass(frozen=True)
class Scores:
    """The figures of a set, shares between 0 and 1."""

    asked: str
    written: str
    questions: int
    exact: float
    f1: float
    sentence: float
    auroc: float | None


@dataclass(frozen=True)
class _Case:
    """A question with a passage that answers it and one that does not."""

    question: str
    language: str
    answers: tuple[str, ...]
    right: tuple[str, str]
    """Title and text."""
    wrong: tuple[str, str]


def judge(reader: SpanReader, asked: str, written: str, part: Part, count: int) -> Scores:
    """Return the scores over a fixed sample of the part's questions."""
    cases = _cases(asked, written, part, count)
    found = [_best(reader, case, case.right) for case in cases]
    wrong = [_best(reader, case, case.wrong) for case in cases]
    said = [
        (case.right[1][span.start : span.end], case.answers, case.language)
        for case, span in zip(cases, found, strict=True)
    ]
    return Scores(
        asked=asked,
        written=written,
        questions=len(cases),
        exact=_mean([exact_match(*one) for one in said]),
        f1=_mean([f1(*one) for one in said]),
        sentence=_mean([_in_sentence(case, span) for case, span in zip(cases, found, strict=True)]),
        auroc=_told_apart(found, wrong),
    )


def _cases(asked: str, written: str, part: Part, count: int) -> list[_Case]:
    chance = random.Random(7)  # noqa: S311
    texts = ReaderSet(written, part)
    questions = texts if asked == written else ReaderSet(asked, part)
    pairs = list(zip(questions.items, texts.items, strict=True))
    return [
        _Case(
            question=question.question,
            language=item.language,
            answers=item.answers,
            right=_passage(texts, item.number),
            wrong=_passage(texts, texts.wrong_passage(item, chance)),
        )
        for question, item in chance.sample(pairs, min(count, len(pairs)))
        if item.answers
    ]


def _passage(texts: ReaderSet, number: int) -> tuple[str, str]:
    row = texts.passages[number]
    return row["title"].replace("_", " "), row["text"]


def _mean(values: Sequence[float]) -> float:
    return round(float(np.mean(values)), 3)


def _told_apart(right: Sequence[FoundSpan], wrong: Sequence[FoundSpan]) -> float | None:
    area = auroc([span.score for span in right], [span.score for span in wrong])
    return None if area is None else round(area, 3)


def _best(reader: SpanReader, case: _Case, passage: tuple[str, str]) -> FoundSpan:
    """Return the best span of a passage, read in stretches as the assistant reads it."""
    title, text = passage
    ranges = stretches(text, case.language, WINDOW_WIDTH)
    scores = reader.read(case.question, [(title, text[start:end]) for start, end in ranges])
    spans = [
        FoundSpan(found.start + start, found.end + start, found.score)
        for (start, end), one in zip(ranges, scores, strict=True)
        if (found := one.best(0, end - start))
    ]
    return max(spans, key=lambda span: span.score)


def _in_sentence(case: _Case, span: FoundSpan) -> float:
    text = case.right[1]
    ranges = sentence_ranges(text, case.language)
    start, end = next(one for one in ranges if span.start < one[1])
    return holds(text[start:end], case.answers, case.language)


def main() -> None:
    """Print the table, and write it beside the record."""
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    parser.add_argument("--part", choices=("weigh", "judge"), default="judge")
    parser.add_argument("--questions", type=int, default=300, help="of each set")
    parser.add_argument("--reader", type=Path, default=SHIPPED / "reader-1.onnx")
    parser.add_argument("--cache", type=Path, default=user_cache_path("depeche"))
    parser.add_argument("--write", type=Path, help="a file for the scores, in JSON")
    given = parser.parse_args()
    reader = SpanReader(open_tokens(given.cache, print), given.reader)
    table = [
        judge(reader, asked, written, given.part, given.questions)
        for asked, written in track(_SETS, "Judging")
    ]
    print(f"{'questions':10} {'passages':10} {'n':>4}  EM    F1    sentence  AUROC")
    for row in table:
        print(
            f"{row.asked:10} {row.written:10} {row.questions:4}  {row.exact:.3f} {row.f1:.3f} "
            f"{row.sentence:.3f}     {'–' if row.auroc is None else format(row.auroc, '.3f')}"
        )
    if given.write:
        given.write.write_text(json.dumps([asdict(row) for row in table], indent=1) + "\n")


if __name__ == "__main__":
    main()
