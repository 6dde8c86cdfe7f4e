"""Which articles speak for themselves: one dispatch that five sites carry is one voice."""

from collections.abc import Sequence

from assistant.agreement import Statement
from assistant.sentences import Sentence
from index.duplicates import Shingles, is_copied, shingles

_AROUND = 500
"""Characters compared before and after a sentence. Passages are not compared as they are cut: a
longer first paragraph on one site moves all later cuts."""


def voices(statements: Sequence[Statement]) -> list[list[Statement]]:
    """Part statements into voices, in their order: the first of each speaks, the others copy it."""
    parted: list[tuple[Shingles, list[Statement]]] = []
    for one in statements:
        around = shingles(_surroundings(one.sentence))
        voice = next((found for first, found in parted if is_copied(first, around)), None)
        if voice is None:
            parted.append((around, [one]))
        else:
            voice.append(one)
    return [found for _, found in parted]


def _surroundings(sentence: Sentence) -> str:
    start = max(0, sentence.start - _AROUND)
    return sentence.article.text[start : sentence.end + _AROUND]
