"""Turns what was read into citations, each re-read from the stored article before it is shown."""

from assistant.answer import Citation, ResolvedDate, Span
from assistant.reading import ReadSentence
from assistant.sentences import Sentence
from index.catalogue import Catalogue
from index.errors import NotFound


def cite(
    catalogue: Catalogue,
    read: ReadSentence,
    marker: int,
    highlight: Span | None,
    *,
    copy_of: int | None = None,
) -> Citation | None:
    """Return the citation of a sentence, numbered `marker`; `copy_of` is that of another one.

    None when the stored article no longer holds that text at that place: it was replaced or
    removed since it was read, and what cannot be proved is not said.
    """
    sentence = read.sentence
    try:
        article = catalogue.article(sentence.article.id)
    except NotFound:
        return None
    quote = article.text[sentence.start : sentence.end]
    if quote != sentence.text:
        return None
    return Citation(
        marker=marker,
        article_id=article.id,
        title=article.title,
        published=article.published,
        published_precision=article.published_precision,
        source=article.source,
        url=article.url,
        language=article.language,
        quote=quote,
        start=sentence.start,
        end=sentence.end,
        highlight=highlight,
        resolved_dates=_resolved_dates(sentence),
        passage_id=sentence.passage.id,
        score=round(read.probability, 4),
        copy_of=copy_of,
    )


def _resolved_dates(sentence: Sentence) -> tuple[ResolvedDate, ...]:
    return tuple(
        ResolvedDate(
            start=sentence.start + value.start, end=sentence.start + value.end, date=value.key
        )
        for value in sentence.matter.values
        if value.relative
    )
