"""The development sets as pools: passages to search, and questions with known answers.

Each set is split by article title, so that the half that weights are learned from shares no article
with the half that they are judged by.
"""

import json
import random
from collections.abc import Iterator
from dataclasses import dataclass
from hashlib import sha256
from pathlib import Path
from typing import Any, Literal

from index.article import Article
from training.altering import has_ordinal

EVAL = Path(__file__).parents[2] / "shared" / "eval"
Half = Literal["learn", "judge"]


@dataclass(frozen=True)
class Ask:
    """A question; `gold` are the articles that answer it, empty when none does."""

    text: str
    language: str
    answers: tuple[str, ...]
    gold: frozenset[str]


@dataclass(frozen=True)
class Pool:
    """Articles to search (a passage each), and what is asked of them."""

    name: str
    articles: tuple[Article, ...]
    asks: tuple[Ask, ...]


def half_of(title: str) -> Half:
    """Return the half that an article belongs to: a fixed, even split by its title's hash."""
    return "learn" if sha256(title.encode()).digest()[0] % 2 == 0 else "judge"


def pool(
    name: str, half: Half, *, questions: int, ordinals: int, passages: int | None = None
) -> Pool:
    """Return a set in one language, with a fixed sample of its questions.

    `ordinals` is how many more are taken of those with an ordinal: they are rare, and telling the
    first summit from the second is what answers most depend on.
    """
    rows = _passages(name, half)[:passages]
    ids = {row["passage_id"] for row in rows}
    asks = [
        _ask(question, [(name, question["gold_passage"])])
        for question in _rows(name, "questions.jsonl")
        if question["gold_passage"] in ids
    ]
    return Pool(
        name=f"{name}/{half}",
        articles=tuple(_article(name, row) for row in rows),
        asks=_sample(asks, questions, ordinals),
    )


def across(
    asked_in: str, written_in: tuple[str, ...], half: Half, *, questions: int, ordinals: int
) -> Pool:
    """Return XQuAD with questions in one language and passages in one or several others.

    XQuAD is parallel: row i of one language translates row i of another, in order.
    """
    order = [row["passage_id"] for row in _rows(f"xquad_{asked_in}", "passages.jsonl")]
    kept = [
        i
        for i, row in enumerate(_rows("xquad_en", "passages.jsonl"))
        if half_of(row["title"]) == half
    ]
    tables = {language: _rows(f"xquad_{language}", "passages.jsonl") for language in written_in}
    answers = {language: _rows(f"xquad_{language}", "questions.jsonl") for language in written_in}
    place = {passage_id: i for i, passage_id in enumerate(order)}
    asks = [
        _ask(
            question,
            [
                (f"xquad_{written}", tables[written][place[question["gold_passage"]]]["passage_id"])
                for written in written_in
            ],
            answers=[a for written in written_in for a in answers[written][row]["answers"]],
        )
        for row, question in enumerate(_rows(f"xquad_{asked_in}", "questions.jsonl"))
        if place[question["gold_passage"]] in set(kept)
    ]
    return Pool(
        name=f"xquad {asked_in}→{'+'.join(written_in)}/{half}",
        articles=tuple(
            _article(f"xquad_{written}", tables[written][i]) for written in written_in for i in kept
        ),
        asks=_sample(asks, questions, ordinals),
    )


def _sample(asks: list[Ask], count: int, ordinals: int) -> tuple[Ask, ...]:
    chance = random.Random(7)  # noqa: S311
    mixed = chance.sample(asks, len(asks))
    holding = [ask for ask in mixed[count:] if has_ordinal(ask.text, ask.language)]
    return (*mixed[:count], *holding[:ordinals])


def _rows(name: str, file: str) -> list[dict[str, Any]]:
    with (EVAL / name / file).open(encoding="utf-8") as lines:
        return [json.loads(line) for line in lines]


def _passages(name: str, half: Half) -> list[dict[str, Any]]:
    return [row for row in _rows(name, "passages.jsonl") if half_of(row["title"]) == half]


def _article_id(name: str, passage_id: str) -> str:
    return sha256(f"{name}/{passage_id}".encode()).hexdigest()[:16]


def _article(name: str, row: dict[str, Any]) -> Article:
    return Article(
        id=_article_id(name, row["passage_id"]),
        address=f"{name}/{row['passage_id']}",
        title=row["title"].replace("_", " "),
        text=row["text"],
        language=row["lang"],
    )


def _ask(
    question: dict[str, Any], gold: list[tuple[str, str]], answers: list[str] | None = None
) -> Ask:
    answerable = question["answerable"]
    return Ask(
        text=question["question"],
        language=question["lang"],
        answers=tuple(answers if answers is not None else question["answers"]),
        gold=frozenset(_article_id(*place) for place in gold) if answerable else frozenset(),
    )


def learning_pools(scale: float) -> Iterator[Pool]:
    """Yield the pools that the weights are learned from; `scale` 1 takes about 2,300 questions."""
    yield from _pools("learn", scale)


def judging_pools(scale: float) -> Iterator[Pool]:
    """Yield the pools that share no article with them."""
    yield from _pools("judge", scale)


def _pools(half: Half, scale: float) -> Iterator[Pool]:
    def some(count: int) -> int:
        return max(1, round(count * scale))

    yield pool("piaf_v11", half, questions=some(400), ordinals=some(150))
    yield pool("squadshifts_newwiki", half, questions=some(200), ordinals=some(150), passages=500)
    yield pool("squad_es_v2", half, questions=some(200), ordinals=some(40), passages=300)
    for asked_in, written_in in (
        ("en", ("en",)), ("ru", ("ru",)), ("zh", ("zh",)), ("ar", ("ar",)),
        ("en", ("es",)), ("en", ("de",)), ("en", ("ru",)), ("es", ("en",)), ("ru", ("en",)),
        ("zh", ("en",)), ("en", ("zh",)), ("de", ("es",)), ("ar", ("en",)),
        ("en", ("en", "es", "de", "ru", "zh")), ("es", ("en", "es", "de", "ru", "zh")),
    ):  # fmt: skip
        yield across(asked_in, written_in, half, questions=some(60), ordinals=some(20))
