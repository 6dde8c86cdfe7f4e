"""The parts of a question that another takes over, or puts its own in the place of."""

from assistant.conversation.clause import Clause, Group, read_clause
from assistant.language.values import ValueKind
from assistant.language.vocabulary import QuestionKind, is_article
from index.terms import tokens

BREAK = " – "
"""Stands before what is added to a question without a place in its sentence."""


def counterpart(new: Group, asked: Clause, before: Clause) -> Group | None:
    """Return what a value or name takes the place of: the last of its kind, best one that is led by
    the same words."""
    same = [group for group in before.groups if group.kind == new.kind]
    led = asked.text[new.lead : new.start].lower()
    alike = [g for g in same if led and before.text[g.lead : g.start].lower() == led]
    return next(reversed(alike or same), None)


def exchanged(new: Group, asked: Clause, old: Group, before: Clause) -> str:
    """Return the text of the question before with the new value or name for an old one."""
    text = before.text
    if new.kind == ValueKind.ORDINAL:
        return f"{text[: old.start]}{asked.text[new.start : new.end]}{text[old.end :]}"
    led, bare = old.lead < old.start, new.lead == new.start
    if bare or not led:
        start = old.start if bare else old.lead
        said = asked.text[new.lead : new.end]
        return f"{text[:start]}{said}{text[old.end :]}"
    if leads_with_article_only(new, asked) and not leads_with_article_only(old, before):
        # "du Kazakhstan", "l'Ouzbékistan": what leads one does not fit the other.
        return f"{cut(before, old)}{BREAK}{asked.text[new.lead : new.end]}"
    said = asked.text[new.lead : new.end]
    return f"{text[: old.lead]}{said}{text[old.end :]}"


def leads_with_article_only(group: Group, clause: Clause) -> bool:
    """Tell whether an article, but no preposition, leads a group."""
    led = tokens(clause.text[group.lead : group.start])
    return bool(led) and all(
        is_article(token.word, clause.spoken) and token.word not in clause.pointing.prepositions
        for token in led
    )


def valued(before: Clause, asked: Clause) -> Clause:
    """Return the question before with the values of the new one in the place of its own."""
    for value in asked.values:
        new = next(group for group in asked.groups if group.start == value.start)
        old = counterpart(new, asked, before)
        if old:
            text = exchanged(new, asked, old, before)
        elif not asked.matter:
            text = f"{before.text} {asked.text[new.lead : new.end]}"
        else:
            continue
        before = read_clause(text, before.language) or before
    return before


def without(before: Clause, asked: Clause) -> str:
    """Return the text of the question before, without the values that the new one replaces."""
    for new in asked.groups:
        old = counterpart(new, asked, before)
        if old:
            before = read_clause(cut(before, old), before.language) or before
    return before.text


def cut(clause: Clause, group: Group) -> str:
    """Return the text of a clause without a group and the words that lead it."""
    return " ".join(f"{clause.text[: group.lead]} {clause.text[group.end :]}".split())


def topic(before: Clause) -> str:
    """Return what a question is about: its text from the first word of matter to the last.

    Of what has been added to it, only the last part stays, which everything before it was about.
    """
    own, *added = before.text.split(BREAK)
    if len(added) > 1:
        before = read_clause(f"{own}{BREAK}{added[-1]}", before.language) or before
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


def office(clause: Clause) -> tuple[int, int] | None:
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
