"""Opens the language model that a setting names, through LlamaIndex's integrations."""

import importlib
import inspect
from typing import TYPE_CHECKING, Any
from urllib.parse import urlsplit

from assistant.writing.calling import STREAM_OPTIONS, LlamaIndexModel
from assistant.writing.setting import setting_parts
from index.errors import ModelUnavailable

if TYPE_CHECKING:
    from llama_index.core.llms import LLM

_OPENAI_LIKE = "openai-like"
_NO_KEY = "none"
"""What is sent where no key is set: LlamaIndex would take a key of OpenAI from the environment and
send it to whatever address is set here."""


def open_language_model(setting: str, *, key: str | None = None) -> LlamaIndexModel:
    """Return the model that a setting names, see `MODEL_PATTERN`; nothing is sent to it yet.

    Raises ModelUnavailable when the integration is not installed or does not take such a setting.
    """
    integration, address, name = setting_parts(setting) or (_OPENAI_LIKE, None, "")
    if integration == _OPENAI_LIKE and not address:
        raise ModelUnavailable(
            "Set `model` like openai-like:http://127.0.0.1:8080/v1#name, the address of a server "
            "and the name of a model there."
        )
    place = urlsplit(address).netloc.rpartition("@")[2] if address else integration
    if integration == _OPENAI_LIKE and address:
        return LlamaIndexModel(_openai_like(address, name, key), name, place)
    return LlamaIndexModel(_integrated(integration, address, name, key), name, place)


def _openai_like(address: str, name: str, key: str | None) -> "LLM":
    import httpx
    from llama_index.llms.openai_like import OpenAILike

    given: dict[str, Any] = {
        "model": name,
        "api_base": address,
        "api_key": key or _NO_KEY,
        "is_chat_model": True,
        "temperature": 0.0,
        "max_retries": 0,
        # A redirection would send the passages somewhere that no setting names.
        "async_http_client": httpx.AsyncClient(follow_redirects=False),
        "additional_kwargs": {STREAM_OPTIONS: {"include_usage": True}},
    }
    return OpenAILike(**given)


def _integrated(integration: str, address: str | None, name: str, key: str | None) -> "LLM":
    from llama_index.core.llms import LLM

    package = f"llama-index-llms-{integration.replace('_', '-')}"
    try:
        module = importlib.import_module(f"llama_index.llms.{integration.replace('-', '_')}")
    except ImportError as error:
        raise ModelUnavailable(
            f"Install {package}, which the setting `model` needs, or set an openai-like model."
        ) from error
    found = [
        one
        for one in (getattr(module, each) for each in getattr(module, "__all__", ()))
        if inspect.isclass(one) and issubclass(one, LLM)
    ]
    if not found:
        raise ModelUnavailable(f"{package} has no language model: set an openai-like one.")
    fields = found[0].model_fields
    given: dict[str, Any] = {"model": name, "temperature": 0.0}
    if key:
        given["api_key"] = key
    if address:
        given["base_url" if "base_url" in fields else "api_base"] = address
    try:
        return found[0](**given)
    except Exception as error:  # whatever an integration raises, it was the setting
        raise ModelUnavailable(
            f"{package} does not take the setting `model` or `model_key`: {type(error).__name__}."
        ) from error
