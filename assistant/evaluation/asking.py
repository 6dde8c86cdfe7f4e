"""Asks questions whose answers are known, and keeps what came of each."""

from collections.abc import Sequence
from dataclasses import dataclass

from assistant.answer import Answer, Citation
from assistant.assistant import Assistant
from assistant.evaluation.progress import Progress
from assistant.evaluation.questions import GoldQuestion
from assistant.span_reader.model import SpanReader
from index.catalogue import Catalogue
from index.errors import EvaluationInvalid
from index.library import Library
from index.readers import article_id

RANKED = 10
"""Passages of a search that are looked at."""


@dataclass(frozen=True)
class Outcome:
    """What came of one question."""

    question: GoldQuestion
    answer: Answer
    gold: frozenset[str]
    """The articles that answer, by id; empty when that is not known."""
    ranked: tuple[str, ...]
    """The article of each of the first `RANKED` passages that `Assistant.search` finds."""
    exact: tuple[bool, ...]
    """Of each quote, whether it stands in the stored article where the citation says."""


def _silent(_done: int, _total: int) -> None:
    """Tell nobody."""


def ask_all(
    library: Library,
    span_reader: SpanReader | None,
    questions: Sequence[GoldQuestion],
    progress: Progress = _silent,
) -> list[Outcome]:
    """Ask `library` every question, and return what came of each in their order.

    Raises EvaluationInvalid when a question's gold names no article of the library, and what
    `Assistant.ask` does.
    """
    golds = [_gold(library.catalogue, question) for question in questions]
    assistant = Assistant(library, span_reader)
    assistant.warm_up()
    outcomes = []
    for done, (question, gold) in enumerate(zip(questions, golds, strict=True)):
        progress(done, len(questions))
        answer, found = assistant.ask_and_search(
            question.text, language=question.language, limit=RANKED
        )
        outcomes.append(
            Outcome(
                question=question,
                answer=answer,
                gold=gold,
                ranked=tuple(passage.article_id for passage in found) if gold else (),
                exact=tuple(_is_exact(assistant, citation) for citation in answer.citations),
            )
        )
    progress(len(questions), len(questions))
    return outcomes


def _gold(catalogue: Catalogue, question: GoldQuestion) -> frozenset[str]:
    found = set()
    for name in question.gold:
        known = [one for one in (name, article_id(name)) if catalogue.digest(one) is not None]
        if not known:
            raise EvaluationInvalid(
                f"The gold_passage {name!r} of the question {question.id!r} is neither the id nor "
                "the address of an article of the library."
            )
        found.add(known[0])
    return frozenset(found)


def _is_exact(assistant: Assistant, citation: Citation) -> bool:
    text = assistant.article(citation.article_id).text
    return text[citation.start : citation.end] == citation.quote
