"""What of a model's reply is never shown, whatever supports it."""

import re

_NOTHING = re.compile(r"\W*none\W*", re.IGNORECASE)
_LINKS = re.compile(
    r"https?:|www\.|!\[|\]\(|<\w+[\s>/]|\bdata:|\b[\w.+-]+@[\w-]+\.\w|\b[a-z0-9-]+\.(?:example|com|"
    r"net|org|io|info|biz|ru|cn|top|xyz|shop|app|dev|site|online)\b",
    re.IGNORECASE,
)
"""Addresses and markup: the citation is the only link that an answer needs, and a link is how an
article would send the reader, or the reader's words, somewhere."""


def says_nothing(sentence: str) -> bool:
    """Tell whether a sentence is the NONE by which a model says that the passages do not answer."""
    return _NOTHING.fullmatch(sentence.partition("[")[0]) is not None


def is_harmless(sentence: str) -> bool:
    """Tell whether a sentence holds no address and no markup."""
    return _LINKS.search(sentence) is None
