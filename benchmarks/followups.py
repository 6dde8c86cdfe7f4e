"""Are follow-up questions found? `python -m benchmarks.followups [--part judge]`.

Each question is searched as it was asked, as `assistant.conversation` completes it, and, in CANARD,
as people rewrote it; the figures are the shares whose gold passage is among the first 1, 5 and 10,
and how much of the gap between the question as asked and people's rewriting is closed.

CANARD (in ../shared/eval) has the rewrites but not the passages that its dialogues are about. Its
answers are verbatim pieces of a section of Wikipedia, so the answers of a dialogue, in their order,
stand for that section: a question is found when the section of its own dialogue is. The title and
the heading of the section, which people had before them, are the first turn of the dialogue.
INSCIT has passages and no rewrites, and most of its questions stand alone: all the passages that
any dialogue was answered from are searched. Questions that open a dialogue are not asked.

--part PART     learn (what is tuned may be tuned on it) or judge: halves by the dialogue's hash
--questions N   how many questions of each set, the same ones each time (default 300)
--folder DIR    where the indexed sets are kept between runs (default build/followups)
--show N        print N questions whose section only people's rewriting finds first
"""

import argparse
import json
import random
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from hashlib import sha256
from pathlib import Path
from typing import Any, Literal

from platformdirs import user_cache_path
from rich.progress import track

from assistant.conversation import Turn, complete
from assistant.question import understand
from assistant.retrieval import Retriever
from assistant.weights import weights
from benchmarks.corpus import ROOT
from index.article import Article
from index.embedding import EmbeddingModel, open_embedding
from index.indexer import Indexer
from index.library import Library
from training.pools import EVAL

Part = Literal["learn", "judge"]
_PLACES = (1, 5, 10)
_LIKELY = ("en", "fr")
"""The languages of the interface, which the assistant expects too."""


@dataclass(frozen=True)
class FollowUp:
    """A question within a dialogue, and the articles that hold its answer, by id."""

    dialogue: str
    history: tuple[Turn, ...]
    question: str
    rewrite: str | None
    """What people wrote for it, standing alone."""
    gold: frozenset[str]


@dataclass(frozen=True)
class Dialogues:
    """A set: what is searched, and what is asked of it."""

    name: str
    articles: tuple[Article, ...]
    asked: tuple[FollowUp, ...]


def main() -> None:
    """Search every question in its forms and print the shares."""
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    parser.add_argument("--part", choices=("learn", "judge"), default="judge")
    parser.add_argument("--questions", type=int, default=300)
    parser.add_argument("--folder", type=Path, default=ROOT / "build" / "followups")
    parser.add_argument("--show", type=int, default=0)
    given = parser.parse_args()
    if not EVAL.is_dir():
        raise SystemExit(f"This benchmark needs the development sets at {EVAL}.")
    embedding = open_embedding(cache=user_cache_path("depeche"), notify=print)
    for read in (canard, inscit):
        dialogues = read()
        mine = [one for one in dialogues.asked if part_of(one.dialogue) == given.part]
        chance = random.Random(5)  # noqa: S311
        asked = chance.sample(mine, min(given.questions, len(mine)))
        print(f"\n{dialogues.name}, {given.part}: {len(asked)} of {len(mine)} questions")
        measure(dialogues, asked, given.folder, embedding, given.show)


def part_of(dialogue: str) -> Part:
    """Return the half that a dialogue belongs to, by its name's hash."""
    return "judge" if sha256(dialogue.encode()).digest()[0] % 2 else "learn"


def canard() -> Dialogues:
    """Return CANARD's dialogues; the longest history of each tells its answers."""
    rows = json.loads((EVAL / "canard" / "dev.json").read_text(encoding="utf-8"))
    longest: dict[str, list[str]] = {}
    for row in rows:
        known = longest.setdefault(row["QuAC_dialog_id"], row["History"])
        if len(row["History"]) > len(known):
            longest[row["QuAC_dialog_id"]] = row["History"]
    sections: dict[tuple[str, ...], list[str]] = {}
    for history in longest.values():
        sections.setdefault(tuple(history[:2]), []).extend(history[3::2])
    articles = {
        section: _article("/".join(section), section[0], "\n".join([section[1], *answers]))
        for section, answers in sections.items()
    }
    asked = [
        FollowUp(
            dialogue=row["QuAC_dialog_id"],
            history=_canard_turns(row["History"]),
            question=row["Question"],
            rewrite=row["Rewrite"],
            gold=frozenset({articles[tuple(row["History"][:2])].id}),
        )
        for row in rows
    ]
    return Dialogues("CANARD", tuple(articles.values()), tuple(asked))


def _canard_turns(history: Sequence[str]) -> tuple[Turn, ...]:
    told = Turn(question=f"{history[0]}: {history[1]}")
    asked = zip(history[2::2], history[3::2], strict=False)
    return (told, *(Turn(question=question, answer=answer) for question, answer in asked))


def inscit() -> Dialogues:
    """Return INSCIT's dialogues, whose articles are their evidence passages."""
    dialogues = json.loads((EVAL / "inscit" / "dev.json").read_text(encoding="utf-8"))
    articles: dict[str, Article] = {}
    asked: list[FollowUp] = []
    for name, dialogue in dialogues.items():
        for turn in dialogue["turns"]:
            evidence = [
                _inscit_article(passage)
                for label in turn["labels"]
                for passage in label["evidence"]
            ]
            articles |= {one.id: one for one in evidence}
            *before, question = turn["context"]
            if evidence and before:
                asked.append(
                    FollowUp(
                        dialogue=name,
                        history=tuple(_turns(before)),
                        question=question,
                        rewrite=None,
                        gold=frozenset(one.id for one in evidence),
                    )
                )
    return Dialogues("INSCIT", tuple(articles.values()), tuple(asked))


def _turns(said: Sequence[str]) -> Iterator[Turn]:
    for question, answer in zip(said[::2], said[1::2], strict=True):
        yield Turn(question=question, answer=answer)


def _inscit_article(passage: dict[str, Any]) -> Article:
    titles = " – ".join(passage["passage_titles"])
    return _article(passage["passage_id"], titles, passage["passage_text"])


def _article(address: str, title: str, text: str) -> Article:
    return Article(
        id=sha256(address.encode()).hexdigest()[:16],
        address=address,
        title=title,
        text=text,
        language="en",
    )


def measure(
    dialogues: Dialogues,
    asked: Sequence[FollowUp],
    folder: Path,
    embedding: EmbeddingModel,
    show: int,
) -> None:
    """Search the questions in their forms and print the shares."""
    with Library.create(folder / dialogues.name, embedding, purpose="benchmarks") as library:
        with Indexer(library) as indexer:
            for article in dialogues.articles:
                indexer.take(article)
        retriever = Retriever(library, weights())

        def places(form: Callable[[FollowUp], str], what: str) -> list[int | None]:
            return [
                _place(form(one), one.gold, retriever, library.embedding)
                for one in track(asked, what)
            ]

        raw = places(lambda one: one.question, "As asked")
        ours = places(completed, "Completed")
        people = places(lambda one: one.rewrite or "", "Rewritten") if asked[0].rewrite else None
    touched = sum(completed(one) != one.question for one in asked)
    print(f"  {touched} questions are completed")
    print(f"  {'gold among the first':30}" + "".join(f"{place:>8}" for place in _PLACES))
    _print_shares("as asked", raw)
    _print_shares("completed by us", ours)
    if people:
        _print_shares("rewritten by people", people)
        closed = [
            (_share(ours, place) - _share(raw, place))
            / (_share(people, place) - _share(raw, place))
            for place in _PLACES
        ]
        print(f"  {'share of the gap closed':30}" + "".join(f"{share:8.2f}" for share in closed))
        missed = [
            one for one, our, other in zip(asked, ours, people, strict=True)
            if other == 1 and our != 1
        ]  # fmt: skip
        for one in missed[:: max(1, len(missed) // show)] if show else ():
            print(f"    {one.question!r} | ours {completed(one)!r} | people {one.rewrite!r}")


def completed(one: FollowUp) -> str:
    """Return the question as the assistant would search it."""
    found = complete(one.question, one.history, language="en", likely=_LIKELY)
    return found.text if found else one.question


def _place(
    text: str, gold: frozenset[str], retriever: Retriever, embedding: EmbeddingModel
) -> int | None:
    """Return the place of the first gold article among the passages found, from 1."""
    question = understand(text, language="en")
    vector = embedding.encode_queries([question.text])[0]
    found = retriever.retrieve(question, vector, max(_PLACES))
    articles = [one.passage_id.rpartition("-")[0] for one in found]
    return next((place for place, one in enumerate(articles, start=1) if one in gold), None)


def _share(places: Sequence[int | None], within: int) -> float:
    return sum(place is not None and place <= within for place in places) / len(places)


def _print_shares(what: str, places: Sequence[int | None]) -> None:
    print(f"  {what:30}" + "".join(f"{_share(places, place):8.3f}" for place in _PLACES))


if __name__ == "__main__":
    main()
