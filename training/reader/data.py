"""Training examples for the reader: from the development sets, by articles that only it uses.

An example is a question and a stretch of text with the answer in it, or without one. The stretches
without an answer are the hard ones: passages that retrieval takes for the right one, other
passages of the same article, the sentences beside the answer, questions that look answerable and
are not, and questions with an ordinal, number or name exchanged.
"""

import random
import unicodedata
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np
from sklearn.feature_extraction.text import TfidfVectorizer

from assistant.question import understand
from assistant.span_reader.inputs import WINDOW_WIDTH
from index.sentences import sentence_ranges
from training.altering import altered
from training.pools import Part, part_of, rows, untranslated

NO_ANSWER = (-1, -1)
_NARROWEST, _WIDEST = 200, WINDOW_WIDTH
_NEGATIVE = 0.25
"""Share of the answerable questions that are shown with a text that does not answer."""
_ALTERED = 0.05
"""Share that is shown with its own text, but with a value or name of the question exchanged."""
_CARELESS = 0.08
"""Share of the questions that is written without accents, in capitals or with a slip."""
_TITLED = 0.7
"""Share of the texts that come with their article's title."""
_LANGUAGES = {
    "en": 3, "es": 2, "de": 2, "ru": 2, "zh": 2, "ar": 2,
    "el": 1, "hi": 1, "ro": 1, "th": 1, "tr": 1, "vi": 1,
}  # fmt: skip
"""The languages of XQuAD and how often each is taken: those that the product speaks, more."""

MIX = {
    "piaf_v11": 7_000,
    "squadshifts_newwiki": 3_200,
    "squadshifts_amazon": 1_300,
    "squadshifts_reddit": 1_300,
    "squad_es_v2": 2_500,
    "squad_it": 1_500,
    "squad2_dev_half": 1_600,
    "xquad": 7_600,
}
"""Examples of each set in a whole run; a set with fewer questions is gone through again."""


@dataclass(frozen=True)
class Example:
    """A question and a text; the answer is its characters `start` to `end`, or NO_ANSWER."""

    question: str
    title: str | None
    text: str
    start: int
    end: int
    source: str


@dataclass(frozen=True)
class Item:
    """A question with its gold passage; `number` is the passage's place in its set."""

    question: str
    language: str
    number: int
    answers: tuple[str, ...]


class ReaderSet:
    """A part of a set: its passages, and which of them retrieval would take for a question's."""

    def __init__(self, name: str, part: Part = "read") -> None:
        """Read the set's files."""
        self.name = name
        self.passages = [
            row
            for row in rows(name, "passages.jsonl")
            if part_of(untranslated(name, row["title"])) == part
        ]
        self._places = {row["passage_id"]: i for i, row in enumerate(self.passages)}
        self.items = [
            Item(row["question"].strip(), row["lang"], number, tuple(row["answers"]))
            for row in rows(name, "questions.jsonl")
            if (number := self._places.get(row["gold_passage"])) is not None
        ]
        self._vectorizer = TfidfVectorizer(
            analyzer="char_wb", ngram_range=(2, 4), sublinear_tf=True
        )
        self._matrix = self._vectorizer.fit_transform([row["text"] for row in self.passages])

    def wrong_passage(self, item: Item, chance: random.Random) -> int:
        """Return a passage that resembles the question, without the answer's words."""
        scores = (self._matrix @ self._vectorizer.transform([item.question]).T).toarray()[:, 0]
        near = [int(i) for i in np.argsort(-scores)[:12] if i != item.number]
        wrong = [i for i in near if not _stands_in(item.answers, self.passages[i]["text"])]
        title = self.passages[item.number]["title"]
        same = [i for i in wrong if self.passages[i]["title"] == title]
        if same and chance.random() < 1 / 3:
            return same[0]
        return wrong[0] if wrong else chance.randrange(len(self.passages))


def plan(mix: dict[str, int], seed: int) -> list[Example]:
    """Return the examples of a run, shuffled; the same seed gives the same ones."""
    chance = random.Random(seed)  # noqa: S311
    examples: list[Example] = []
    for name, count in mix.items():
        make = _parallel(chance) if name == "xquad" else _one_language(name, chance)
        examples += make(count)
    chance.shuffle(examples)
    return examples


def _one_language(name: str, chance: random.Random) -> Callable[[int], list[Example]]:
    data = ReaderSet(name)
    names = _names(data.items)

    def make(count: int) -> list[Example]:
        taken = _take(data.items, count, chance)
        return [_example(item, item, data, names, chance) for item in taken]

    return make


def _parallel(chance: random.Random) -> Callable[[int], list[Example]]:
    """XQuAD: question i of a language translates question i of another, and so do passages."""
    sets = {language: ReaderSet(f"xquad_{language}") for language in _LANGUAGES}
    numbers = list(range(len(sets["en"].items)))
    languages, shares = list(_LANGUAGES), list(_LANGUAGES.values())

    def make(count: int) -> list[Example]:
        examples = []
        for number in _take(numbers, count, chance):
            asked, written = chance.choices(languages, shares, k=2)
            data = sets[written]
            examples.append(
                _example(sets[asked].items[number], data.items[number], data, (), chance)
            )
        return examples

    return make


def _take(items: Sequence[Any], count: int, chance: random.Random) -> list[Any]:
    taken: list[Any] = []
    while len(taken) < count:
        taken += chance.sample(items, len(items))
    return taken[:count]


def _names(items: Sequence[Item]) -> tuple[str, ...]:
    """Return names of other questions, to exchange one for another."""
    found = {
        name.capitalize()
        for item in items[:500]
        for name in understand(item.question, language=item.language).names
    }
    return tuple(sorted(found))


def _example(
    asked: Item, gold: Item, data: ReaderSet, names: Sequence[str], chance: random.Random
) -> Example:
    """Return an example of the question `asked`; `gold` is it in the language of `data`."""
    text, language = data.passages[gold.number]["text"], gold.language
    question, number = asked.question, gold.number
    place = _answer_place(gold.answers, text)
    drawn = chance.random()
    if place != NO_ANSWER and drawn < _NEGATIVE:
        if drawn < _NEGATIVE / 6:
            text = _without(text, gold.answers, language)
        else:
            number = data.wrong_passage(gold, chance)
            text = data.passages[number]["text"]
        place = NO_ANSWER
    elif place != NO_ANSWER and names and drawn < _NEGATIVE + _ALTERED:
        other = altered(understand(question, language=asked.language), names, chance)
        if other is not None:
            question, place = other, NO_ANSWER
    if chance.random() < _CARELESS:
        question = _careless(question, chance)
    title = data.passages[number]["title"].replace("_", " ")
    text, start, end = _window(text, place, language, chance)
    return Example(
        question, title if chance.random() < _TITLED else None, text, start, end, data.name
    )


def _answer_place(answers: Sequence[str], text: str) -> tuple[int, int]:
    """Return where the most frequent of the expected answers stands first in `text`."""
    for answer in sorted(set(answers), key=lambda a: (-answers.count(a), len(a))):
        start = text.find(answer)
        if start >= 0 and answer:
            return start, start + len(answer)
    return NO_ANSWER


def _stands_in(answers: Sequence[str], text: str) -> bool:
    lowered = text.lower()
    return any(answer.lower() in lowered for answer in answers)


def _without(text: str, answers: Sequence[str], language: str) -> str:
    """Return the longest run of the passage's sentences in which no answer stands."""
    runs = [""]
    for start, end in sentence_ranges(text, language):
        if _stands_in(answers, text[start:end]):
            runs.append("")
        else:
            runs[-1] += text[start:end] + " "
    return max(runs, key=len).strip() or "—"


def _window(
    text: str, place: tuple[int, int], language: str, chance: random.Random
) -> tuple[str, int, int]:
    """Cut whole sentences around the answer (or anywhere), of a width that varies."""
    dense = 2.5 if language in {"zh", "th"} else 1.0
    width = chance.uniform(_NARROWEST, _WIDEST) / dense
    sentences = sentence_ranges(text, language)
    if len(text) <= width or not sentences:
        return text, *place
    first = next(
        (i for i, (_, end) in enumerate(sentences) if place[0] < end),
        chance.randrange(len(sentences)),
    ) if place != NO_ANSWER else chance.randrange(len(sentences))  # fmt: skip
    last = first
    while True:
        grown = [
            (low, high)
            for low, high in ((first - 1, last), (first, last + 1))
            if low >= 0
            and high < len(sentences)
            and sentences[high][1] - sentences[low][0] <= width
        ]
        if not grown:
            break
        first, last = chance.choice(grown)
    start, end = sentences[first][0], max(sentences[last][1], place[1])
    if place == NO_ANSWER:
        return text[start:end], *NO_ANSWER
    start = min(start, place[0])
    return text[start:end], place[0] - start, place[1] - start


def _careless(question: str, chance: random.Random) -> str:
    """Return the question as people type it: without accents, in one case, with a slip."""
    bare = "".join(
        c for c in unicodedata.normalize("NFD", question) if not unicodedata.combining(c)
    )
    place = chance.randrange(max(1, len(question) - 2))
    slipped = (
        question[:place] + question[place + 1 : place + 2] + question[place] + question[place + 2 :]
    )
    return chance.choice([bare.lower(), question.lower(), bare.upper(), bare, slipped]).rstrip(" ?")
