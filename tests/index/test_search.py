"""Searching within a scope, in an index that knows only ids."""

from datetime import date

import pytest

from index.article import DatePrecision
from index.library import Library
from index.scope import EVERYTHING, Scope
from index.search import ScopedSearch
from tests.conftest import article, put

WORDS = ["cotton", "harvest"]
TEXT = "The cotton harvest of the valley begins late because of the rain."


@pytest.fixture(params=["few", "many"], autouse=True)
def way(request: pytest.FixtureRequest, monkeypatch: pytest.MonkeyPatch) -> None:
    """Search every scope as one of few passages, then as one of too many to compare them all."""
    if request.param == "many":
        monkeypatch.setattr("index.search._FEW", -1)


def find(library: Library, scope: Scope, limit: int = 40) -> dict[str, set[str]]:
    """Return the articles that each way of searching finds in `scope`, by their short names."""
    search = ScopedSearch(library, scope)
    vector = library.embedding.encode_queries(["When does the cotton harvest begin?"])[0]
    matches = [match for found in search.nearest(vector, limit).values() for match in found]
    found = {
        "vectors": [match.passage_id for match in matches],
        "stems": [match.passage_id for match in search.stems(WORDS, "en", limit)],
        "folded": [match.passage_id for match in search.folded(WORDS, limit)],
    }
    return {way: {one.split("-")[0].lstrip("0") for one in ids} for way, ids in found.items()}


def everywhere(*names: str) -> dict[str, set[str]]:
    return {way: set(names) for way in ("vectors", "stems", "folded")}


def put_dated(library: Library) -> None:
    dates = {
        "may": (date(2024, 5, 10), DatePrecision.DAY),
        "june": (date(2024, 6, 10), DatePrecision.DAY),
        "junemonth": (date(2024, 6, 1), DatePrecision.MONTH),
        "year": (date(2024, 1, 1), DatePrecision.YEAR),
        "none": (None, None),
    }
    put(
        library,
        *(
            article(name, TEXT, published=day, published_precision=precision)
            for name, (day, precision) in dates.items()
        ),
    )


@pytest.mark.parametrize(
    ("scope", "names"),
    [
        (EVERYTHING, {"may", "june", "junemonth", "year", "none"}),
        (Scope(after=date(2024, 5, 10)), {"may", "june", "junemonth", "year"}),
        (Scope(after=date(2024, 6, 11)), {"junemonth", "year"}),
        (Scope(before=date(2024, 6, 9)), {"may", "junemonth", "year"}),
        (Scope(after=date(2024, 5, 1), before=date(2024, 5, 31)), {"may", "year"}),
        (Scope(after=date(2025, 1, 1)), set()),
        (Scope(as_of=date(2024, 6, 10)), {"may", "june"}),
        (Scope(as_of=date(2024, 6, 30)), {"may", "june", "junemonth"}),
        (Scope(as_of=date(2024, 12, 31)), {"may", "june", "junemonth", "year"}),
    ],
)
def test_a_period_holds_what_may_lie_in_it_and_as_of_what_surely_does(
    library: Library, scope: Scope, names: set[str]
) -> None:
    put_dated(library)
    assert find(library, scope) == everywhere(*names)


def test_only_a_period_leaves_out_an_article_without_a_date(library: Library) -> None:
    put(library, article("undated", TEXT, source="Gazette"))
    assert find(library, Scope(source="Gazette", language="en")) == everywhere("undated")
    assert find(library, Scope(before=date(2030, 1, 1))) == everywhere()


def test_a_source_is_found_in_capitals_or_not(library: Library) -> None:
    put(
        library,
        article("mine", TEXT, source="Les Échos"),
        article("other", TEXT, source="Le Monde"),
        article("unknown", TEXT),
    )
    assert find(library, Scope(source="les échos")) == everywhere("mine")
    assert find(library, Scope(source="Les")) == everywhere()


def test_only_articles_of_the_language_are_found(library: Library) -> None:
    put(
        library,
        article("english", TEXT),
        article("french", "La récolte du coton (cotton harvest) commence tard.", language="fr"),
        article("unknown", TEXT, language=None),
    )
    found = find(library, Scope(language="fr"))
    assert found == {"vectors": {"french"}, "stems": set(), "folded": {"french"}}


def test_what_lies_in_the_scope_is_found_behind_much_that_is_nearer(library: Library) -> None:
    near = [article(f"near{n}", f"{TEXT} Note {n}.", source="Near") for n in range(20)]
    far = [
        article(f"far{n}", f"Bakers of street {n} sell bread, cotton bags and more.", source="Far")
        for n in range(2)
    ]
    put(library, *near, *far)
    found = find(library, Scope(source="Far"), limit=1)
    assert all(len(names) == 1 and names < {"far0", "far1"} for names in found.values())
    assert find(library, Scope(source="Far"), limit=2) == everywhere("far0", "far1")


def test_the_status_names_the_sources(library: Library) -> None:
    put(
        library,
        article("a", TEXT, source="zebra"),
        article("b", TEXT, source="Alpha"),
        article("c", TEXT, source="zebra"),
        article("d", TEXT),
    )
    assert library.status().sources == ["Alpha", "zebra"]
