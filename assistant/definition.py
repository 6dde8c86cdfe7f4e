"""The words of a sentence that say who or what somebody or something is."""

import re
from collections.abc import Sequence

from assistant.language.names import same_name
from assistant.language.vocabulary import QuestionKind, Vocabulary, is_article, vocabulary
from assistant.matter import Matter
from assistant.question import Question
from index.terms import Token, fold, stem, tokens

_APPOSITION = re.compile(r"\s*[,(（，]\s*|\s+[—–]\s+")
_CLAUSE = re.compile(r"[^,;.()，。；（）،]+")
_TITLE_WORDS = 6
"""Words of a title before a name, at most: "the minister of foreign affairs of Peru"."""


def defining_words(question: Question, sentence: Matter) -> tuple[int, int] | None:
    """Return the characters that define what the question asks about; None when nothing does.

    They follow it after a copula ("X is a …") or as an apposition ("X, a …"), or stand before it
    as a title ("the minister X").
    """
    words = tokens(sentence.text)
    spoken = vocabulary(sentence.language)
    for first, last in _mentions(question, sentence, words):
        stated = _after_copula(sentence.text, words, last, spoken)
        others = (
            _apposition(sentence, words, last, spoken),
            _title(sentence.text, words, first, spoken),
        )
        # "The minister X est venue": without an article the verb may be part of another.
        plain = stated and spoken.articles and not _begins_with_article(sentence, stated, spoken)
        order = (*others, stated) if plain else (stated, *others)
        found = next(filter(None, order), None)
        if found:
            return found
    return None


def _mentions(
    question: Question, sentence: Matter, words: Sequence[Token]
) -> list[tuple[int, int]]:
    """Return where the sentence mentions what is asked about, as first and last word.

    The last word asked about must be there: a surname stands for the whole name.
    """
    asked = [(fold(word), stem(word, question.language)) for word in question.words]

    def places(token: Token) -> set[int]:
        plain, base = fold(token.word), stem(token.word, sentence.language)
        return {i for i, (word, root) in enumerate(asked) if same_name(plain, word) or base == root}

    found = [places(token) for token in words]
    functions = vocabulary(sentence.language).functions
    mentions = []
    for last, held in enumerate(found):
        if len(asked) - 1 not in held or (last + 1 < len(found) and found[last + 1]):
            continue
        first = last
        while first and (found[first - 1] or (words[first - 1].word in functions and found[first])):
            first -= 1
        while not found[first]:
            first += 1
        mentions.append((first, last))
    return mentions


def _after_copula(
    text: str, words: Sequence[Token], last: int, spoken: Vocabulary
) -> tuple[int, int] | None:
    rest = text[words[last].end :]
    copula = next(
        (
            word
            for word in sorted(spoken.copulas, key=len, reverse=True)
            if re.match(rf"\W{{0,3}}{re.escape(word)}(?:\b|(?=[\u4e00-\u9fff]))", rest.lower())
        ),
        None,
    )
    if copula is None:
        return None
    start = words[last].end + rest.lower().index(copula) + len(copula)
    first = next(iter(tokens(text[start:])), None)
    if first is None or first.word in spoken.negations:
        return None
    return _clause(text, start)


def _begins_with_article(sentence: Matter, found: tuple[int, int], spoken: Vocabulary) -> bool:
    words = tokens(sentence.text[slice(*found)])
    return bool(words) and is_article(words[0].word, spoken)


def _apposition(
    sentence: Matter, words: Sequence[Token], last: int, spoken: Vocabulary
) -> tuple[int, int] | None:
    opening = _APPOSITION.match(sentence.text, words[last].end)
    if not opening or last + 1 == len(words) or not sentence.has_case:
        return None
    word = words[last + 1]
    if not is_article(word.word, spoken) and (
        word.word in spoken.functions or not sentence.text[word.start].islower()
    ):
        return None
    return _clause(sentence.text, opening.end())


def _title(
    text: str, words: Sequence[Token], first: int, spoken: Vocabulary
) -> tuple[int, int] | None:
    """Return the title right before a name.

    It ends in an office ("the foreign minister"), or in what an office is of ("the minister of
    trade"): "the minister met" is none.
    """
    start = first
    while start and first - start < _TITLE_WORDS:
        before = words[start - 1]
        article = is_article(before.word, spoken)
        little = before.word in spoken.functions and before.word not in spoken.links
        parted = re.search(r"[,;:.()]", text[before.end : words[start].start])
        if parted or (little and not article):
            break
        start -= 1
        if article and before.word not in spoken.links:
            break
    title = [token.word for token in words[start:first]]
    offices = [i for i, w in enumerate(title) if spoken.nouns.get(w) == QuestionKind.WHO]
    if not offices or not (offices[-1] == len(title) - 1 or spoken.links & {*title[offices[-1] :]}):
        return None
    return words[start].start, words[first - 1].end


def _clause(text: str, start: int) -> tuple[int, int] | None:
    match = _CLAUSE.search(text, start)
    if match is None or not match.group().strip():
        return None
    begin = match.start() + len(match.group()) - len(match.group().lstrip())
    return begin, match.start() + len(match.group().rstrip())
