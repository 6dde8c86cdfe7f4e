"""A cited article names the near-duplicates that the library keeps of it."""

from collections.abc import Mapping, Sequence
from datetime import date

from assistant.also_carried import also_carried
from assistant.wording import carried_text
from index.article import ArticleEntry, DatePrecision
from tests.assistant.test_wording import citation


class Kept:
    """Keeps the near-duplicates of articles, and what was asked of it."""

    def __init__(self, kept: Mapping[str, list[ArticleEntry]]) -> None:
        self.kept = kept
        self.asked: list[Sequence[str]] = []

    def copies_of(self, article_ids: Sequence[str], /) -> Mapping[str, list[ArticleEntry]]:
        self.asked.append(article_ids)
        return {one: self.kept[one] for one in article_ids if one in self.kept}


def entry(name: str, **known: object) -> ArticleEntry:
    unknown = dict.fromkeys(
        ("title", "published", "published_precision", "source", "url", "language")
    )
    return ArticleEntry.model_validate(unknown | {"id": name, "beginning": "Snow"} | known)


COAST = entry(
    "b", title="Pass closed", published=date(2025, 6, 1), published_precision=DatePrecision.MONTH,
    source="Coast News", url="https://coast.example/pass",
)  # fmt: skip


def test_every_citation_of_an_article_has_its_near_duplicates() -> None:
    cited = [citation(1, article_id="a"), citation(2, article_id="c"), citation(3, article_id="a")]
    kept = Kept({"a": [COAST, entry("d")]})
    first, second, third = also_carried(cited, kept)
    assert [each.article_id for each in first.carried_by] == ["b", "d"]
    assert first.carried_by == third.carried_by
    assert second == cited[1]
    assert kept.asked == [["a", "c"]]


def test_all_that_is_known_of_a_near_duplicate_is_told() -> None:
    (one,) = also_carried([citation(1, article_id="a")], Kept({"a": [COAST]}))
    assert one.carried_by[0].model_dump(mode="json") == {
        "article_id": "b",
        "title": "Pass closed",
        "published": "2025-06-01",
        "published_precision": "month",
        "source": "Coast News",
        "url": "https://coast.example/pass",
    }


def test_near_duplicates_are_named_in_the_language_of_the_answer() -> None:
    (one,) = also_carried(
        [citation(1, article_id="a")], Kept({"a": [COAST, entry("d", title="Snow"), COAST]})
    )
    assert carried_text(one, "fr") == (
        "Le même texte est repris par\xa0: Coast News (juin 2025), «\xa0Snow\xa0»."
    )
    assert carried_text(citation(1), "fr") is None
