"""A conversation: what a question that leans on the one before it means.

"And where?", "et en 2024 ?", "who is he?" lack what the question before them has. They are told by
closed classes of words, and by what they lack: a verb or question word of their own, matter of
their own, a noun for their pronoun. What lacks nothing is never touched.
"""

import re
from collections.abc import Collection, Sequence
from dataclasses import dataclass

from pydantic import BaseModel, ConfigDict

from assistant.clause import Clause, Group, read_clause
from assistant.language.references import known_languages, references
from assistant.language.values import ValueKind
from assistant.language.vocabulary import QuestionKind, is_article, vocabulary
from assistant.question import QUESTION_LIMIT
from index.language import detect_language
from index.terms import stem, tokens

TURNS_READ = 8
"""How many of the latest turns are read; older ones are no longer what is meant."""

_FREE = {QuestionKind.WHEN, QuestionKind.WHERE, QuestionKind.WHY, QuestionKind.HOW}
"""Kinds whose question words can be exchanged: the rest of the sentence is whole without them."""
_ELLIPTIC_MATTER = 4  # words; what has more is a sentence of its own
_BARE_MATTER = 2  # words of a question that is not even joined: "In Astana?"
_BREAK = " – "
_INVERTED = re.compile(r"-(?:t-)?$")
"""Matches what stands before a pronoun that follows its verb in French: a-t-il."""


class Turn(BaseModel):
    """An earlier question of a conversation."""

    model_config = ConfigDict(frozen=True)

    question: str
    """As it was asked."""
    answer: str | None = None
    """What was answered: best the words of the first citation that answer (`answering`)."""


@dataclass(frozen=True)
class Completed:
    """A question completed from those before it."""

    text: str
    language: str
    """ISO 639-1, of the question that was completed."""


def complete(
    question: str,
    history: Sequence[Turn],
    *,
    language: str | None = None,
    likely: Collection[str] = (),
) -> Completed | None:
    """Return what `question` means after `history`, newest turn last; None if it stands alone.

    `language` (ISO 639-1) is the question's; recognised when None, with `likely` ones preferred.
    """
    before: Clause | None = None
    answer: str | None = None
    for turn in history[-TURNS_READ:]:
        if not any(c.isalnum() for c in turn.question) or len(turn.question) > QUESTION_LIMIT:
            continue
        meant = before and _complete(turn.question, before, answer, None, likely)
        text = meant.text if meant else turn.question
        spoken = meant.language if meant else detect_language(text, likely=likely) or "en"
        before, answer = read_clause(text, spoken), turn.answer
    if before is None:
        return None
    return _complete(question, before, answer, language, likely)


def _complete(
    question: str, before: Clause, answer: str | None, language: str | None, likely: Collection[str]
) -> Completed | None:
    spoken = language or _language(question, before, likely)
    asked = read_clause(" ".join(question.split()), spoken)
    if asked is None or not asked.text:
        return None
    text = _meaning(asked, before, answer)
    if text is None or len(text) > QUESTION_LIMIT:
        return None
    return Completed(text, spoken)


def _language(question: str, before: Clause, likely: Collection[str]) -> str:
    """Return the language that most of the words are little words of, as most of a follow-up's are.

    Where several are as likely, or none is, it is that of the question before, if it may be.
    """
    words = [token.word for token in tokens(question)]
    shares = {}
    for language in known_languages():
        pointing = references(language)
        little = vocabulary(language).functions | (pointing.all if pointing else frozenset())
        shares[language] = sum(word in little for word in words)
    most = max(shares.values())
    best = [language for language, share in shares.items() if share == most]
    if before.language in best:
        return before.language
    if most * 2 >= len(words) and len(best) == 1:
        return best[0]
    return detect_language(question, likely={*likely, before.language}) or before.language


def _meaning(asked: Clause, before: Clause, answer: str | None) -> str | None:
    """Return the completed question; None when nothing is missing."""
    if not asked.asks and not _asks_by_noun(asked):
        return _with_slot(asked, before) if _is_elliptic(asked) else None
    pointing = list(asked.references())
    if not asked.own and not asked.names_something:
        return _with_person(asked, before, answer) or _with_phrase(asked, before)
    if pointing:
        return _with_person(asked, before, answer) or _with_topic(asked, before)
    if _says_less(asked, before):
        return _with_phrase(asked, before)
    if _lacks_subject(asked):
        return _with_topic(asked, before)
    return None


def _asks_by_noun(asked: Clause) -> bool:
    """Tell whether a mere noun asks: "and the date?"."""
    return bool(asked.matter) and not asked.own and (asked.joined or asked.marked)


def _is_elliptic(asked: Clause) -> bool:
    """Tell whether a clause without question word or verb in front is a part of a question."""
    size = len(asked.own) + (1 if asked.values else 0)
    if asked.joined:
        return 0 < size <= _ELLIPTIC_MATTER
    first = asked.tokens[0].word
    led = is_article(first, asked.spoken) or first in asked.pointing.prepositions
    return asked.marked and 0 < size <= _BARE_MATTER and (led or len(asked.groups) == 1)


def _says_less(asked: Clause, before: Clause) -> bool:
    """Tell whether a question only says again a part of the one before: "who won in 2024?"."""
    if asked.names_something or (asked.phrase and asked.phrase.kind == QuestionKind.DEFINITION):
        return False
    return asked.language == before.language and asked.stems < before.stems


def _lacks_subject(asked: Clause) -> bool:
    """Tell whether only a verb stands with the question word, in a language that allows it."""
    if not asked.pointing.silent or not asked.phrase or asked.names_something or asked.values:
        return False
    if asked.phrase.kind in {QuestionKind.DEFINITION, QuestionKind.WHAT}:
        return False
    has_article = any(is_article(token.word, asked.spoken) for token in asked.tokens)
    # Where nothing is capital, the one word may be a name.
    capital = asked.unspaced or asked.text != asked.text.lower() or asked.language == "ar"
    return capital and not has_article and len(asked.own) == 1


def _with_slot(asked: Clause, before: Clause) -> str:
    """Return the question before with what is new in the place of what it replaces."""
    new = asked.groups
    if len(new) == 1 and not _adds(asked, new[0], before):
        old = _counterpart(new[0], asked, before)
        if old:
            return _sentence(_exchanged(new[0], asked, old, before), before)
        if new[0].lead < new[0].start and not _leads_with_article_only(new[0], asked):
            return _sentence(f"{before.text} {asked.text}", before)
    offices = _office(asked), _office(before)
    if offices[0] and offices[1]:
        start, end = offices[1]
        return _sentence(f"{before.text[:start]}{asked.text}{before.text[end:]}", before)
    return _sentence(f"{_without(before, asked)}{_BREAK}{asked.text}", before)


def _with_phrase(asked: Clause, before: Clause) -> str:
    """Return what the question before asks, asked with other question words."""
    was = _valued(before, asked)
    new, old = asked.phrase, was.phrase
    if new and new.kind in _FREE and asked.language == was.language:
        words = asked.text[new.start : new.end]
        if old and old.kind in _FREE:
            return _sentence(f"{was.text[: old.start]}{words}{was.text[old.end :]}", before)
        if not old and was.asks and not was.unspaced:
            return _sentence(f"{words} {_lowered(was)}", before)
    if new and old and new.kind == old.kind and was.text != before.text:
        return _sentence(was.text, before)
    return _sentence(f"{asked.text}{_BREAK}{_topic(was)}", asked)


def _with_topic(asked: Clause, before: Clause) -> str:
    return _sentence(f"{asked.text}{_BREAK}{_topic(_valued(before, asked))}", asked)


def _with_person(asked: Clause, before: Clause, answer: str | None) -> str | None:
    """Return the question with a person's name for its pronoun; None if there is no such person."""
    pronoun = next((t for t in asked.references() if t.word in asked.pointing.persons), None)
    if pronoun is None:
        return None
    person = before.person() or _answered(answer, before)
    if person is None:
        return None
    start, end = pronoun.start, pronoun.end
    inverted = _INVERTED.search(asked.text[:start])
    if inverted and asked.own:  # "Où est-il né": no name can stand there
        return _sentence(f"{asked.text}{_BREAK}{person}", asked)
    head = f"{asked.text[: inverted.start()]} " if inverted else asked.text[:start]
    return _sentence(f"{head}{person}{asked.text[end:]}", asked)


def _answered(answer: str | None, before: Clause) -> str | None:
    """Return the person whom the answer names and the question did not."""
    if not answer or not before.phrase:
        return None
    if before.phrase.kind not in {QuestionKind.WHO, QuestionKind.DEFINITION}:
        return None
    said = read_clause(answer, before.language)
    if said is None:
        return None
    known = {token.word for token in before.tokens}
    for group in said.groups:
        name = said.text[group.start : group.end]
        if group.kind == "name" and not known & {token.word for token in tokens(name)}:
            return name
    return None


def _counterpart(new: Group, asked: Clause, before: Clause) -> Group | None:
    """Return what a value or name takes the place of: the last of its kind, best one that is led by
    the same words."""
    same = [group for group in before.groups if group.kind == new.kind]
    led = asked.text[new.lead : new.start].lower()
    alike = [g for g in same if led and before.text[g.lead : g.start].lower() == led]
    return next(reversed(alike or same), None)


def _exchanged(new: Group, asked: Clause, old: Group, before: Clause) -> str:
    """Return the text of the question before with the new value or name for an old one."""
    text = before.text
    if new.kind == ValueKind.ORDINAL:
        return f"{text[: old.start]}{asked.text[new.start : new.end]}{text[old.end :]}"
    led, bare = old.lead < old.start, new.lead == new.start
    if bare or not led:
        start = old.start if bare else old.lead
        said = asked.text[new.lead : new.end]
        return f"{text[:start]}{said}{text[old.end :]}"
    if _leads_with_article_only(new, asked) and not _leads_with_article_only(old, before):
        # "du Kazakhstan", "l'Ouzbékistan": what leads one does not fit the other.
        return f"{_cut(before, old)}{_BREAK}{asked.text[new.lead : new.end]}"
    said = asked.text[new.lead : new.end]
    return f"{text[: old.lead]}{said}{text[old.end :]}"


def _leads_with_article_only(group: Group, clause: Clause) -> bool:
    led = tokens(clause.text[group.lead : group.start])
    return bool(led) and all(
        is_article(token.word, clause.spoken) and token.word not in clause.pointing.prepositions
        for token in led
    )


def _valued(before: Clause, asked: Clause) -> Clause:
    """Return the question before with the values of the new one in the place of its own."""
    for value in asked.values:
        new = next(group for group in asked.groups if group.start == value.start)
        old = _counterpart(new, asked, before)
        if old:
            text = _exchanged(new, asked, old, before)
        elif not asked.matter:
            text = f"{before.text} {asked.text[new.lead : new.end]}"
        else:
            continue
        before = read_clause(text, before.language) or before
    return before


def _without(before: Clause, asked: Clause) -> str:
    """Return the text of the question before, without the values that the new one replaces."""
    for new in asked.groups:
        old = _counterpart(new, asked, before)
        if old:
            before = read_clause(_cut(before, old), before.language) or before
    return before.text


def _cut(clause: Clause, group: Group) -> str:
    return " ".join(f"{clause.text[: group.lead]} {clause.text[group.end :]}".split())


def _topic(before: Clause) -> str:
    """Return what a question is about: its text from the first word of matter to the last."""
    parts = [(token.start, token.end) for token in before.matter]
    parts += [(value.start, value.end) for value in before.values]
    if not parts:
        return before.text
    start, end = min(part[0] for part in parts), max(part[1] for part in parts)
    text = before.text
    phrase = before.phrase
    if phrase and start < phrase.start < end:
        return f"{text[start : phrase.start]} {text[phrase.end : end]}"
    return text[start:end]


def _office(clause: Clause) -> tuple[int, int] | None:
    """Return the characters of the words for a person's office, with their article."""
    nouns = [t for t in clause.own if clause.spoken.nouns.get(t.word) == QuestionKind.WHO]
    if len(nouns) != 1:
        return None
    start = nouns[0].start
    for token in reversed([token for token in clause.tokens if token.end <= start]):
        if clause.phrase and token.start < clause.phrase.end:
            break
        if is_article(token.word, clause.spoken):
            return token.start, nouns[0].end
        if token.word in clause.spoken.functions:
            break
    return None


def _adds(asked: Clause, group: Group, before: Clause) -> bool:
    """Tell whether a clause has matter beside a group that the question before does not have."""
    return any(
        not group.start <= token.start < group.end
        and stem(token.word, asked.language) not in before.stems
        and not (asked.unspaced and token.word in before.text)
        for token in asked.own
    )


def _lowered(clause: Clause) -> str:
    first = clause.tokens[0].word
    text = clause.text
    return text[0].lower() + text[1:] if first in clause.spoken.functions else text


def _sentence(text: str, clause: Clause) -> str:
    """Return `text` with the question marks of a clause's language, and a capital if it has one."""
    if clause.text[:1].isupper():
        text = text[:1].upper() + text[1:]
    if clause.unspaced:
        return f"{text}？"
    begin = "¿" if clause.language == "es" else ""
    return begin + text + {"fr": " ?", "ar": "؟"}.get(clause.language, "?")
