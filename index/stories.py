"""Finds the articles that carry one story, as they are stored."""

from collections.abc import Mapping, Sequence

from index.article import Article
from index.catalogue import Catalogue
from index.duplicates import Signature, is_near_duplicate, resemblance

_RESEMBLANCE = 0.3
"""Estimated, from which the texts are compared: near-duplicates resemble each other by 0.43 at
least, and the estimate is within 0.1 of the truth."""
_OLDER = 200  # articles signed at a time


def sign(articles: Sequence[Article]) -> Mapping[str, Signature]:
    """Return the signature of each article, by id: about a millisecond each."""
    return {article.id: Signature.of(article.text) for article in articles}


def join_story(catalogue: Catalogue, article: Article, signature: Signature) -> None:
    """Keep the signature of a stored article, and join it to those that carry the same text.

    To be called inside a `transaction`.
    """
    bands = signature.bands()
    alike = [
        other
        for other, stored in catalogue.stories.alike(bands).items()
        if other != article.id
        and resemblance(signature, Signature.from_bytes(stored)) >= _RESEMBLANCE
    ]
    catalogue.stories.sign(article.id, signature.to_bytes(), bands)
    copies = [
        other for other in alike if is_near_duplicate(article.text, catalogue.article(other).text)
    ]
    if copies:
        catalogue.stories.join([article.id, *copies])


def sign_older(catalogue: Catalogue) -> None:
    """Sign what an older Dépêche stored without a signature."""
    while unsigned := catalogue.stories.unsigned(_OLDER):
        articles = [catalogue.article(article_id) for article_id in unsigned]
        signatures = sign(articles)
        with catalogue.transaction():
            for article in articles:
                join_story(catalogue, article, signatures[article.id])
