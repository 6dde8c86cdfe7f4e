"""Answers under filters, over little articles of our own."""

from datetime import date

import pytest

from assistant import Assistant
from index.library import Library
from index.scope import Scope
from tests.conftest import article, put

QUESTION = "How many trams does Hill Town run?"


@pytest.fixture
def assistant(library: Library) -> Assistant:
    put(
        library,
        article(
            "old", "Hill Town runs 14 trams on its two lines.",
            published=date(2021, 3, 1), source="The Courier",
        ),
        article(
            "new", "Hill Town runs 23 trams on its two lines.",
            published=date(2024, 3, 1), source="The Gazette",
        ),
        article("bread", "Bakers of the valley sell rye bread.", published=date(2022, 1, 5)),
    )  # fmt: skip
    return Assistant(library, None, today=lambda: date(2024, 6, 1))


def quotes(assistant: Assistant, scope: Scope) -> list[str]:
    answer = assistant.ask(QUESTION, language="en", scope=scope)
    return [] if answer.abstained else [citation.quote for citation in answer.citations]


def test_without_filters_the_newer_article_leads(assistant: Assistant) -> None:
    answer = assistant.ask(QUESTION, language="en")
    assert "23 trams" in answer.citations[0].quote
    assert "The Gazette, 1 March 2024" in answer.answer


@pytest.mark.parametrize(
    "scope",
    [
        Scope(before=date(2021, 12, 31)),
        Scope(as_of=date(2022, 6, 1)),
        Scope(source="the courier"),
        Scope(after=date(2021, 1, 1), before=date(2023, 1, 1)),
    ],
)
def test_only_what_lies_in_the_scope_is_quoted(assistant: Assistant, scope: Scope) -> None:
    (quote,) = quotes(assistant, scope)
    assert "14 trams" in quote


def test_an_abstention_says_what_was_searched(assistant: Assistant) -> None:
    scope = Scope(after=date(2022, 1, 1), before=date(2022, 12, 31))
    answer = assistant.ask(QUESTION, language="en", scope=scope)
    assert answer.abstained
    assert answer.answer.startswith(
        "The articles do not say. Searched: articles from 1 January 2022 to 31 December 2022."
    )
    assert all(citation.published == date(2022, 1, 5) for citation in answer.citations)


def test_a_scope_without_articles_is_abstained_from(assistant: Assistant) -> None:
    answer = assistant.ask(QUESTION, language="en", scope=Scope(language="ru"))
    assert answer.abstained
    assert answer.citations == []
    assert answer.answer == "The articles do not say. Searched: language: Russian."


def test_the_newest_date_is_that_of_the_whole_library(assistant: Assistant) -> None:
    answer = assistant.ask(QUESTION, language="en", scope=Scope(as_of=date(2022, 6, 1)))
    assert answer.indexed_through == date(2024, 3, 1)


def test_a_question_counts_from_today_or_as_of(library: Library) -> None:
    put(
        library,
        article("a", "Hill Town sold 900 tons of salt in 2023.", published=date(2024, 2, 1)),
        article("b", "Hill Town sold 700 tons of salt in 2024.", published=date(2025, 2, 1)),
    )
    assistant = Assistant(library, None, today=lambda: date(2025, 6, 1))
    question = "How many tons of salt did Hill Town sell last year?"
    assert "700" in assistant.ask(question, language="en").citations[0].quote
    then = assistant.ask(question, language="en", scope=Scope(as_of=date(2024, 6, 1)))
    assert "900" in then.citations[0].quote
