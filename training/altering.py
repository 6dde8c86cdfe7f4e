"""Questions made unanswerable, and claims made untrue, by an exchanged ordinal, number or name.

The passages then speak of the same matter but not of what is asked, as an article on the first
summit does when the third is asked about. Nothing else in the development sets teaches that an
ordinal or a name that does not fit is a reason to say nothing.
"""

import random
import re
from collections.abc import Sequence

from babel import Locale

from assistant.language.values import Value, ValueKind, find_values
from assistant.question import Question

_DENIED = {
    "en": (r"\b(is|are|was|were|has|have|had|will|can|could|may|must)\b", r"\1 not"),
    "fr": (r"\b(sont|fut|furent|sera|seront|peut|peuvent|doit)\b", r"ne \1 pas"),
    "es": (r"\b(es|son|fue|fueron|está|están|era|eran|ha|han|puede)\b", r"no \1"),
    "de": (r"\b(ist|sind|war|waren|wurde|wurden|hat|haben|kann)\b", r"\1 nicht"),
    "ru": (r"\b(был|была|было|были|является|являются|может)\b", r"не \1"),
    "zh": (r"(?<!不)(是|会|能)", r"不\1"),
}
"""The verbs of a statement that can be denied where they stand, and what they become."""
_ORDINALS = {
    "en": ("first", "second", "third", "fourth", "fifth", "sixth", "seventh", "eighth"),
    "fr": (
        "premier", "deuxième", "troisième", "quatrième", "cinquième", "sixième", "septième",
        "huitième",
    ),
}  # fmt: skip


def has_ordinal(text: str, language: str) -> bool:
    """Tell whether a question holds to an ordinal."""
    return any(value.kind == ValueKind.ORDINAL for value in find_values(text, language))


def altered(question: Question, names: Sequence[str], chance: random.Random) -> str | None:
    """Return the question with one of its values, or else of its names, exchanged for another.

    `names` are names of other questions. None when there is nothing to exchange.
    """
    values = sorted(question.values, key=lambda value: value.kind != ValueKind.ORDINAL)
    for value in values:
        other = _other_value(question, value, chance)
        if other is not None:
            return question.text[: value.start] + other + question.text[value.end :]
    place = _other_place(question, chance)
    if place is not None:
        return place
    own = sorted(question.names)
    foreign = [name for name in names if name.lower() not in question.words]
    if not own or not foreign:
        return None
    word = chance.choice(own)
    return re.sub(rf"\b{re.escape(word)}\b", chance.choice(foreign), question.text, flags=re.I)


def negated(text: str, language: str) -> str | None:
    """Return a statement with its first verb of those that are known denied; None without one."""
    verb, denied = _DENIED.get(language, (r"(?!)", ""))
    other, count = re.subn(verb, denied, text, count=1)
    return other if count else None


def _other_place(question: Question, chance: random.Random) -> str | None:
    """Return the question with the country or region that it names exchanged for a country."""
    names = Locale.parse(question.language).territories
    for code in sorted(question.territories, key=lambda code: -len(names[code])):
        foreign = chance.choice([name for c, name in names.items() if c.isalpha() and c != code])
        other, count = re.subn(rf"\b{re.escape(names[code])}\b", foreign, question.text)
        if count:
            return other
    return None


def _other_value(question: Question, value: Value, chance: random.Random) -> str | None:
    written = question.text[value.start : value.end]
    words = _ORDINALS.get(question.language, ())
    if value.kind == ValueKind.ORDINAL and words and not any(c.isdigit() for c in written):
        return chance.choice([word for n, word in enumerate(words, 1) if str(n) != value.key])
    if not any(c.isdigit() for c in written):
        return None
    return re.sub(r"\d+", lambda number: str(int(number[0]) + chance.randint(2, 9)), written)
