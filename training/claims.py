"""Claims with sources that do or do not support them: real ones, and made from the parallel sets.

The real ones are answers of systems, judged by people (`../shared/eval/attribution`), in halves
that share no question. The others are sentences of passages: true of their own passage and of its
translations, untrue of another passage of the article, and untrue when they have been altered.
"""

import random
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from hashlib import sha256
from typing import Any, Literal

from assistant.checking import Source
from assistant.language.values import ValueKind
from assistant.question import Question, understand
from index.sentences import sentence_ranges
from training.altering import altered, negated
from training.pools import part_of, rows, untranslated

Half = Literal["learn", "judge"]
_SHORTEST, _LONGEST = 40, 400
"""Characters of a sentence that is taken for a claim."""
_HAN = 3
"""How many characters of an alphabet a Han character stands for."""


@dataclass(frozen=True)
class Claim:
    """A claim, what it cites, and whether that supports it."""

    text: str
    language: str
    sources: tuple[Source, ...]
    supported: bool
    origin: str
    """The system that wrote it, or how it was made: "own passage", "number", "negation"."""
    group: str
    """Claims of one group are never both learned from and judged by."""
    is_altered: bool = False
    """Whether it is a sentence made untrue by one exchange."""


def attributions(half: Half) -> list[Claim]:
    """Return the claims of one half of the attribution set, split by their question."""
    return [
        Claim(
            text=row["claim"],
            language="en",
            sources=tuple(Source(text, "en", None) for text in row["references"]),
            supported=row["attribution_label"] == "attributable",
            origin=row["src_dataset"],
            group=row["question"],
        )
        for row in rows("attribution", "dev.jsonl")
        if half_of(row["question"]) == half
    ]


def half_of(question: str) -> Half:
    """Return the half that a question and all its claims belong to, by its hash."""
    return "judge" if sha256(question.encode()).digest()[0] % 2 else "learn"


def within(name: str, half: Half, count: int) -> list[Claim]:
    """Return claims from `count` passages of a set, each with its own passage and another."""
    return _made(name, name, half, count)


def across(claimed_in: str, written_in: str, half: Half, count: int) -> list[Claim]:
    """Return the same for XQuAD, of the passages' translations; languages are ISO 639-1."""
    return _made(f"xquad_{claimed_in}", f"xquad_{written_in}", half, count)


def _made(claimed: str, cited: str, half: Half, count: int) -> list[Claim]:
    chance = random.Random(f"{claimed} {cited}")  # noqa: S311
    own, others = rows(claimed, "passages.jsonl"), rows(cited, "passages.jsonl")
    mine = [place for place, row in enumerate(own) if _half(claimed, row) == half]
    chosen = sorted(chance.sample(mine, min(count, len(mine))))
    drawn = [(place, _sentence(own[place], chance)) for place in chosen]
    questions = [understand(text, language=own[place]["lang"]) for place, text in drawn if text]
    names = sorted({name.capitalize() for one in questions for name in one.names})
    claims: list[Claim] = []
    for question, place in zip(questions, [p for p, text in drawn if text], strict=True):
        source = Source(others[place]["text"], others[place]["lang"], None)

        def claim(text: str, origin: str, source: Source = source, place: int = place) -> Claim:
            return Claim(
                text=text,
                language=own[place]["lang"],
                sources=(source,),
                supported=origin == "own passage",
                origin=origin,
                group=own[place]["title"],
                is_altered=origin not in ("own passage", "other passage"),
            )

        claims.append(claim(question.text, "own passage"))
        beside = [p for p in mine if own[p]["title"] == own[place]["title"] and p != place]
        if beside:
            other = others[chance.choice(beside)]
            claims.append(
                claim(question.text, "other passage", Source(other["text"], other["lang"], None))
            )
        claims += [claim(text, kind) for kind, text in _alterations(question, names, chance)]
    return claims


def _half(name: str, row: dict[str, Any]) -> Half:
    return "judge" if part_of(untranslated(name, row["title"])) == "judge" else "learn"


def _sentence(row: dict[str, Any], chance: random.Random) -> str | None:
    """Return a sentence of a passage that can stand as a claim; None if it has none."""
    text, language = row["text"], row["lang"]
    width = _HAN if language == "zh" else 1
    found = [
        text[start:end]
        for start, end in sentence_ranges(text, language)
        if _SHORTEST <= (end - start) * width <= _LONGEST
    ]
    return chance.choice(found) if found else None


def _alterations(
    claim: Question, names: Sequence[str], chance: random.Random
) -> Iterator[tuple[str, str]]:
    """Yield the claim made untrue in every way that is possible, each with its kind."""
    bare = replace(claim, values=(), names=frozenset(), territories=frozenset())
    kinds = {
        kind.value: replace(bare, values=tuple(v for v in claim.values if v.kind == kind))
        for kind in ValueKind
    }
    kinds["country"] = replace(bare, territories=claim.territories)
    if claim.language != "de":  # whose nouns all look like names
        kinds["name"] = replace(bare, names=claim.names)
    for kind, one in kinds.items():
        text = altered(one, names, chance)
        if text is not None and text != claim.text:
            yield kind, text
    denied = negated(claim.text, claim.language)
    if denied is not None:
        yield "negation", denied
