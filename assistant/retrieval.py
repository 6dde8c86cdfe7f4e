"""Finding the passages: vectors and words, fused by what each says about the other's language.

Plain rank fusion loses what is across languages: words cannot find it, and the embedding prefers
the question's own language. So each candidate gets the probability that it holds the answer, from
its cosine and its share of the question's words, by one of two learned models: one for passages in
the question's language and one for the others, where the missing of a word says nothing.

This is not a LlamaIndex `BaseRetriever`: importing LlamaIndex takes 1.6 s or more, which every
`depeche ask` would pay for a class that only forwards.
"""

from collections import defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from assistant.question import Question
from assistant.weights import Weights
from index.duplicates import Copy, leading
from index.library import Library
from index.scope import EVERYTHING, Scope
from index.search import ScopedSearch

_CLOSE = 0.5
"""Log-odds by which copies of one text may differ, for each stands under a title of its own."""
_NEAREST = 40
"""Candidates from each list: the vectors of each language, the stems, the folded words."""


@dataclass(frozen=True)
class PassageCandidate:
    """A passage that may hold the answer, with what the retrieval knows of it."""

    passage_id: str
    same_language: bool
    """Whether it is in the question's language."""
    cosine: float
    """Cosine of the question's and the passage's vectors."""
    stems: float
    """Share of the question's words that it holds in their stem form, 0 to 1 (BM25 weighted)."""
    folded: float
    """The same for the words as they stand, across languages."""

    def features(self) -> dict[str, float]:
        """Return the features that the passage model weighs."""
        return {"cosine": self.cosine, "stems": self.stems, "folded": self.folded}


@dataclass(frozen=True)
class RetrievedPassage:
    """One of the best passages: its id and the log-odds that it holds the answer."""

    passage_id: str
    same_language: bool
    log_odds: float


class Retriever:
    """Searches one open library."""

    def __init__(self, library: Library, weights: Weights) -> None:
        self._library = library
        self._model = weights.passage

    def retrieve(
        self,
        question: Question,
        vector: NDArray[np.float32],
        limit: int,
        scope: Scope = EVERYTHING,
    ) -> list[RetrievedPassage]:
        """Return up to `limit` passages of the articles in `scope`, best first.

        `vector` is the question's, shape (dim,).

        A third of them at least is in the question's language, and a third in others, as far as
        there are any.
        """
        scored = [
            RetrievedPassage(
                c.passage_id,
                c.same_language,
                self._model.log_odds(c.features(), same_language=c.same_language),
            )
            for c in self.candidates(question, vector, scope)
        ]
        ranked = sorted(scored, key=lambda passage: -passage.log_odds)
        return _best(self._unrepeated(ranked), limit)

    def _unrepeated(self, ranked: Sequence[RetrievedPassage]) -> list[RetrievedPassage]:
        """Leave out passages of an article when another one that tells the same story is kept.

        That is the one whose passage came first, or the leading one where it came close.
        """
        telling = self._library.catalogue.stories.telling([one.passage_id for one in ranked])
        first: dict[str, dict[str, float]] = defaultdict(dict)
        articles: dict[str, Copy] = {}
        for one in ranked:
            if told := telling.get(one.passage_id):
                first[told.story].setdefault(told.article_id, one.log_odds)
                articles[told.article_id] = Copy(told.address, told.published, told.length)
        kept = set()
        for story in first.values():
            best = max(story.values())
            close = [one for one, log_odds in story.items() if log_odds >= best - _CLOSE]
            lead = leading([articles[one] for one in close])
            kept.add(next(one for one in close if articles[one] == lead))
        return [
            one
            for one in ranked
            if one.passage_id not in telling or telling[one.passage_id].article_id in kept
        ]

    def candidates(
        self, question: Question, vector: NDArray[np.float32], scope: Scope = EVERYTHING
    ) -> list[PassageCandidate]:
        """Return every passage in `scope` that the vectors or the words bring up, in no order."""
        search = ScopedSearch(self._library, scope)
        stems = dict(search.stems(question.searched, question.language, _NEAREST))
        folded = dict(search.folded(question.searched, _NEAREST))
        cosines: dict[str, float] = {}
        same: dict[str, bool] = {}
        for language, matches in search.nearest(vector, _NEAREST).items():
            for passage_id, cosine in matches:
                cosines[passage_id] = cosine
                same[passage_id] = language == question.language
        self._complete(question, vector, {*stems, *folded} - set(cosines), cosines, same)
        return [
            PassageCandidate(
                passage_id=passage_id,
                same_language=same[passage_id],
                cosine=cosine,
                stems=stems.get(passage_id, 0.0),
                folded=folded.get(passage_id, 0.0),
            )
            for passage_id, cosine in cosines.items()
        ]

    def _complete(
        self,
        question: Question,
        vector: NDArray[np.float32],
        found_by_words: Iterable[str],
        cosines: dict[str, float],
        same: dict[str, bool],
    ) -> None:
        """Add the cosine and language of passages that only the words have brought up."""
        for stored in self._library.catalogue.passages.stored(sorted(found_by_words)):
            cosines[stored.id] = float(np.dot(stored.vector, vector))
            same[stored.id] = stored.language == question.language


def _best(ranked: Sequence[RetrievedPassage], limit: int) -> list[RetrievedPassage]:
    """Keep places for both sides: their log-odds come of two models, and one may be too sure."""
    kept = limit // 3
    same = [passage for passage in ranked if passage.same_language][:kept]
    other = [passage for passage in ranked if not passage.same_language][:kept]
    rest = [passage for passage in ranked if passage not in same and passage not in other]
    chosen = [*same, *other, *rest[: limit - len(same) - len(other)]]
    return sorted(chosen, key=lambda passage: -passage.log_odds)
