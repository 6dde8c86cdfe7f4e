"""Are answers that differ shown side by side? `python -m benchmarks.ramdocs [--questions N]`.

RAMDocs (in ../shared/eval, MIT) has questions on names that several things bear, so several answers
are right; its documents give the right ones, wrong ones (a right document with its answer
exchanged) and nothing to the purpose. An answer counts as shown when its words stand in a quote.

--questions N   how many questions, the same ones each time (default 40)
--part PART     learn (what is tuned may be tuned on it) or judge: halves by the question's hash
--together      one library of the documents of all these questions, not one for each question
--show          print each question with what was shown of it
"""

import argparse
import json
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from hashlib import sha256
from pathlib import Path
from typing import Literal

from rich.progress import track

from assistant import Assistant, open_span_reader
from assistant.answer import Answer
from assistant.span_reader.model import SpanReader
from benchmarks.corpus import ROOT
from index.article import Article
from index.embedding import EmbeddingModel, open_embedding
from index.indexer import Indexer
from index.library import Library
from index.terms import fold, tokens

RAMDOCS = ROOT.parent / "shared" / "eval" / "ramdocs" / "ramdocs.jsonl"
Part = Literal["learn", "judge"]


@dataclass(frozen=True)
class Asked:
    """A question, its documents, and the answers that they give."""

    question: str
    documents: tuple[str, ...]
    right: tuple[str, ...]
    wrong: tuple[str, ...]

    @property
    def key(self) -> str:
        """What names the question's library, and puts it in a part and a fixed order."""
        return sha256(self.question.encode()).hexdigest()[:12]

    def articles(self) -> Iterator[Article]:
        """Yield the documents as articles; nothing but their text is known of them."""
        for number, text in enumerate(self.documents):
            address = f"ramdocs/{self.key}/{number}"
            yield Article(
                id=sha256(address.encode()).hexdigest()[:16],
                address=address,
                text=text,
                language="en",
            )


@dataclass(frozen=True)
class Shown:
    """What an answer shows: which right and wrong answers, and where the right ones stand."""

    asked: Asked
    answer: Answer
    right: frozenset[str]
    wrong: frozenset[str]
    right_first: bool
    others: int
    """Positions after the first."""
    others_right: int
    """Those of them that hold a right answer."""


def main() -> None:
    """Ask the questions and print the shares."""
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    parser.add_argument("--questions", type=int, default=40)
    parser.add_argument("--part", choices=("learn", "judge"), default="learn")
    parser.add_argument("--together", action="store_true")
    parser.add_argument("--show", action="store_true")
    given = parser.parse_args()
    if not RAMDOCS.exists():
        raise SystemExit(f"This benchmark needs RAMDocs at {RAMDOCS}.")
    folder = ROOT / "build" / "ramdocs"
    cache = folder / "cache"
    models = open_embedding(cache=cache, notify=print), open_span_reader(cache=cache)
    sample = questions(given.part)[: given.questions]
    if given.together:
        place = folder / f"together-{given.part}-{len(sample)}"
        shown = _answers(place, sample, sample, *models)
    else:
        shown = [
            one
            for asked in track(sample, "Asking")
            for one in _answers(folder / asked.key, [asked], [asked], *models)
        ]
    if given.show:
        for one in shown:
            _print_answer(one)
    _print_shares(shown)


def questions(part: Part) -> list[Asked]:
    """Return the questions of a part, in an order that is fixed and without meaning."""
    with RAMDOCS.open(encoding="utf-8") as lines:
        rows = [json.loads(line) for line in lines]
    asked = [
        Asked(
            question=row["question"],
            documents=tuple(document["text"] for document in row["documents"]),
            right=tuple(dict.fromkeys(row["gold_answers"])),
            wrong=tuple(dict.fromkeys(row["wrong_answers"])),
        )
        for row in rows
    ]
    mine = [one for one in asked if int(one.key, 16) % 2 == (part == "judge")]
    return sorted(mine, key=lambda one: one.key)


def _answers(
    folder: Path,
    indexed: Sequence[Asked],
    asked: Sequence[Asked],
    embedding: EmbeddingModel,
    span_reader: SpanReader,
) -> list[Shown]:
    """Return what is shown for each question, from a library that is kept in `folder`."""
    with Library.create(folder, embedding, purpose="benchmarks") as library:
        with Indexer(library) as indexer:
            for one in indexed:
                for article in one.articles():
                    indexer.take(article)
        assistant = Assistant(library, span_reader)
        return [compared(one, assistant.ask(one.question, language="en")) for one in asked]


def compared(asked: Asked, answer: Answer) -> Shown:
    """Return which of the known answers stand in the quotes; an abstention shows none."""
    by_marker = {each.marker: _plain(each.quote) for each in answer.citations}
    positions = [[by_marker[marker] for marker in each.markers] for each in answer.positions]
    quotes = [quote for position in positions for quote in position]

    def held(answers: Sequence[str], texts: Sequence[str]) -> frozenset[str]:
        return frozenset(one for one in answers if any(_plain(one) in text for text in texts))

    return Shown(
        asked=asked,
        answer=answer,
        right=held(asked.right, quotes),
        wrong=held(asked.wrong, quotes),
        right_first=bool(held(asked.right, quotes[:1])),
        others=len(positions[1:]),
        others_right=sum(bool(held(asked.right, position)) for position in positions[1:]),
    )


def _plain(text: str) -> str:
    return f" {' '.join(fold(token.word) for token in tokens(text))} "


def _print_answer(shown: Shown) -> None:
    print(f"\n{shown.asked.question}  right: {shown.asked.right}  wrong: {shown.asked.wrong}")
    print(f"  shown: {sorted(shown.right)}  wrong shown: {sorted(shown.wrong)}")
    for citation in shown.answer.citations:
        print(f"  [{citation.marker}] {citation.score:.2f} {citation.quote[:150]!r}")


def _print_shares(shown: Sequence[Shown]) -> None:
    answered = [one for one in shown if not one.answer.abstained]
    several = [one for one in shown if len(one.asked.right) > 1]
    tempted = [one for one in shown if one.asked.wrong]
    _print_share("answered", len(answered), len(shown))
    _print_share("a right answer first", sum(one.right_first for one in shown), len(shown))
    both = sum(len(one.right) > 1 for one in several)
    _print_share("two right answers shown, of those with several", both, len(several), "0.70")
    every = sum(len(one.right) == len(one.asked.right) for one in several)
    _print_share("  all right answers shown", every, len(several))
    others = sum(one.others for one in shown)
    right = sum(one.others_right for one in shown)
    _print_share("  positions after the first that are right", right, others)
    alone = sum(bool(one.wrong) and not one.right for one in tempted)
    _print_share("a wrong answer alone, of those with one", alone, len(tempted), "about 0")
    beside = sum(bool(one.wrong and one.right) for one in tempted)
    _print_share("  a wrong answer beside a right one", beside, len(tempted))


def _print_share(what: str, count: int, of: int, goal: str | None = None) -> None:
    share = f"{count / of:.2f}" if of else "   –"
    print(f"{what:48} {share}  ({count} of {of})" + (f"  goal: {goal}" if goal else ""))


if __name__ == "__main__":
    main()
