"""What counts as finding an article by its title."""

import pytest

from assistant import Assistant
from benchmarks.known_item import drawn_titles, searched
from index.library import Library
from tests.conftest import article, put

DISPATCH = (
    "Snow has kept the road over the Karst pass closed since November, and the villages behind it "
    "have been supplied by helicopter ever since. Engineers of the province said on Monday that "
    "two bridges had to be repaired first, and that lorries would have to wait until the summer."
)
PASS = article("a", DISPATCH, title="Karst pass stays closed")
RENAMED = article("b", f"By our reporter. {DISPATCH}", title="Two bridges to be repaired")
CHOIR = article("c", "The choir of the harbour sings on Sunday.", title="Choir sings")
UNTITLED = article("d", "The lighthouse was painted white again.")


@pytest.fixture
def assistant(library: Library) -> Assistant:
    put(library, PASS, CHOIR, UNTITLED)
    return Assistant(library, None)


def test_an_article_is_found_in_its_place(assistant: Assistant) -> None:
    place, milliseconds = searched(assistant, CHOIR)
    assert place == 1
    assert milliseconds > 0


def test_a_near_duplicate_or_the_same_title_is_as_good(assistant: Assistant) -> None:
    assert searched(assistant, RENAMED)[0] == 1
    namesake = article("e", "Nothing else.", title="KARST pass  stays closed")
    assert searched(assistant, namesake)[0] == 1


def test_what_the_library_does_not_hold_is_not_found(assistant: Assistant) -> None:
    other = article("f", "Potatoes are dear this year.", title="Price of potatoes")
    assert searched(assistant, other)[0] is None


def test_only_titled_articles_are_drawn_and_always_the_same(assistant: Assistant) -> None:
    drawn = drawn_titles(assistant, 10)
    assert {one.id for one in drawn} == {PASS.id, CHOIR.id}
    assert drawn_titles(assistant, 10) == drawn
    assert len(drawn_titles(assistant, 1)) == 1
