"""Plain text files: the article as it is, maybe under a block of `Title: …` lines."""

from index.readers.completion import complete
from index.readers.decoding import decode_text
from index.readers.draft import Draft
from index.readers.headers import draft_of, split_header
from index.readers.hygiene import clean


def read(data: bytes, name: str) -> Draft:
    """Return the article in the bytes of a text file called `name` (for error messages)."""
    fields, text = split_header(clean(decode_text(data, name)))
    return complete(draft_of(fields, text), title_in_text=True)
