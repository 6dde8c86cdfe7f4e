"""How far the sources say what a claim says: words, their order, closeness, and what differs."""

import math
from collections.abc import Sequence
from dataclasses import dataclass

from assistant.checking.statement import Statement
from assistant.language.names import same_name

_WINDOW = 5
"""Words of matter of the stretch of the claim that is said least."""


@dataclass(frozen=True)
class Words:
    """How the words of a claim stand in the sentences of its sources."""

    held: tuple[frozenset[int], ...]
    """For each sentence the places of the claim's words of matter that it holds."""
    count: int
    """Words of matter of the claim, at least 1."""

    def share(self, *sentences: int) -> float:
        """Return the share of the claim's words that some sentences hold together."""
        return len(frozenset().union(*(self.held[i] for i in sentences))) / self.count

    def pair(self, neighbours: Sequence[tuple[int, int]]) -> float:
        """Return the largest share that a sentence, or two that follow each other, hold."""
        alone = (self.share(i) for i in range(len(self.held)))
        return max((*alone, *(self.share(*both) for both in neighbours)), default=0.0)

    def least(self) -> float:
        """Return the share of its words held at all in the stretch of the claim held least."""
        held = frozenset().union(*self.held)
        size = min(_WINDOW, self.count)
        return min(
            sum(place in held for place in range(start, start + size)) / size
            for start in range(self.count - size + 1)
        )


@dataclass(frozen=True)
class Nearest:
    """The sentence of the sources that is nearest to a claim, of those that were embedded."""

    sentence: Statement
    cosine: float


def words(claim: Statement, sentences: Sequence[Statement]) -> Words:
    """Return how the claim's words stand in `sentences`: by their stems, or across languages by
    the sound of names and cognates."""
    content = claim.content
    held = []
    for sentence in sentences:
        stems = frozenset(sentence.stems)
        places = {place for place, word in enumerate(content) if word in stems}
        if sentence.language != claim.language:
            by_initial: dict[str, list[str]] = {}
            for other in sentence.matter.folded:
                by_initial.setdefault(other[:1], []).append(other)
            places |= {
                place
                for place, word in enumerate(content)
                if any(same_name(word, other) for other in by_initial.get(word[:1], ()))
            }
        held.append(frozenset(places))
    return Words(tuple(held), max(1, len(content)))


def phrases(claim: Statement, sentences: Sequence[Statement]) -> float:
    """Return the share of the claim's runs of three words that stand so in a sentence."""
    own = _runs(claim.stems)
    said = {run for sentence in sentences for run in _runs(sentence.stems)}
    return sum(run in said for run in own) / len(own) if own else 0.0


def _runs(stems: Sequence[str]) -> list[tuple[str, ...]]:
    return list(zip(stems, stems[1:], stems[2:], strict=False))


def features(
    claim: Statement,
    sentences: Sequence[Statement],
    neighbours: Sequence[tuple[int, int]],
    held: Words,
    nearest: Nearest,
) -> dict[str, float]:
    """Return what speaks for and against the sources' saying what the claim does.

    `neighbours` are the places of sentences that follow each other in a source.
    """
    together = held.pair(neighbours)
    polarities = {claim.negative, nearest.sentence.negative}
    return {
        "words_together": together,
        # What is gathered from far apart was seldom said.
        "words_scattered": held.share(*range(len(sentences))) - together,
        "words_least": held.least(),
        "phrases": phrases(claim, sentences),
        "cosine": nearest.cosine,
        "polarity_differs": float(polarities == {True, False}),
        "source_length": math.log(sum(len(one.text) for one in sentences)),
    }
