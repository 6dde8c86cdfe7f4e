"""The development sets as pools: passages to search, and questions with known answers.

Each set is split by article title into three parts that share no article: one trains the reader,
one the weights (which have to see the reader on texts that are new to it), one judges both.
"""

import json
import random
import tomllib
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cache
from hashlib import sha256
from pathlib import Path
from typing import Any, Literal

from index.article import Article
from training.altering import has_ordinal

EVAL = Path(__file__).parents[2] / "shared" / "eval"
Part = Literal["read", "weigh", "judge"]
"""What an article is for: training the reader, learning the weights, or judging both."""


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
    corpus: str
    """Names the articles: pools of one corpus share a library."""
    articles: tuple[Article, ...]
    asks: tuple[Ask, ...]


def part_of(title: str) -> Part:
    """Return the part that an article belongs to: a fixed split by its title's hash.

    Half of the articles judge; a third of the others serve the weights, two thirds the reader.
    """
    digest = sha256(title.encode()).digest()
    if digest[0] % 2:
        return "judge"
    return "weigh" if digest[1] % 3 == 0 else "read"


@cache
def _translated_titles() -> dict[str, dict[str, str]]:
    path = Path(__file__).with_name("translated_titles.toml")
    return tomllib.loads(path.read_text(encoding="utf-8"))


def untranslated(name: str, title: str) -> str:
    """Return the title by which an article of the set `name` is known in all sets.

    Raises KeyError for a title of a translated set that `translated_titles.toml` does not name: it
    must not fall into a part by chance.
    """
    titles = _translated_titles().get(name)
    return title if titles is None else titles[title]


def pool(name: str, part: Part, *, questions: int, ordinals: int) -> Pool:
    """Return a set in one language, with a fixed sample of the questions of `part`.

    `ordinals` is how many more are taken of those with an ordinal: they are rare, and telling the
    first summit from the second is what answers most depend on.
    """
    passages = _searched(name, part)
    gold = {row["passage_id"] for row in passages if _part(name, row) == part}
    asks = [
        _ask(question, [(name, question["gold_passage"])])
        for question in rows(name, "questions.jsonl")
        if question["gold_passage"] in gold
    ]
    return Pool(
        name=f"{name}/{part}",
        corpus=f"{name}/{part}",
        articles=tuple(_article(name, row) for row in passages),
        asks=_sample(asks, questions, ordinals),
    )


def across(
    asked_in: str, written_in: tuple[str, ...], part: Part, *, questions: int, ordinals: int
) -> Pool:
    """Return XQuAD with questions in one language and passages in one or several others.

    XQuAD is parallel: row i of one language translates row i of another, in order.
    """
    order = rows(f"xquad_{asked_in}", "passages.jsonl")
    searched = {row["passage_id"] for row in _searched(f"xquad_{asked_in}", part)}
    kept = [i for i, row in enumerate(order) if row["passage_id"] in searched]
    tables = {language: rows(f"xquad_{language}", "passages.jsonl") for language in written_in}
    answers = {language: rows(f"xquad_{language}", "questions.jsonl") for language in written_in}
    place = {row["passage_id"]: i for i, row in enumerate(order)}
    asks = [
        _ask(
            question,
            [
                (f"xquad_{written}", tables[written][place[question["gold_passage"]]]["passage_id"])
                for written in written_in
            ],
            answers=[a for written in written_in for a in answers[written][row]["answers"]],
        )
        for row, question in enumerate(rows(f"xquad_{asked_in}", "questions.jsonl"))
        if part_of(order[place[question["gold_passage"]]]["title"]) == part
    ]
    return Pool(
        name=f"xquad {asked_in}→{'+'.join(written_in)}/{part}",
        corpus=f"xquad {'+'.join(written_in)}/{part}",
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


def rows(name: str, file: str) -> list[dict[str, Any]]:
    """Return the lines of a file of the set `name`."""
    with (EVAL / name / file).open(encoding="utf-8") as lines:
        return [json.loads(line) for line in lines]


def _part(name: str, row: dict[str, Any]) -> Part:
    return part_of(untranslated(name, row["title"]))


def _searched(name: str, part: Part) -> list[dict[str, Any]]:
    """Return the passages searched for a part's questions: nothing that judges helps to learn."""
    table = rows(name, "passages.jsonl")
    return table if part == "judge" else [r for r in table if _part(name, r) != "judge"]


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

    def some(count: int) -> int:
        return max(1, round(count * scale))

    yield pool("piaf_v11", "weigh", questions=some(400), ordinals=some(150))
    yield pool("squadshifts_newwiki", "weigh", questions=some(200), ordinals=some(150))
    yield pool("squad_es_v2", "weigh", questions=some(200), ordinals=some(40))
    for asked_in, written_in in (
        ("en", ("en",)), ("ru", ("ru",)), ("zh", ("zh",)), ("ar", ("ar",)),
        ("en", ("es",)), ("en", ("de",)), ("en", ("ru",)), ("es", ("en",)), ("ru", ("en",)),
        ("zh", ("en",)), ("en", ("zh",)), ("de", ("es",)), ("ar", ("en",)),
        ("en", ("en", "es", "de", "ru", "zh")), ("es", ("en", "es", "de", "ru", "zh")),
    ):  # fmt: skip
        yield across(asked_in, written_in, "weigh", questions=some(60), ordinals=some(20))
