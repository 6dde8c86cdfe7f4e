"""The clause of a sentence that gives a reason."""

import re

from assistant.language.accents import unaccented
from assistant.language.vocabulary import vocabulary
from assistant.matter import Matter
from index.terms import tokens

_CLOSING = " \u00a0.!?…。！？؟»”\"'’)"
_ENDS = re.compile(r"[;；؛]")
_COMMA = re.compile(r"[,，،]")


def reason_clause(sentence: Matter) -> tuple[int, int] | None:
    """Return the characters of the clause that gives a reason, with the word that leads it in.

    None when no word does. Such a clause ends with the sentence, or at the first comma when the
    sentence begins with it: "Because of the snow, the road is closed."
    """
    spoken = vocabulary(sentence.language)
    found = spoken.reasons.search(unaccented(sentence.text)) if spoken.reasons else None
    if found is None:
        return None
    start = found.start()
    leads = not any(token.word for token in tokens(sentence.text[:start]))
    stop = (_COMMA if leads else _ENDS).search(sentence.text, found.end())
    clause = sentence.text[start : stop.start() if stop else len(sentence.text)]
    return start, start + len(clause.rstrip(_CLOSING))
