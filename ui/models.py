"""Opens the models that the settings name, and says on standard error what takes a while."""

from typing import TYPE_CHECKING

from rich.console import Console

from assistant import Assistant
from assistant.span_reader.model import SpanReader, open_span_reader
from index.embedding import EmbeddingModel, open_embedding
from index.errors import DepecheError, ModelUnavailable
from ui.settings import Settings

if TYPE_CHECKING:
    from assistant.writing.writer import Writer


def open_assistant(
    settings: Settings, embedding: EmbeddingModel, *, purpose: str, address: str | None = None
) -> Assistant:
    """Return the assistant over the library of the settings; raises what `Library.open` does."""
    return Assistant.open(
        settings.library,
        embedding,
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


def open_writer(settings: Settings, embedding: EmbeddingModel) -> "Writer | None":
    """Return what writes answers with the language model of the settings, None where none is set.

    What it writes is held against the passages with `embedding`.
    Raises ModelUnavailable when its integration is not installed, SettingsInvalid when the folder
    of prompts does not fit. Nothing is sent to the model yet.
    """
    if settings.model is None:
        return None
    # Only here: LlamaIndex takes seconds to import, which nobody waits for without a model.
    from assistant.checking import SupportChecker
    from assistant.writing.budget import TokenBudget
    from assistant.writing.calls import ModelCalls
    from assistant.writing.opening import open_language_model
    from assistant.writing.prompting import open_prompts
    from assistant.writing.writer import Writer

    key = settings.model_key.get_secret_value() if settings.model_key else None
    model = open_language_model(settings.model, key=key)
    budget = TokenBudget(settings.library, settings.model_tokens_per_day)
    return Writer(
        ModelCalls(model, budget),
        open_prompts(settings.prompts),
        SupportChecker(embedding),
        seconds=settings.model_timeout,
        context=settings.model_context,
    )


def check_model(settings: Settings) -> list[str]:
    """Try the language model of the settings; return what was found, a line each."""
    if settings.model is None:
        return ["No language model is set: answers are quotes, in the articles’ own words."]
    from assistant.writing.opening import open_language_model
    from assistant.writing.prompting import open_prompts
    from assistant.writing.trial import try_model

    key = settings.model_key.get_secret_value() if settings.model_key else None
    try:
        open_prompts(settings.prompts)
        model = open_language_model(settings.model, key=key)
    except DepecheError as error:
        return [str(error)]
    return try_model(model, seconds=settings.model_timeout)


def _tell(line: str) -> None:
    Console(stderr=True, highlight=False).print(line, markup=False)
