"""Copies of a dispatch, altered as the sites that carry it do, and one that tells other news."""

import random
import re
from collections.abc import Callable

from index.article import Article
from index.sentences import sentence_ranges

_REWORDED = 10
"""Every so many sentences, one is put in other words: in another order, with the same figures."""
_KEPT = 2 / 3
"""Share of the text before the cut."""
_NUMBER = re.compile(r"\d+")


def with_headline(article: Article, chance: random.Random) -> str:
    """Return the text below another headline; `chance` decides in how many of its words."""
    words = article.text.split()
    headline = " ".join(chance.sample(words, min(len(words), chance.randint(5, 12))))
    return f"{headline}\n\n{article.text}"


def with_byline(article: Article, _chance: random.Random) -> str:
    """Return the text below the name of its writer, of an agency, and a date."""
    return f"Par Ana Lis (Agence des dépêches), le 12 mars 2031 à 10 h 45\n\n{article.text}"


def cut(article: Article, _chance: random.Random) -> str:
    """Return the first two thirds of the text, up to the end of a word."""
    return article.text[: int(len(article.text) * _KEPT)].rpartition(" ")[0]


def reworded(article: Article, chance: random.Random) -> str:
    """Return the text with one sentence in ten in other words."""
    parts: list[str] = []
    last, first = 0, chance.randrange(_REWORDED)
    for start, end in sentence_ranges(article.text, article.language)[first::_REWORDED]:
        words = article.text[start:end].split()
        chance.shuffle(words)
        parts += [article.text[last:start], " ".join(words)]
        last = end
    return "".join([*parts, article.text[last:]])


def all_of_them(article: Article, chance: random.Random) -> str:
    """Return the text altered in all these ways."""
    text = article.text
    for alter in (cut, reworded, with_headline, with_byline):
        text = alter(article.model_copy(update={"text": text}), chance)
    return text


def with_another_number(article: Article, chance: random.Random) -> str | None:
    """Return the text with one number raised: other news. None when it has no number."""
    numbers = list(_NUMBER.finditer(article.text))
    if not numbers:
        return None
    number = chance.choice(numbers)
    raised = str(int(number.group()) + chance.randint(1, 9))
    return article.text[: number.start()] + raised + article.text[number.end() :]


ALTERATIONS: dict[str, Callable[[Article, random.Random], str]] = {
    "another headline": with_headline,
    "a byline": with_byline,
    "the last third cut": cut,
    "a sentence in ten reworded": reworded,
    "all of these": all_of_them,
}
