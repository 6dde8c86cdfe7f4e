"""A carelessly typed question, read with the library beside it: misspellings, names without case.

What the library does not hold as it is typed is looked for in its nearest spelling; and where
capitals say nothing, a word is a name when the articles write it as one.
"""

from dataclasses import replace

from assistant.language.names import is_name
from assistant.question import Question
from index.library import Library
from index.terms import fold, tokens

_PASSAGES = 3
"""Passages read for each word of a question without case: more seldom decide otherwise."""


def proofread(question: Question, library: Library) -> Question:
    """Return `question` with the library's spellings, and its names if it has no case."""
    spellings = {
        word: nearest
        for word in question.words
        if word not in question.value_of
        and (nearest := library.words.nearest_term(word, question.language))
    }
    spelled = replace(question, spellings=spellings)
    if question.has_case:
        return spelled
    searched = zip(question.words, spelled.searched, strict=True)
    names = frozenset(word for word, term in searched if _is_name(term, library))
    return replace(spelled, names=names)


def _is_name(word: str, library: Library) -> bool:
    """Tell whether the passages that hold `word` write it as a name more often than not."""
    plain = fold(word)
    found = [match.passage_id for match in library.words.search_folded([word], _PASSAGES)]
    named = common = 0
    for passage in library.catalogue.passages.by_id(found).values():
        for token in tokens(passage.text):
            if fold(token.word) == plain:
                named += is_name(passage.text, token.start)
                common += passage.text[token.start].islower()
    return named > common
