"""Weighs how a sentence supports an answer: closeness, words, and what the question holds to.

The nearest sentence is often the wrong one: "the second summit" is nearest to the sentence on the
first. So ordinals, dates, numbers and names of the question are compared with the sentence and with
the passage around it, in any language, and a learned model turns all of it into a probability.
"""

from collections.abc import Iterable, Mapping

from assistant.language.names import holds_word, same_name
from assistant.language.values import Value, ValueKind, date_includes
from assistant.language.vocabulary import QuestionKind
from assistant.matter import Matter
from assistant.question import Question
from index.terms import fold

NAMING_KINDS = frozenset({QuestionKind.WHO, QuestionKind.WHERE})
"""Kinds of question that a name answers."""


def sentence_features(
    question: Question,
    sentence: Matter,
    context: Matter,
    *,
    word_weights: Mapping[str, float],
) -> dict[str, float]:
    """Return what speaks for and against a sentence, but for its vector and its passage's rank.

    `context` is the matter of its whole passage with the article's title; `word_weights` are the
    inverse document frequencies of the question's words. Every feature lies between 0 and 1.
    """
    held = {w for w in question.words if _holds(sentence, w, question.language)}
    around = {w for w in question.words if w in held or _holds(context, w, question.language)}
    return {
        "words": _share(held, word_weights),
        "words_around": _share(around, word_weights),
        "names_missing": _part(question.names - around, question.names),
        "places_missing": _part(
            question.territories - sentence.territories - context.territories,
            question.territories,
        ),
        **_value_features(question, sentence, context),
        **_kind_features(question, sentence),
    }


def new_values(question: Question, sentence: Matter) -> list[Value]:
    """Return the values of the sentence that could answer: of the kind asked for, and not asked."""
    wanted = {QuestionKind.WHEN: ValueKind.DATE, QuestionKind.QUANTITY: ValueKind.NUMBER}
    kind = wanted.get(question.kind)
    asked = {value.key for value in question.values}
    return [value for value in sentence.values if value.kind == kind and value.key not in asked]


def new_names(question: Question, sentence: Matter) -> list[tuple[int, int]]:
    """Return the character ranges of the names in the sentence that the question does not have."""
    asked = [fold(word) for word in question.words]
    return [
        (start, end)
        for name, start, end in sentence.names
        if not any(same_name(name, word) for word in asked)
    ]


def _holds(text: Matter, word: str, language: str) -> bool:
    return holds_word(word, language, text.folded, text.stems)


def _share(words: Iterable[str], weights: Mapping[str, float]) -> float:
    total = sum(weights.values())
    return sum(weights[word] for word in words) / total if total else 0.0


def _part(some: Iterable[object], whole: Iterable[object]) -> float:
    everything = len(list(whole))
    return len(list(some)) / everything if everything else 0.0


def _value_features(question: Question, sentence: Matter, context: Matter) -> dict[str, float]:
    features: dict[str, float] = {}
    for kind in ValueKind:
        asked = [value.key for value in question.values if value.kind == kind]
        here = [value.key for value in sentence.values if value.kind == kind]
        around = [value.key for value in context.values if value.kind == kind]
        held = [key for key in asked if _has(kind, key, here)]
        near = [key for key in asked if key not in held and _has(kind, key, around)]
        features[f"{kind}_held"] = _part(held, asked)
        features[f"{kind}_near"] = _part(near, asked)
        # Another ordinal or date stands where the one asked for should: most likely another event.
        features[f"{kind}_other"] = _part([k for k in asked if k not in held and here], asked)
        features[f"{kind}_missing"] = _part(
            [key for key in asked if key not in held and key not in near], asked
        )
    return features


def _has(kind: ValueKind, key: str, keys: Iterable[str]) -> bool:
    if kind == ValueKind.DATE:
        return any(date_includes(key, other) for other in keys)
    return key in keys


def _kind_features(question: Question, sentence: Matter) -> dict[str, float]:
    answers = bool(new_values(question, sentence))
    names = bool(new_names(question, sentence))
    naming = question.kind in NAMING_KINDS and sentence.has_case
    return {
        "date_given": float(question.kind == QuestionKind.WHEN and answers),
        "date_lacking": float(question.kind == QuestionKind.WHEN and not answers),
        "number_given": float(question.kind == QuestionKind.QUANTITY and answers),
        "number_lacking": float(question.kind == QuestionKind.QUANTITY and not answers),
        "name_given": float(naming and names),
        "name_lacking": float(naming and not names),
    }
