"""What the readers of office documents, books and PDF have in common: facts that may be stale."""

from dataclasses import replace
from datetime import date

from index.article import DateOrigin, DatePrecision
from index.dates import PublicationDate
from index.language import detect_language
from index.readers.completion import complete
from index.readers.draft import Draft


def complete_document(draft: Draft, *, written: date | None) -> Draft:
    """Return `draft` complete, dated by its text, else by the day that the file was `written`.

    The day stands in the properties of the file; a document that is published again as another
    file has a new one, so that what the text says goes before it. Templates leave a wrong
    language, which is checked with the text.
    """
    draft = replace(draft, language=detect_language(draft.text, stated=draft.language))
    draft = complete(draft, title_in_text=draft.title is None)
    if draft.published is None and written is not None:
        published = PublicationDate(written, DatePrecision.DAY)
        draft = replace(draft, published=published, published_origin=DateOrigin.METADATA)
    return draft
