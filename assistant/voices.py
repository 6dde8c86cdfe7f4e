"""Which articles speak for themselves: one dispatch that five sites carry is one voice."""

from collections.abc import Sequence

from assistant.agreement import Statement
from assistant.sentences import Sentence
from index.terms import fold, tokens

_AROUND = 500
"""Characters compared before and after a sentence. Passages are not compared as they are cut: a
longer first paragraph on one site moves all later cuts."""
_SHINGLE = 4
"""Words of a shingle (A. Broder, On the resemblance and containment of documents, 1997)."""
_COPIED = 0.8
"""Share of the shorter text's shingles that the other has, from which one is a copy: sites change
a word, a headline or a name of the agency, and cut the end off."""


def voices(statements: Sequence[Statement]) -> list[list[Statement]]:
    """Part statements into voices, in their order: the first of each speaks, the others copy it."""
    parted: list[tuple[frozenset[tuple[str, ...]], list[Statement]]] = []
    for one in statements:
        shingles = _shingles(one.sentence)
        voice = next((found for first, found in parted if _is_copy(first, shingles)), None)
        if voice is None:
            parted.append((shingles, [one]))
        else:
            voice.append(one)
    return [found for _, found in parted]


def _shingles(sentence: Sentence) -> frozenset[tuple[str, ...]]:
    start = max(0, sentence.start - _AROUND)
    around = sentence.article.text[start : sentence.end + _AROUND]
    words = [fold(token.word) for token in tokens(around)]
    count = max(1, len(words) - _SHINGLE + 1)
    return frozenset(tuple(words[i : i + _SHINGLE]) for i in range(count))


def _is_copy(one: frozenset[tuple[str, ...]], other: frozenset[tuple[str, ...]]) -> bool:
    return len(one & other) >= _COPIED * min(len(one), len(other))
