"""Near-duplicates in a library: found as they are stored, forgotten as they go."""

from index.intake import remove, take_in
from index.library import Library
from tests.conftest import article, put
from tests.index.inputs import MadeUpInput

WORDS = (
    "The second summit will open in Astana on 17 June and last for two days. Ministers of six "
    "states will sign a treaty on trade and roads, and plant a garden of friendship beside the "
    "new railway station. A choir of children will sing before the guests leave in the evening."
)
FIRST = article("a", WORDS, source="The Agency")
COPY = article("b", f"{WORDS} Our reporter adds nothing.", source="The Post")
OTHER = article("c", "Wheat prices rose in June, and bread became dearer in every town.")


def story(library: Library, name: str) -> str | None:
    return library.catalogue.stories.of([f"{name:0>16}"]).get(f"{name:0>16}")


def test_copies_are_joined_within_and_between_groups(library: Library) -> None:
    put(library, FIRST, COPY, OTHER)
    put(library, article("d", WORDS.replace("choir", "chorus")))
    assert story(library, "a") == story(library, "b") == story(library, "d") is not None
    assert story(library, "c") is None
    copies = library.catalogue.stories.copies_of([FIRST.id, OTHER.id])
    assert [entry.id for entry in copies[FIRST.id]] == [COPY.id, f"{'d':0>16}"]
    assert OTHER.id not in copies
    assert library.catalogue.stories.count_copies() == 2


def test_an_article_that_is_changed_leaves_its_story(library: Library) -> None:
    put(library, FIRST, COPY)
    put(library, COPY.model_copy(update={"text": OTHER.text + " And cheese."}))
    assert story(library, "b") is None
    assert library.catalogue.stories.copies_of([FIRST.id]) == {FIRST.id: []}
    assert library.catalogue.stories.count_copies() == 0


def test_a_report_counts_the_copies(library: Library) -> None:
    fields = MadeUpInput.of("/f", {"/f/a": [FIRST], "/f/b": [COPY], "/f/c": [OTHER]})
    assert take_in(library, [fields]).duplicates == 1
    assert remove(library, [FIRST.id]) == 1
    assert library.catalogue.stories.copies_of([COPY.id]) == {COPY.id: []}


def test_what_an_older_program_stored_is_signed_by_the_next_run(library: Library) -> None:
    put(library, FIRST, COPY)
    with library.catalogue.transaction():
        library.catalogue.database.write("UPDATE article SET signature = NULL, story = NULL")
        library.catalogue.database.write("DELETE FROM band")
    take_in(library, [])
    assert story(library, "a") == story(library, "b") is not None
