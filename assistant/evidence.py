"""Weighs how a sentence supports an answer: closeness, words, and what the question holds to.

The nearest sentence is often the wrong one: "the second summit" is nearest to the sentence on the
first. So ordinals, dates, numbers and names of the question are compared with the sentence and with
the passage around it, in any language, and a learned model turns all of it into a probability.
"""

from collections.abc import Iterable, Mapping

from assistant.clauses import reason_clause
from assistant.definition import defining_words
from assistant.enumeration import new_list
from assistant.language.names import holds_word, same_name
from assistant.language.values import Value, ValueKind, date_includes
from assistant.language.vocabulary import QuestionKind, vocabulary
from assistant.matter import Matter
from assistant.question import Question
from index.terms import fold, stem, tokens

NAMING_KINDS = frozenset({QuestionKind.WHO, QuestionKind.WHERE, QuestionKind.PLACE})
"""Kinds of question that a name answers."""
_KINDS = ("date", "number", "name", "place", "list", "reason", "definition")
"""What a question can ask for that can be told from other words."""
_COUNTED = 3
"""Words after an ordinal among which is what it counts: the second Central Asian summit."""
_ANY_NAME = NAMING_KINDS - {QuestionKind.WHERE}


def sentence_features(
    question: Question,
    sentence: Matter,
    before: Matter | None,
    context: Matter,
    *,
    word_weights: Mapping[str, float],
) -> dict[str, float]:
    """Return what speaks for and against a sentence, but for its vector and its passage's rank.

    `before` is the matter of the sentence before it, `context` that of its whole passage with the
    article's title; `word_weights` are the inverse document frequencies of the question's words.
    Every feature lies between 0 and 1.
    """
    held = {w for w in question.words if _holds(sentence, w, question)}
    around = {w for w in question.words if w in held or _holds(context, w, question)}
    with_before = {w for w in around if w in held or (before and _holds(before, w, question))}
    return {
        "words": _share(held, word_weights),
        # "The meeting took place in Chengdu": which meeting, the sentence before tells.
        "words_before": _share(with_before, word_weights),
        "words_around": _share(around, word_weights),
        **_name_features(question, context, held, around),
        **_territory_features(question, sentence, context),
        **_value_features(question, sentence, context),
        **_kind_features(question, sentence),
    }


def gives_answer(features: Mapping[str, float]) -> bool:
    """Tell whether a sentence, by its features, holds something of the kind asked for."""
    return any(features[f"{name}_given"] for name in _KINDS)


def lacks_answer(features: Mapping[str, float]) -> bool:
    """Tell whether a sentence, by its features, holds nothing of the kind asked for."""
    return any(features[f"{name}_lacking"] for name in _KINDS)


def is_about_another(question: Question, context: Matter) -> bool:
    """Tell whether a passage cannot be about what is asked: it lacks the ordinal asked about.

    A second or third of its kind is hardly ever said in other words (a first often is: inaugural,
    debut), so a passage and title without that ordinal, in any language that we can read ordinals
    in, do not answer.
    """
    held = {value.key for value in context.values if value.kind == ValueKind.ORDINAL}
    return context.has_vocabulary and any(
        value.kind == ValueKind.ORDINAL and value.key not in {"1", *held}
        for value in question.values
    )


def names_another(question: Question, sentence: Matter, context: Matter) -> bool:
    """Tell whether a sentence speaks of another one of what is asked about.

    "The first summit was held in May" says nothing of the second: the ordinal asked about is not
    there, and another one stands before a word of the question, or before a word that the ordinal
    asked about counts elsewhere in the passage: that holds across languages too.
    """
    asked = {value.key for value in question.values if value.kind == ValueKind.ORDINAL}
    held = _ordinals(sentence)
    if not asked or not asked.isdisjoint(value.key for value in held):
        return False
    matter_words = [word for word in question.words if word not in question.value_of]
    counted = {
        counted_stem
        for value in _ordinals(context)
        if value.key in asked
        for _, counted_stem in _counted_words(value, context)
    }
    return any(
        next_stem in counted
        or any(
            holds_word(word, question.language, [fold(next_word)], frozenset({next_stem}))
            for word in matter_words
        )
        for value in held
        for next_word, next_stem in _counted_words(value, sentence)
    )


def _ordinals(text: Matter) -> list[Value]:
    return [value for value in text.values if value.kind == ValueKind.ORDINAL]


def _counted_words(value: Value, text: Matter) -> list[tuple[str, str]]:
    """Return the words that an ordinal may count, each with its stem: the next few of weight."""
    little = vocabulary(text.language).functions
    following = tokens(text.text[value.end :])[:_COUNTED]
    return [
        (token.word, stem(token.word, text.language))
        for token in following
        if token.word not in little
    ]


def new_values(question: Question, sentence: Matter) -> list[Value]:
    """Return the values of the sentence that could answer: of the kind asked for, and not asked.

    "Two" is no number here: "the two countries" is far too common to count anything.
    """
    wanted = {QuestionKind.WHEN: ValueKind.DATE, QuestionKind.QUANTITY: ValueKind.NUMBER}
    kind = wanted.get(question.kind)
    asked = {value.key for value in question.values} | {"2"}
    return [value for value in sentence.values if value.kind == kind and value.key not in asked]


def new_names(question: Question, sentence: Matter) -> list[tuple[int, int]]:
    """Return the character ranges of the names in the sentence that could answer.

    These are the names that the question does not have; for a place, those that stand where a
    place does, if there are any.
    """
    asked = [fold(word) for word in question.words]
    new = [
        (start, end)
        for name, start, end in sentence.names
        if not any(same_name(name, word) for word in asked)
    ]
    places = {(start, end) for _, start, end in sentence.places}
    if question.kind == QuestionKind.WHERE and places.intersection(new):
        return [characters for characters in new if characters in places]
    return new


def _holds(text: Matter, word: str, question: Question) -> bool:
    value = question.value_of.get(word)
    if value is not None and _has(value.kind, value.key, text):
        return True
    return holds_word(word, question.language, text.folded, text.stems)


def _share(words: Iterable[str], weights: Mapping[str, float]) -> float:
    total = sum(weights.values())
    return sum(weights[word] for word in words) / total if total else 0.0


def _part(some: Iterable[object], whole: Iterable[object]) -> float:
    everything = len(list(whole))
    return len(list(some)) / everything if everything else 0.0


def _name_features(
    question: Question, context: Matter, held: set[str], around: set[str]
) -> dict[str, float]:
    # Names cannot be compared with a script that has no capitals: nothing is said then.
    names = question.names if context.has_case else frozenset()
    return {
        "names_held": _part(names & held, names),
        "names_near": _part((names & around) - held, names),
        "names_missing": float(bool(names - around)),
    }


def _territory_features(question: Question, sentence: Matter, context: Matter) -> dict[str, float]:
    asked = question.territories
    held = asked & sentence.territories
    absent = asked - sentence.territories
    # One of two countries is exchanged: China and Uzbekistan, where China and Kazakhstan are asked.
    exchanged = held and sentence.territories - asked
    return {
        "places_held": _part(held, asked),
        "places_near": _part(absent & context.territories, asked),
        "places_missing": float(bool(absent - context.territories)),
        "places_other": _part(absent if exchanged else (), asked),
    }


def _value_features(question: Question, sentence: Matter, context: Matter) -> dict[str, float]:
    features: dict[str, float] = {}
    for kind in ValueKind:
        asked = [value.key for value in question.values if value.kind == kind]
        here = any(value.kind == kind for value in sentence.values)
        held = [key for key in asked if _has(kind, key, sentence)]
        near = [key for key in asked if key not in held and _has(kind, key, context)]
        features[f"{kind}_held"] = _part(held, asked)
        features[f"{kind}_near"] = _part(near, asked)
        # Another ordinal or date stands where the one asked for should: most likely another event.
        features[f"{kind}_other"] = _part([k for k in asked if k not in held and here], asked)
        features[f"{kind}_missing"] = _part(
            [key for key in asked if key not in held and key not in near], asked
        )
    return features


def _has(kind: ValueKind, key: str, text: Matter) -> bool:
    keys = (value.key for value in text.values if value.kind == kind)
    if kind == ValueKind.DATE:
        return any(date_includes(key, other) for other in keys)
    return key in keys


def _kind_features(question: Question, sentence: Matter) -> dict[str, float]:
    kind = question.kind
    answers = bool(new_values(question, sentence))
    given: dict[str, bool | None] = dict.fromkeys(_KINDS)
    if kind == QuestionKind.WHEN:
        given["date"] = answers
    elif kind == QuestionKind.QUANTITY:
        given["number"] = answers
    elif kind == QuestionKind.WHERE and sentence.has_case:
        given["place"] = _gives_place(question, sentence)
    elif kind in _ANY_NAME and sentence.has_case:
        given["name"] = bool(new_names(question, sentence))
    elif kind == QuestionKind.LIST:
        given["list"] = new_list(question, sentence) is not None
    elif kind == QuestionKind.WHY and sentence.has_vocabulary:
        given["reason"] = reason_clause(sentence) is not None
    elif kind == QuestionKind.DEFINITION and sentence.has_vocabulary:
        given["definition"] = defining_words(question, sentence) is not None
    return {f"{name}_given": float(value is True) for name, value in given.items()} | {
        f"{name}_lacking": float(value is False) for name, value in given.items()
    }


def _gives_place(question: Question, sentence: Matter) -> bool:
    places = {(start, end) for _, start, end in sentence.places}
    return bool(places.intersection(new_names(question, sentence)))
