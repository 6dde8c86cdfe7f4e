"""What kind of thing a question asks for, told by its little words."""

import re
from collections.abc import Sequence
from dataclasses import dataclass

from assistant.language.accents import unaccented
from assistant.language.names import is_name
from assistant.language.vocabulary import QuestionKind, Vocabulary, is_article, vocabulary
from index.sentences import sentence_ranges
from index.terms import Token, tokens

_QUESTION_MARKS = ("?", "？", "؟")
_LONGEST_TERM = 6
"""Words of what a definition is asked of: a longer one is a clause."""
_FEWEST_WORDS = 3  # "And in Astana?" goes on with another question
_CLAUSE_ENDS = re.compile(r"[,;:，；：،؛]")


@dataclass(frozen=True)
class Phrase:
    """A phrase that asks for something, found at characters `start` to `end`."""

    start: int
    end: int
    kind: QuestionKind


def question_kind(text: str, language: str) -> QuestionKind:
    """Return what kind of thing is asked for.

    Of several sentences the last question decides, or the last that asks for something.
    """
    sentences = [text[start:end] for start, end in sentence_ranges(text, language)]
    last_first = sorted(sentences, key=lambda one: one.endswith(_QUESTION_MARKS))[::-1]
    kinds = (_sentence_kind(sentence, vocabulary(language)) for sentence in last_first)
    return next((kind for kind in kinds if kind != QuestionKind.OTHER), QuestionKind.OTHER)


def _sentence_kind(sentence: str, spoken: Vocabulary) -> QuestionKind:
    text, courteous = without_courtesies(sentence.replace("’", "'"), spoken)
    plain = unaccented(text)
    if spoken.openers and spoken.openers.match(plain):
        return QuestionKind.YES_NO
    phrase = first_phrase(text, plain, spoken)
    signed = spoken.signs is not None and spoken.signs.search(plain) is not None
    if phrase and (courteous or not (signed and _is_relative(phrase, plain, spoken))):
        return _told_by_what_follows(phrase, text, spoken)
    if signed:
        return QuestionKind.YES_NO
    matter = [token.word for token in tokens(text) if token.word not in spoken.functions]
    for word in (*matter[-1:], *matter[:1]):  # a search, not a question: "summit Astana date"
        if word in spoken.nouns:
            return spoken.nouns[word]
    is_whole = not courteous and len(tokens(text)) >= _FEWEST_WORDS
    if spoken.functions and is_whole and text.endswith(_QUESTION_MARKS):
        return QuestionKind.YES_NO
    return QuestionKind.OTHER


def without_courtesies(text: str, spoken: Vocabulary) -> tuple[str, bool]:
    """Return the question without what stands before it ("do you know"), and whether any did."""
    rest = text.lstrip("¿¡ ")
    while spoken.courtesies and (match := spoken.courtesies.match(unaccented(rest))):
        if not (shorter := rest[match.end() :].lstrip("¿¡ ,，、:")):
            break
        rest = shorter
    return rest, len(rest) < len(text.lstrip("¿¡ "))


def first_phrase(text: str, plain: str, spoken: Vocabulary) -> Phrase | None:
    """Return the earliest phrase, the longest of those that begin there."""
    found = [
        Phrase(match.start(), match.end(), kind)
        for pattern, accented, kind in spoken.kinds
        if (match := pattern.search(plain))
        # Without its accent "où" is "or": it asks only where a question begins.
        and (not accented or not match.start() or text[match.start() : match.end()] != match[0])
    ]
    return min(found, key=lambda phrase: (phrase.start, -phrase.end), default=None)


def _is_relative(phrase: Phrase, plain: str, spoken: Vocabulary) -> bool:
    """Tell whether a phrase goes with the word before it: "the minister who …"."""
    before = tokens(plain[: phrase.start])
    return (
        bool(before)
        and before[-1].word not in spoken.functions
        and not _CLAUSE_ENDS.search(plain[before[-1].end : phrase.start])
    )


def _told_by_what_follows(phrase: Phrase, text: str, spoken: Vocabulary) -> QuestionKind:
    kind = phrase.kind
    following = tokens(text[phrase.end :])
    if kind in {QuestionKind.WHAT, QuestionKind.LIST, QuestionKind.DEFINITION}:
        named = _noun_kind(following, spoken)
        if named is not None:
            return named
    if kind == QuestionKind.DEFINITION:
        return _definition_kind(phrase, text, spoken)
    if kind == QuestionKind.WHAT and spoken.lists:
        plural = spoken.lists.match(unaccented(text), phrase.start)
        # "What was" and "what does" end like plurals.
        if plural and tokens(plural.group())[-1].word not in spoken.functions:
            return QuestionKind.LIST
    return kind


def _noun_kind(following: Sequence[Token], spoken: Vocabulary) -> QuestionKind | None:
    """Return what the first noun after a phrase asks for: "what is the population" a quantity.

    A person's office does so only at once: "which minister", but not "what is the minister …".
    """
    for skipped, token in enumerate(following):
        if token.word in spoken.nouns:
            kind = spoken.nouns[token.word]
            return kind if kind != QuestionKind.WHO or not skipped else None
        if not (is_article(token.word, spoken) or token.word in spoken.copulas):
            return None
    return None


def _definition_kind(phrase: Phrase, text: str, spoken: Vocabulary) -> QuestionKind:
    """Return DEFINITION when a mere name or thing is asked about, else what the phrase asks for.

    "Who is Wang Yi?" asks for a definition, "who is the ambassador to China?" for a name.
    """
    before, after = text[: phrase.start], text[phrase.end :]
    term = tokens(after) or tokens(before)  # 王毅是谁
    offset = phrase.end if tokens(after) else 0
    asked = text[phrase.start : phrase.end]
    of_person = any(
        kind == QuestionKind.WHO and pattern.search(unaccented(asked))
        for pattern, _, kind in spoken.kinds
    )
    cased = text not in {text.lower(), text.upper()}
    article = bool(term) and is_article(term[0].word, spoken)
    little = [t.word for t in term if t.word in spoken.functions and not is_article(t.word, spoken)]
    named = not cased or all(is_name(text, offset + t.start) for t in term)
    fits = 0 < len(term) <= _LONGEST_TERM and spoken.links.issuperset(little)
    if of_person:
        is_term = fits and named and not article and not little
        return QuestionKind.DEFINITION if is_term else QuestionKind.WHO
    is_term = fits and (named or article or len(term) == 1 or spoken.articles is None)
    return QuestionKind.DEFINITION if is_term else QuestionKind.WHAT
