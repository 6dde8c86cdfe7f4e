"""The address that opens a question again: /?q=…&after=…, with the names of the API's filters."""

from collections.abc import Mapping
from urllib.parse import urlencode

from ui.chat.filters import Chosen

_QUESTION = "q"
_FILTERS = ("after", "before", "as_of", "source", "article_language")  # in the order of Chosen
_FILTER_LIMIT = 200  # characters; no date, source or language is longer


def question_link(question: str, chosen: Chosen) -> str:
    """Return the address, relative to the page."""
    filters = {name: value for name, value in zip(_FILTERS, chosen, strict=True) if value}
    return f"?{urlencode({_QUESTION: question} | filters)}"


def linked_question(query: Mapping[str, str]) -> tuple[str, Chosen] | None:
    """Return the question and filters that the page was opened with; None without a question."""
    question = query.get(_QUESTION, "").strip()
    if not question:
        return None
    after, before, as_of, source, language = (query.get(name, "") for name in _FILTERS)
    chosen = (after, before, as_of, source, language)
    if any(len(value) > _FILTER_LIMIT for value in chosen):
        return None
    return question, chosen
