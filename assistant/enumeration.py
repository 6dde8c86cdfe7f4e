"""The lists that stand in a sentence: "Kazakhstan, Kyrgyzstan and Uzbekistan"."""

import re
from collections.abc import Iterator
from functools import lru_cache
from itertools import pairwise

from assistant.language.names import BETWEEN_NAMES, same_name
from assistant.language.vocabulary import Vocabulary, vocabulary
from assistant.matter import Matter
from assistant.question import Question
from index.terms import fold, tokens

Range = tuple[int, int]
"""Characters of a sentence, end excluded."""

_SEPARATOR = re.compile(r"[,;、，،]")
_FIRST_WORD = re.compile(r"\W*(?P<item>[^\W\d_][\w’'\-‑]*)")
_LITTLE_WORDS = 3  # between two items at most: "and of the"
_FEWEST_NEW = 2
_FEWEST_WORDS = 3
"""Items of a list of words that are no names: "came and went" is none."""


def new_list(question: Question, sentence: Matter) -> Range | None:
    """Return the characters of the longest list of things that the question does not name.

    None when no list of the sentence has at least two of them.
    """
    asked = [fold(word) for word in question.words]

    def is_new(item: Range) -> bool:
        words = [fold(token.word) for token in tokens(sentence.text[slice(*item)])]
        return not any(same_name(word, other) for word in words for other in asked)

    fresh = [[item for item in items if is_new(item)] for items in enumerations(sentence)]
    longest = max(fresh, key=len, default=[])
    return (longest[0][0], longest[-1][1]) if len(longest) >= _FEWEST_NEW else None


def enumerations(sentence: Matter) -> list[list[Range]]:
    """Return the lists in a sentence, each as the characters of its items."""
    spoken = vocabulary(sentence.language)
    named = list(_lists_of_names(sentence, spoken)) if sentence.has_case else []
    return named or list(_lists_of_words(sentence))


def _lists_of_names(sentence: Matter, spoken: Vocabulary) -> Iterator[list[Range]]:
    items = _whole_names(sentence, spoken)
    run = items[:1]
    for last, item in pairwise(items):
        if not _lists(sentence.text[last[1] : item[0]], spoken):
            if len(run) > 1:
                yield run
            run = []
        run.append(item)
    if len(run) > 1:
        yield run


def _whole_names(sentence: Matter, spoken: Vocabulary) -> list[Range]:
    """Return the names of the sentence, their parts joined.

    The first word of a sentence counts when it heads a list or begins the first name.
    """
    items: list[Range] = []
    for _, start, end in sentence.names:
        if items and BETWEEN_NAMES.fullmatch(sentence.text[items[-1][1] : start]):
            items[-1] = (items[-1][0], end)
        else:
            items.append((start, end))
    first = _FIRST_WORD.match(sentence.text)
    if not (first and items and first["item"][0].isupper()):
        return items
    if first["item"].lower() in spoken.functions or first.end("item") > items[0][0]:
        return items
    gap = sentence.text[first.end("item") : items[0][0]]
    if BETWEEN_NAMES.fullmatch(gap):
        items[0] = (first.start("item"), items[0][1])
    elif _lists(gap, spoken):
        items.insert(0, first.span("item"))
    return items


def _lists(gap: str, spoken: Vocabulary) -> bool:
    """Tell whether what stands between two names makes them items of one list."""
    words = [token.word for token in tokens(gap)]
    little = all(word in spoken.functions | spoken.coordinators for word in words)
    joins = _SEPARATOR.search(gap) is not None or not spoken.coordinators.isdisjoint(words)
    return little and joins and len(words) <= _LITTLE_WORDS and "." not in gap


def _lists_of_words(sentence: Matter) -> Iterator[list[Range]]:
    patterns = _word_lists(sentence.language)
    if patterns is None:
        return
    whole, item = patterns
    for match in whole.finditer(sentence.text):
        items = [found.span() for found in item.finditer(sentence.text, *match.span())]
        if len(items) >= _FEWEST_WORDS:
            yield items


@lru_cache(maxsize=16)
def _word_lists(language: str | None) -> tuple[re.Pattern[str], re.Pattern[str]] | None:
    """Return what matches a list of words, and an item of it."""
    words = sorted(vocabulary(language).coordinators, key=len, reverse=True)
    if not words:
        return None
    joint = "|".join(words)
    if language == "zh":
        item = rf"(?:(?!{joint})\w){{1,12}}"
        return re.compile(rf"{item}(?:、{item})+(?:(?:{joint}){item})?"), re.compile(item)
    if language == "ar":  # "and" is written with the word after it
        item = r"\w+"
        return re.compile(rf"{item}(?:،\s*{item}|\s+{joint}\w+)+"), re.compile(item)
    word = rf"(?!(?:{joint})\b)[^\W\d_][\w’'\-‑]*"
    lead = rf"(?:(?!(?:{joint})\b)\w{{1,3}}[ ’'])?"  # an article, most likely
    item = rf"{lead}{word}(?: {word})?"
    whole = rf"\b{word}(?:, {item})+,? (?:{joint}) {lead}{word}"
    return re.compile(whole, re.IGNORECASE), re.compile(item, re.IGNORECASE)
