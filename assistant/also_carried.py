"""Who else carries the articles cited: their near-duplicates in the library."""

from collections.abc import Mapping, Sequence
from typing import Protocol

from assistant.answer import CarriedBy, Citation
from index.article import ArticleEntry


class Copies(Protocol):
    """What knows the near-duplicates of an article, as the stories of the catalogue do."""

    def copies_of(self, article_ids: Sequence[str], /) -> Mapping[str, Sequence[ArticleEntry]]:
        """Return the near-duplicates of those of the articles that have any."""
        ...


def also_carried(citations: Sequence[Citation], copies: Copies) -> list[Citation]:
    """Return `citations`, each with the articles that carry the same text and are not cited."""
    cited = list(dict.fromkeys(citation.article_id for citation in citations))
    found = {
        one: [entry for entry in entries if entry.id not in cited]
        for one, entries in copies.copies_of(cited).items()
    }
    return [
        citation.model_copy(
            update={"carried_by": tuple(map(_carried_by, found.get(citation.article_id, ())))}
        )
        for citation in citations
    ]


def _carried_by(entry: ArticleEntry) -> CarriedBy:
    return CarriedBy(
        article_id=entry.id,
        title=entry.title,
        published=entry.published,
        published_precision=entry.published_precision,
        source=entry.source,
        url=entry.url,
    )
