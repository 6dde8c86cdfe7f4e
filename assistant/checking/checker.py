"""Is what a sentence says said by the passages that it cites?"""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from functools import lru_cache
from itertools import accumulate, pairwise

import numpy as np
from numpy.typing import NDArray

from assistant.checking.faults import (
    misplaced_dates,
    missing_names,
    missing_values,
)
from assistant.checking.features import Nearest, Words, features, words
from assistant.checking.statement import Statement, statement
from assistant.checking.support import Source, Support
from assistant.checking.weights import support_weights
from assistant.weights import probability
from index.embedding import EmbeddingModel
from index.sentences import sentence_ranges

_EMBEDDED = 300
"""Characters of the sources that are embedded, the sentences with most of the claim's words first.
In the learning half of the attribution set, all of them told claims apart no better."""
_EMBEDDED_ACROSS = 600
"""The same where no source is in the claim's language, and words tell less of where to look."""
_LONGEST = 1_000
"""Characters of a sentence that are embedded; longer ones are tables or lists."""
_KEPT = 512
"""Vectors of sentences that are kept, of 1.5 kB each."""
_DENIED_FROM = 0.75
"""Share of the claim's words from which one sentence says the same as the claim or its contrary."""


@dataclass(frozen=True)
class Evidence:
    """What is known of a sentence and the passages that it cites."""

    features: dict[str, float]
    same_language: bool
    """Whether some passage is in the sentence's language."""
    faults: tuple[str, ...]


class SupportChecker:
    """Checks sentences against the passages that they cite. Safe to use from several threads."""

    def __init__(self, embedding: EmbeddingModel) -> None:
        self._embedding = embedding
        # The sentences of an answer cite the same few passages again and again.
        self._vector = lru_cache(maxsize=_KEPT)(self._encoded)

    def check(
        self, sentence: str, cited: Sequence[Source], language: str | None, question: str = ""
    ) -> Support:
        """Tell whether `cited` support `sentence`, see `Checker`.

        A sentence without words, or without a passage that has any, is not supported.
        """
        evidence = self.evidence(sentence, cited, language, question)
        if evidence is None:
            return Support(supported=False, score=0.0)
        learned, same = support_weights(), evidence.same_language
        score = probability(learned.model.log_odds(evidence.features, same_language=same))
        return Support(
            supported=score >= learned.supported_from.of(same_language=same)
            and not evidence.faults,
            score=round(score, 4),
            faults=evidence.faults,
        )

    def evidence(
        self, sentence: str, cited: Sequence[Source], language: str | None, question: str = ""
    ) -> Evidence | None:
        """Return what a check weighs; None when the sentence or all passages have no words."""
        claim = statement(sentence, language)
        sources = [statement(one.text, one.language, one.published) for one in cited]
        parted = [list(_sentences(source)) for source in sources]
        sentences = [one for part in parted for one in part]
        if not sentences or not claim.stems:
            return None
        held = words(claim, sentences)
        nearest = self._nearest(claim, sentences, held)
        lacking = [
            claim.text[value.start : value.end]
            for value in (
                *missing_values(claim, sources),
                *misplaced_dates(claim, statement(question, language), parted),
            )
        ]
        names, unlike = missing_names(claim, sources)
        certain = [name.text for name in names if name.certain]
        denied = _denied(claim, sentences, held)
        weighed = features(claim, sentences, _neighbours(parted), held, nearest)
        weighed["values_missing"] = float(bool(lacking))
        weighed["names_unlike"] = unlike
        return Evidence(
            features=weighed,
            same_language=any(one.language == claim.language for one in sources),
            faults=tuple(dict.fromkeys([*lacking, *certain, *([claim.text] if denied else [])])),
        )

    def _nearest(self, claim: Statement, sentences: Sequence[Statement], held: Words) -> Nearest:
        """Return the one of the likeliest sentences that is nearest to the claim."""
        same = any(one.language == claim.language for one in sentences)
        room = _EMBEDDED if same else _EMBEDDED_ACROSS
        ranked = sorted(range(len(sentences)), key=lambda place: -len(held.held[place]))
        chosen: list[Statement] = []
        for place in ranked:
            one = sentences[place]
            if chosen and sum(len(other.text) for other in chosen) + len(one.text) > room:
                break
            chosen.append(one)
        vector = self._embedding.encode_queries([claim.text])[0]
        cosines = [float(self._vector(one.text[:_LONGEST]) @ vector) for one in chosen]
        best = max(range(len(chosen)), key=cosines.__getitem__)
        return Nearest(chosen[best], cosines[best])

    def _encoded(self, text: str) -> NDArray[np.float32]:
        vector: NDArray[np.float32] = self._embedding.encode_passages([text])[0]
        return vector


def _neighbours(parted: Sequence[Sequence[Statement]]) -> list[tuple[int, int]]:
    """Return the places of the sentences that follow each other in one passage."""
    starts = [0, *accumulate(map(len, parted))]
    return [both for low, high in pairwise(starts) for both in pairwise(range(low, high))]


def _sentences(source: Statement) -> Iterator[Statement]:
    for start, end in sentence_ranges(source.text, source.language):
        yield statement(source.text[start:end], source.language, source.written)


def _denied(claim: Statement, sentences: Sequence[Statement], held: Words) -> bool:
    """Tell whether the sentence that says nearly all of the claim says its contrary.

    Only within a language: across two, words do not tell how much of a claim a sentence says.
    """
    matter = frozenset(claim.content)
    own = [
        (held.share(place), sentence.denies(matter))
        for place, sentence in enumerate(sentences)
        if sentence.language == claim.language
    ]
    most = max((share for share, _ in own), default=0.0)
    if most < _DENIED_FROM:
        return False
    denied = claim.denies(matter)
    return all(denies != denied for share, denies in own if share == most)
