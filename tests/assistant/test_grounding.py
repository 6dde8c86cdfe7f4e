from collections.abc import Iterator
from datetime import date
from pathlib import Path

import numpy as np
import pytest

from assistant import Assistant, Span
from assistant.grounding import cite
from assistant.matter import matter
from assistant.reading import PassageReader, ReadSentence
from assistant.sentences import Sentence
from index.article import Article, DatePrecision, Passage
from index.catalogue import Catalogue
from index.library import Library
from tests.conftest import article, put

QUOTE = "It opens on Monday."
TEXT = f"The summit is near. {QUOTE} Everybody comes."
START = TEXT.index(QUOTE)


@pytest.fixture
def catalogue(tmp_path: Path) -> Iterator[Catalogue]:
    with Catalogue(tmp_path / "catalogue.sqlite") as catalogue:
        yield catalogue


def store(catalogue: Catalogue, one: Article) -> None:
    """Store an article without passages, in the place of any older version of it."""
    with catalogue.transaction():
        catalogue.put_article(one, [], np.empty((0, 2), np.float32))


def read(one: Article, written: date | None = None) -> ReadSentence:
    """Return the quote as it is read in `one`, written on a day that may be known."""
    passage = Passage(id="a-0", article_id=one.id, start=0, end=len(one.text), text=one.text)
    sentence = Sentence(
        article=one, passage=passage, start=START, end=START + len(QUOTE), same_language=True,
        matter=matter(QUOTE, "en", written), about_another=False, features={},
    )  # fmt: skip
    return ReadSentence(sentence, 0.87654321, True, True, np.zeros(2, np.float32))


def test_a_citation_says_what_its_relative_dates_mean(catalogue: Catalogue) -> None:
    one = article("a", TEXT)
    store(catalogue, one)
    citation = cite(catalogue, read(one, date(2025, 6, 18)), 1, None)
    assert citation is not None
    (resolved,) = citation.resolved_dates
    assert one.text[resolved.start : resolved.end] == "Monday"
    assert resolved.date == "2025-06-16"


def test_a_citation_says_where_its_quote_stands(catalogue: Catalogue) -> None:
    one = article(
        "a", TEXT, title="{A}", published=date(2024, 7, 1), published_precision="month",
        source="Xinhua", url="https://example.org/a",
    )  # fmt: skip
    store(catalogue, one)
    highlight = Span(start=START + 12, end=START + 18)
    citation = cite(catalogue, read(one), 3, highlight)
    assert citation is not None
    assert (citation.marker, citation.quote, citation.score) == (3, QUOTE, 0.8765)
    assert one.text[citation.start : citation.end] == QUOTE
    assert citation.highlight == highlight
    assert (citation.article_id, citation.passage_id) == (one.id, "a-0")
    assert (citation.title, citation.source, citation.url) == ("{A}", "Xinhua", one.url)
    assert (citation.published, citation.published_precision) == (
        date(2024, 7, 1), DatePrecision.MONTH,
    )  # fmt: skip


@pytest.mark.parametrize(
    "text",
    [TEXT.replace("Monday", "Friday"), f"Correction. {TEXT}", TEXT[: START + 5], "Gone."],
    ids=["reworded", "shifted", "cut", "replaced"],
)
def test_a_text_that_has_changed_is_not_cited(catalogue: Catalogue, text: str) -> None:
    one = article("a", TEXT)
    store(catalogue, one)
    before = read(one)
    store(catalogue, article("a", text))
    assert cite(catalogue, before, 1, None) is None


def test_a_removed_article_is_not_cited(catalogue: Catalogue) -> None:
    one = article("a", TEXT)
    store(catalogue, one)
    with catalogue.transaction():
        catalogue.remove_article(one.id)
    assert cite(catalogue, read(one), 1, None) is None


def test_a_quote_that_still_stands_is_cited_with_what_is_known_now(catalogue: Catalogue) -> None:
    one = article("a", TEXT)
    store(catalogue, article("a", f"{TEXT} More news.", source="Xinhua"))
    citation = cite(catalogue, read(one), 1, None)
    assert citation is not None
    assert (citation.quote, citation.source) == (QUOTE, "Xinhua")


@pytest.mark.parametrize("removed", [{"a"}, {"a", "b"}, {"a", "b", "c"}])
def test_articles_removed_while_a_question_is_answered_are_cited_as_they_were(
    library: Library, monkeypatch: pytest.MonkeyPatch, removed: set[str]
) -> None:
    articles = {
        name: article(name, f"The second summit opens on {day} June 2025 in {place}, it was said.")
        for name, day, place in (("a", 17, "Astana"), ("b", 18, "Osh"), ("c", 17, "Almaty"))
    }
    put(library, *articles.values())
    really_read = PassageReader.read

    def read_then_remove(*arguments: object) -> list[ReadSentence]:
        found = really_read(*arguments)  # type: ignore[arg-type]
        with library.catalogue.transaction():
            for name in removed:
                library.catalogue.remove_article(articles[name].id)
        return found

    monkeypatch.setattr(PassageReader, "read", read_then_remove)
    assistant = Assistant(library, None)
    answer = assistant.ask("When does the second summit open?", language="en")
    cited = {citation.article_id for citation in answer.citations}
    assert cited == {one.id for one in articles.values()}, "a question sees one moment"
    for citation in answer.citations:
        text = next(one.text for one in articles.values() if one.id == citation.article_id)
        assert text[citation.start : citation.end] == citation.quote
    monkeypatch.setattr(PassageReader, "read", really_read)
    left = {one.id for name, one in articles.items() if name not in removed}
    if left:
        answer = assistant.ask("When does the second summit open?", language="en")
        assert {citation.article_id for citation in answer.citations} == left
