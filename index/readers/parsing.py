"""The one place where whatever a parser raises over a broken file becomes a sentence."""

from collections.abc import Iterator
from contextlib import contextmanager

from index.errors import DepecheError, UnreadableArticle


@contextmanager
def parsing(name: str, kind: str) -> Iterator[None]:
    """Turn the errors of a parser inside the block into UnreadableArticle.

    `name` is what the sentence calls the file, `kind` what it should be ("a PDF").
    """
    try:
        yield
    except DepecheError:
        raise
    except Exception as error:
        # Every exception there is: over files made to break them, the parsers of mail, XML and
        # ZIP raise KeyError, RecursionError and AssertionError as well as their own.
        raise UnreadableArticle(
            f"{name} cannot be read as {kind} ({type(error).__name__}): it is broken or cut short."
        ) from error
