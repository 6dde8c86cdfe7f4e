"""Whether a sentence answers a yes-or-no question, and how: only where there is no doubt.

A wrong yes is worse than none. So the sentence must say the question over again: all its words in
its order, no other word of matter between them, in the same language, without a word of doubt that
the question does not have. What is said in other words is quoted without a verdict.
"""

from collections.abc import Iterable, Sequence
from itertools import pairwise

from assistant.answer import Citation
from assistant.language.accents import unaccented
from assistant.language.values import Value, ValueKind, compare_dates, date_includes
from assistant.language.vocabulary import QuestionKind, Vocabulary, is_article, vocabulary
from assistant.matter import Matter, matter
from assistant.question import Question
from index.terms import Token, fold, stem, tokens

_SMALLEST = 2  # words of matter in a question that can be decided


def verdict(question: Question, sentence: Matter) -> bool | None:
    """Return True when `sentence` says yes to the question, False when it says no.

    None when neither is certain, and for questions that do not ask for a yes or no.
    """
    spoken = vocabulary(question.language)
    if question.kind != QuestionKind.YES_NO or sentence.language != question.language:
        return None
    asked = _asked(question, spoken)
    said = tokens(sentence.text)
    doubtful = spoken.doubts & {*_outside(said, sentence.values)}.difference(asked)
    if doubtful or "?" in sentence.text or not spoken.negations.isdisjoint(asked):
        return None
    dates = [value for value in question.values if value.kind == ValueKind.DATE]
    words = [
        word
        for word in question.words
        if word not in question.value_of or question.value_of[word] not in dates
    ]
    places = _retold(words, said, question.language, spoken)
    if places is None or not _repeats_verb(asked, said, places, spoken):
        return None
    agrees = _dates_agree(question, sentence)
    denied = any(token.word in spoken.negations for token in said)
    if denied:
        return False if agrees and _denies_at(places, said, spoken) else None
    return agrees


def undisputed_verdict(question: Question, quote: Citation, read: Iterable[Matter]) -> bool | None:
    """Return the verdict of `quote`; None when a sentence that was read says the contrary."""
    said = verdict(question, matter(quote.quote, quote.language))
    disputed = said is not None and any(verdict(question, one) is (not said) for one in read)
    return None if disputed else said


def _asked(question: Question, spoken: Vocabulary) -> list[str]:
    """Return the words of a question but for its values and an "est-ce que" before it."""
    plain = unaccented(question.text.replace("’", "'"))
    opener = spoken.openers.match(plain) if spoken.openers else None
    leading = tokens(opener.group()) if opener else []
    words = tokens(question.text)[len(leading) if len(leading) > 1 else 0 :]
    return _outside(words, question.values)


def _outside(words: Iterable[Token], values: Sequence[Value]) -> list[str]:
    """Return the words that are no part of a value: the month of "3 May" is no "may"."""
    return [t.word for t in words if not any(v.start <= t.start < v.end for v in values)]


def _retold(
    words: Sequence[str], said: Sequence[Token], language: str, spoken: Vocabulary
) -> list[int] | None:
    """Return where the sentence says `words`, in order and next to each other but for little words.

    None when it does not, or when something other than an article stands before them: "the
    ambassador of China signed" does not say that China did.
    """
    if len(words) < _SMALLEST:
        return None
    little = spoken.functions | spoken.negations
    weighty = [i for i, token in enumerate(said) if token.word not in little]
    for first in range(len(weighty) - len(words) + 1):
        places = weighty[first : first + len(words)]
        if all(_same(w, said[i].word, language) for w, i in zip(words, places, strict=True)):
            before = [token.word for token in said[: places[0]]]
            return places if all(is_article(word, spoken) for word in before) else None
    return None


def _same(word: str, other: str, language: str) -> bool:
    """Compare two words as written; in English by their stems ("did … sign": "signed").

    Elsewhere a stem hides the tense: "la Chine a signé" and "la Chine signera".
    """
    if language == "en":
        return stem(word, language) == stem(other, language)
    return fold(word) == fold(other)


def _repeats_verb(
    asked: Sequence[str], said: Sequence[Token], places: Sequence[int], spoken: Vocabulary
) -> bool:
    """Tell whether the auxiliary of the question stands between the words that are said again.

    "The summit in Astana was put off" does not say that the summit is in Astana.
    """
    between = {token.word for token in said[places[0] : places[-1]]}
    return all(word in between for word in asked if word in spoken.auxiliaries)


def _dates_agree(question: Question, sentence: Matter) -> bool | None:
    """Compare the question's date with the sentence's: True without one, None when unsure.

    Another date says no only of what happens once, such as a second summit.
    """
    asked = [value.key for value in question.values if value.kind == ValueKind.DATE]
    if not asked:
        return True
    said = [value.key for value in sentence.values if value.kind == ValueKind.DATE]
    if len(asked) != 1 or len(said) != 1:
        return None
    if date_includes(asked[0], said[0]):
        return True
    once = any(value.kind == ValueKind.ORDINAL for value in question.values)
    return False if once and compare_dates(asked[0], said[0]) is False else None


def _denies_at(places: Sequence[int], said: Sequence[Token], spoken: Vocabulary) -> bool:
    """Tell whether the only denial of the sentence stands among the words that are said again."""
    denials = [i for i, token in enumerate(said) if token.word in spoken.negations]
    return all(places[0] < i < places[-1] for i in denials) and all(
        later - earlier <= 2 for earlier, later in pairwise(denials)
    )
