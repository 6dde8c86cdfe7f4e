"""Opens the models that the settings name, and says on standard error what takes a while."""

from rich.console import Console

from assistant import Assistant
from assistant.span_reader.model import SpanReader, open_span_reader
from index.embedding import EmbeddingModel, open_embedding
from index.errors import ModelUnavailable
from ui.settings import Settings


def open_assistant(settings: Settings, *, purpose: str, address: str | None = None) -> Assistant:
    """Return the assistant over the library of the settings; raises what `Library.open` does."""
    return Assistant.open(
        settings.library,
        open_embedding_model(settings),
        find_span_reader(settings),
        purpose=purpose,
        address=address,
    )


def open_embedding_model(settings: Settings) -> EmbeddingModel:
    """Return the embedding model; raises ModelUnavailable."""
    return open_embedding(settings.embedding_model, cache=settings.cache, notify=_tell)


def find_span_reader(settings: Settings) -> SpanReader | None:
    """Return the trained reader, or None, saying so, where this machine cannot run it.

    It needs the weights of the built-in embedding model, for which some systems have no package.
    """
    try:
        return open_span_reader(cache=settings.cache, notify=_tell)
    except ModelUnavailable as error:
        _tell(f"{error} Until then answers are found without the trained reader, less surely.")
        return None


def _tell(line: str) -> None:
    Console(stderr=True, highlight=False).print(line, markup=False)
