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
from typing import Any, Literal, TypeVar

from index.article import Article
from training.altering import has_ordinal

EVAL = Path(__file__).parents[2] / "shared" / "eval"
Half = Literal["learn", "judge"]
_Item = TypeVar("_Item")


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
    name: str, half: Half, *, questions: int, passages: int | None = None, ordinals: bool = False
) -> Pool:
    """Return a set in one language, with a fixed sample of its questions.

    `ordinals` takes only questions with an ordinal: they are rare, and telling the first summit
    from the second is what answers most depend on.
    """
    rows = _passages(name, half)[:passages]
    ids = {row["passage_id"] for row in rows}
    asked = [q for q in _questions(name) if q["gold_passage"] in ids]
    if ordinals:
        asked = [q for q in asked if has_ordinal(q["question"], q["lang"])]
    return Pool(
        name=f"{name}{' ordinals' if ordinals else ''}/{half}",
        articles=tuple(_article(name, row) for row in rows),
        asks=tuple(_ask(q, [(name, q["gold_passage"])]) for q in _sample(asked, questions)),
    )


def across(asked_in: str, written_in: tuple[str, ...], half: Half, *, questions: int) -> Pool:
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
        asks=tuple(_sample(asks, questions)),
    )


def _sample(items: list[_Item], count: int) -> list[_Item]:
    return random.Random(7).sample(items, min(count, len(items)))  # noqa: S311


def _rows(name: str, file: str) -> list[dict[str, Any]]:
    with (EVAL / name / file).open(encoding="utf-8") as lines:
        return [json.loads(line) for line in lines]


def _passages(name: str, half: Half) -> list[dict[str, Any]]:
    return [row for row in _rows(name, "passages.jsonl") if half_of(row["title"]) == half]


def _questions(name: str) -> list[dict[str, Any]]:
    return _rows(name, "questions.jsonl")


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

    yield pool("piaf_v11", half, questions=some(500))
    yield pool("squadshifts_newwiki", half, questions=some(300), passages=400)
    yield pool("squad_es_v2", half, questions=some(300), passages=300)
    yield pool("piaf_v11", half, questions=some(200), ordinals=True)
    yield pool("squadshifts_newwiki", half, questions=some(200), passages=600, ordinals=True)
    for asked_in, written_in in (
        ("en", ("en",)), ("ru", ("ru",)), ("zh", ("zh",)), ("ar", ("ar",)),
        ("en", ("es",)), ("en", ("de",)), ("en", ("ru",)), ("es", ("en",)), ("ru", ("en",)),
        ("zh", ("en",)), ("en", ("zh",)), ("de", ("es",)), ("ar", ("en",)),
        ("en", ("en", "es", "de", "ru", "zh")), ("es", ("en", "es", "de", "ru", "zh")),
    ):  # fmt: skip
        yield across(asked_in, written_in, half, questions=some(80))
