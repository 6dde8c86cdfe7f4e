"""What a question that leans on those before it means.

"And where?", "et en 2024 ?", "who is he?" lack what the question before them has. They are told by
closed classes of words, and by what they lack: a verb or question word of their own, matter of
their own, a noun for their pronoun. What lacks nothing is never touched.
"""

from collections.abc import Collection, Sequence
from dataclasses import dataclass

from pydantic import BaseModel, ConfigDict

from assistant.conversation.clause import Clause, read_clause
from assistant.conversation.subject import Subject
from assistant.conversation.writing import (
    answered_person,
    with_person,
    with_phrase,
    with_slot,
    with_subject,
    with_topic,
)
from assistant.language.references import known_languages, references
from assistant.language.vocabulary import QuestionKind, is_article, vocabulary
from assistant.question import QUESTION_LIMIT, tidied
from index.language import detect_language
from index.terms import stem, tokens

TURNS_READ = 8
"""How many of the latest turns are read; older ones are no longer what is meant."""

_ELLIPTIC_MATTER = 4  # words; what has more is a sentence of its own
_BARE_MATTER = 2  # words of a question that is not even joined: "In Astana?"


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
    subject = Subject()
    for place, turn in enumerate(history, start=TURNS_READ - len(history)):
        asked = tidied(turn.question)
        if not any(c.isalnum() for c in asked) or len(asked) > QUESTION_LIMIT:
            continue
        meant = None
        if before and place >= 0:
            meant = _complete(asked, before, answer, subject, None, likely)
        text = meant.text if meant else asked
        spoken = meant.language if meant else detect_language(text, likely=likely) or "en"
        before, answer = read_clause(text, spoken), turn.answer
        if before:
            subject.hear(before)
    if before is None:
        return None
    return _complete(tidied(question), before, answer, subject, language, likely)


def _complete(
    question: str,
    before: Clause,
    answer: str | None,
    subject: Subject,
    language: str | None,
    likely: Collection[str],
) -> Completed | None:
    spoken = language or _language(question, before, likely)
    asked = read_clause(question, spoken)
    if asked is None or not asked.text:
        return None
    text = _meaning(asked, before, answer, subject)
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


def _meaning(asked: Clause, before: Clause, answer: str | None, subject: Subject) -> str | None:
    """Return the completed question; None when nothing is missing.

    What names nothing even then is about the subject of the conversation.
    """
    person = before.person() or answered_person(answer, before)
    text = _from_before(asked, before, subject.in_full(person) if person else subject.person())
    leans = text and read_clause(text, asked.language)
    if text is None and (asked.contrasts or _goes_on(asked, before, answer)):
        leans = asked
    name = subject.name()
    if name and leans and not leans.names_something:
        return with_subject(leans.text, name, asked)
    return text


def _goes_on(asked: Clause, before: Clause, answer: str | None) -> bool:
    """Tell whether a question speaks of what the one before did: it has a word of it, or has a noun
    with an article that its answer has ("Did the treatment work?")."""
    if asked.language != before.language:
        return False
    answered = {stem(token.word, before.language) for token in tokens(answer or "")}
    led = zip([None, *asked.tokens], asked.tokens, strict=False)
    nouns = {
        stem(one.word, asked.language)
        for article, one in led
        if article and one in asked.own and is_article(article.word, asked.spoken)
    }
    return bool(asked.stems & before.stems or nouns & answered)


def _from_before(asked: Clause, before: Clause, person: str | None) -> str | None:
    if not asked.asks and not _asks_by_noun(asked):
        return with_slot(asked, before) if _is_elliptic(asked) else None
    pointing = list(asked.references())
    if not asked.own and not asked.names_something:
        return with_person(asked, person) or with_phrase(asked, before)
    if pointing:
        return with_person(asked, person) or with_topic(asked, before)
    if _says_less(asked, before):
        return with_phrase(asked, before)
    if _lacks_subject(asked):
        return with_topic(asked, before)
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
