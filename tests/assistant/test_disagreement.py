"""Articles that agree, contradict or copy each other, from the library to the answer."""

from datetime import date

import pytest

from assistant import Assistant
from assistant.span_reader.model import SpanReader
from index.article import Article, DatePrecision
from index.library import Library
from tests.conftest import article, put

DISPATCH = (
    "The harbour bridge of Port Ellery will open on 4 May 2031. The company that builds it said "
    "that the last of its six towers was finished in the autumn, and that trams will cross it "
    "before cars do. Ferries will keep running until the summer."
)
OTHER = (
    "People here have waited long. According to the town hall, the harbour bridge of Port Ellery "
    "will open on 9 July 2031, two months after the date that was planned, because the steel for "
    "the railings came late. The mayor has asked for patience."
)
WITHIN_MORE = DISPATCH + (
    " Our reporter walked along the quay on Sunday and met people who remember the old bridge. It "
    "was made of wood, she was told by a woman who sells fish there, and it shook in the wind like "
    "a leaf. Her father carried milk across it, every morning at four, to the hotels on the hill. "
    "Once he met a bear, which had come down from the forest for the fish, and both ran away. The "
    "wood is said to have ended in the stoves of the quarter, and one of its lamps is in a museum."
)
QUESTION = "When will the harbour bridge of Port Ellery open?"


def dated(name: str, text: str, day: date, source: str) -> Article:
    return article(name, text, published=day, published_precision=DatePrecision.DAY, source=source)


@pytest.fixture
def asked(library: Library) -> Assistant:
    put(
        library,
        dated("a", DISPATCH, date(2031, 1, 10), "Ellery Post"),
        dated("b", f"FROM OUR AGENCY. {DISPATCH}", date(2031, 1, 11), "Coast News"),
        dated("c", OTHER, date(2031, 2, 20), "Harbour Times"),
        dated("d", WITHIN_MORE, date(2031, 1, 12), "Quay Weekly"),
    )
    return Assistant(library, None)


def test_a_new_date_stands_before_the_old_one(asked: Assistant) -> None:
    answer = asked.ask(QUESTION, language="en")
    assert [position.text for position in answer.positions] == ["9 July 2031", "4 May 2031"]
    assert answer.disagreement is not None
    assert (answer.disagreement.kind, answer.disagreement.between) == ("changed", 2)
    lines = answer.answer.splitlines()
    assert lines[:2] == [
        "Newer articles answer differently from older ones:",
        "Harbour Times (20 February 2031): 9 July 2031 [1]",
    ]


def test_a_copied_dispatch_is_one_voice(asked: Assistant) -> None:
    answer = asked.ask(QUESTION, language="en")
    old = answer.positions[1]
    assert (old.markers, old.voices) == ([2, 3], 1)
    assert [citation.copy_of for citation in answer.citations] == [None, None, 2]
    assert "The same text is carried by Quay Weekly" in answer.answer


def test_a_dispatch_carried_whole_is_cited_once_and_names_who_carries_it(asked: Assistant) -> None:
    answer = asked.ask(QUESTION, language="en")
    assert [citation.source for citation in answer.citations] == [
        "Harbour Times", "Ellery Post", "Quay Weekly",
    ]  # fmt: skip
    carried = [[each.source for each in one.carried_by] for one in answer.citations]
    assert carried == [[], ["Coast News"], []]


def test_an_abstention_has_no_positions(asked: Assistant) -> None:
    answer = asked.ask("Who painted the ceiling of the opera house in Vienna?", language="en")
    assert answer.abstained
    assert (answer.positions, answer.disagreement) == ([], None)


def test_a_second_article_is_read_though_the_first_has_the_words_of_the_question(
    library: Library, span_reader: SpanReader
) -> None:
    put(
        library,
        dated(
            "a", "From Port Ellery to Saint Brannoc, the tramway along the coast will be 48 "
            "kilometres long. Surveyors left out two of the loops that were planned.",
            date(2031, 3, 9), "Ellery Post",
        ),
        dated(
            "b", "From Port Ellery on the bay to Saint Brannoc in the hills, the line will be 52 "
            "kilometres long, with nine tunnels and thirty bridges. The three towns share the "
            "cost, and work began in the autumn near the old lighthouse.",
            date(2030, 12, 28), "Quay Weekly",
        ),
    )  # fmt: skip
    answer = Assistant(library, span_reader).ask(
        "How many kilometres long will the tramway from Port Ellery to Saint Brannoc be?"
    )
    assert [one.text[:2] for one in answer.positions] == ["48", "52"]
