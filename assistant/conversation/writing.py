"""Writing a follow-up question out in full, from a question before it that says what it lacks."""

import re

from assistant.conversation.clause import Clause, Group, read_clause
from assistant.conversation.parts import (
    BREAK,
    counterpart,
    exchanged,
    leads_with_article_only,
    office,
    topic,
    valued,
    without,
)
from assistant.language.vocabulary import QuestionKind
from assistant.question import tidied
from index.terms import stem, tokens

_FREE = {QuestionKind.WHEN, QuestionKind.WHERE, QuestionKind.WHY, QuestionKind.HOW}
"""Kinds whose question words can be exchanged: the rest of the sentence is whole without them."""
_INVERTED = re.compile(r"-(?:t-)?$")
"""Matches what stands before a pronoun that follows its verb in French: a-t-il."""


def with_slot(asked: Clause, before: Clause) -> str:
    """Return the question before with what is new in the place of what it replaces."""
    new = asked.groups
    if len(new) == 1 and not _adds(asked, new[0], before):
        old = counterpart(new[0], asked, before)
        if old:
            return _sentence(exchanged(new[0], asked, old, before), before)
        if new[0].lead < new[0].start and not leads_with_article_only(new[0], asked):
            said = asked.text[new[0].lead : new[0].end]
            return _sentence(f"{before.text} {said}", before)
    offices = office(asked), office(before)
    if offices[0] and offices[1]:
        start, end = offices[1]
        return _sentence(f"{before.text[:start]}{asked.text}{before.text[end:]}", before)
    return _sentence(f"{without(before, asked)}{BREAK}{asked.text}", before)


def with_phrase(asked: Clause, before: Clause) -> str:
    """Return what the question before asks, asked with other question words."""
    was = valued(before, asked)
    new, old = asked.phrase, was.phrase
    if new and new.kind in _FREE and asked.language == was.language:
        words = asked.text[new.start : new.end]
        if old and old.kind in _FREE:
            return _sentence(f"{was.text[: old.start]}{words}{was.text[old.end :]}", before)
        if not old and was.asks and not was.unspaced:
            return _sentence(f"{words} {_lowered(was)}", before)
    if new and old and new.kind == old.kind and was.text != before.text:
        return _sentence(was.text, before)
    return _sentence(f"{asked.text}{BREAK}{topic(was)}", asked)


def with_topic(asked: Clause, before: Clause) -> str:
    return _sentence(f"{asked.text}{BREAK}{topic(valued(before, asked))}", asked)


def with_subject(text: str, subject: str, asked: Clause) -> str:
    """Return a completed question with the name that the conversation is about."""
    return _sentence(f"{text}{BREAK}{subject}", asked)


def with_person(asked: Clause, person: str | None) -> str | None:
    """Return the question with a person's name for its pronoun; None without one of them."""
    pronoun = next((t for t in asked.references() if t.word in asked.pointing.persons), None)
    if pronoun is None or person is None:
        return None
    start, end = pronoun.start, pronoun.end
    inverted = _INVERTED.search(asked.text[:start])
    if inverted and asked.own:  # "Où est-il né": no name can stand there
        return _sentence(f"{asked.text}{BREAK}{person}", asked)
    head = f"{asked.text[: inverted.start()]} " if inverted else asked.text[:start]
    return _sentence(f"{head}{person}{asked.text[end:]}", asked)


def answered_person(answer: str | None, before: Clause) -> str | None:
    """Return the person whom the answer names and the question did not."""
    if not answer or not before.phrase:
        return None
    if before.phrase.kind not in {QuestionKind.WHO, QuestionKind.DEFINITION}:
        return None
    said = read_clause(tidied(answer), before.language)
    if said is None:
        return None
    known = {token.word for token in before.tokens}
    for group in said.groups:
        name = said.text[group.start : group.end]
        if group.kind == "name" and not known & {token.word for token in tokens(name)}:
            return name
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
