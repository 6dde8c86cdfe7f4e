"""Models in the sentence-transformers format: a folder on this machine, or a name on the Hub.

They run through LlamaIndex's HuggingFaceEmbedding, on a GPU when there is one. Importing this
module takes seconds (torch): import it only where such a model is opened.
"""

import hashlib
import json
import re
from collections.abc import Callable, Sequence
from pathlib import Path

import numpy as np
from huggingface_hub import hf_hub_download
from huggingface_hub.constants import HF_HUB_CACHE
from huggingface_hub.errors import EntryNotFoundError
from llama_index.embeddings.huggingface import HuggingFaceEmbedding
from numpy.typing import NDArray
from pydantic import PrivateAttr

from index.errors import ModelUnavailable

_DECLARATION = "config_sentence_transformers.json"
_DOCUMENT_PROMPTS = ("document", "passage", "corpus")
"""What models call the prompt of a document, in the order that sentence-transformers tries."""
_E5 = re.compile(r"intfloat/(multilingual-)?e5-(small|base|large)(-v2)?")
_E5_PROMPTS = {"query": "query: ", "document": "passage: "}
"""What the E5 models were trained with; their cards say so, but their configuration does not."""


class HuggingFaceEncoder(HuggingFaceEmbedding):
    """A sentence-transformers model, which is a LlamaIndex embedding too."""

    _identity: str = PrivateAttr()

    def __init__(
        self, name: str, *, prompts: dict[str, str], identity: str,
        revision: str | None, offline: bool,
    ) -> None:  # fmt: skip
        """Load the model. `prompts` are set in front of texts: "query" and a document's."""
        document = next((prompts[key] for key in _DOCUMENT_PROMPTS if prompts.get(key)), None)
        super().__init__(
            model_name=name,
            query_instruction=prompts.get("query"),
            text_instruction=document,
            cache_folder=HF_HUB_CACHE,
            revision=revision,
            local_files_only=offline,
        )
        self._identity = identity

    @property
    def identity(self) -> str:
        """Name and version of the model."""
        return self._identity

    @property
    def dimension(self) -> int:
        """Width of a vector."""
        return int(self._model.get_embedding_dimension() or 0)

    def encode_queries(self, texts: Sequence[str]) -> NDArray[np.float32]:
        """Return the vectors (n, dimension) of questions, each of length 1."""
        return self._encode(texts, "query")

    def encode_passages(self, texts: Sequence[str]) -> NDArray[np.float32]:
        """Return the vectors (n, dimension) of passages, each of length 1."""
        return self._encode(texts, "text")

    def _encode(self, texts: Sequence[str], prompt_name: str) -> NDArray[np.float32]:
        """Encode as the parent does, without its lists of Python floats."""
        if not texts:
            return np.empty((0, self.dimension), np.float32)
        vectors = self._model.encode(
            list(texts),
            batch_size=self.embed_batch_size,
            prompt_name=prompt_name,
            normalize_embeddings=True,
            show_progress_bar=False,
        )
        return np.asarray(vectors, np.float32)


def open_huggingface(name: str, notify: Callable[[str], None]) -> HuggingFaceEncoder:
    """Open a model of a folder, without any network, or else of the Hub or of its local cache.

    Raises ModelUnavailable when there is no such model or it cannot be loaded.
    """
    folder = Path(name).expanduser()
    try:
        if folder.is_dir():
            return _open_folder(folder.resolve())
        notify(f"Loading {name} (the first time, it is downloaded from the Hugging Face Hub).")
        return _open_hub(name)
    except (OSError, ValueError, KeyError, ImportError) as error:
        reason = (str(error).strip().splitlines() or [type(error).__name__])[0]
        raise ModelUnavailable(
            f'The embedding model "{name}" cannot be loaded ({reason}): set embedding_model to '
            '"builtin", to a folder in the sentence-transformers format, or to a name on the Hub.'
        ) from error


def _open_folder(folder: Path) -> HuggingFaceEncoder:
    return HuggingFaceEncoder(
        str(folder),
        prompts=_read_prompts(folder / _DECLARATION),
        identity=f"huggingface:{folder.name}@{_hash_folder(folder)}",
        revision=None,
        offline=True,
    )


def _open_hub(name: str) -> HuggingFaceEncoder:
    try:
        declaration = Path(hf_hub_download(name, _DECLARATION))
        prompts = _read_prompts(declaration)
    except EntryNotFoundError:
        declaration = Path(hf_hub_download(name, "config.json"))
        prompts = {}
    # The Hub's cache keeps each version in a folder that is named after its commit.
    revision = declaration.parent.name
    if not any(prompts.values()) and _E5.fullmatch(name):
        prompts = _E5_PROMPTS
    return HuggingFaceEncoder(
        name, prompts=prompts, identity=f"huggingface:{name}@{revision}",
        revision=revision, offline=False,
    )  # fmt: skip


def _read_prompts(declaration: Path) -> dict[str, str]:
    if not declaration.is_file():
        return {}
    declared: dict[str, str | None] = (
        json.loads(declaration.read_text(encoding="utf-8")).get("prompts") or {}
    )
    return {name: prompt for name, prompt in declared.items() if prompt}


def _hash_folder(folder: Path) -> str:
    """Return 12 hexadecimal digits that change with any file of the model, but not with its name.

    Hidden files and the model's card have no part in what its vectors are.
    """
    digest = hashlib.sha256()
    for path in sorted(folder.rglob("*")):
        relative = path.relative_to(folder)
        hidden = any(part.startswith(".") for part in relative.parts)
        if path.is_file() and not hidden and path.suffix != ".md":
            with path.open("rb") as file:
                content = hashlib.file_digest(file, "sha256").hexdigest()
            digest.update(f"{relative.as_posix()}\0{content}\n".encode())
    return digest.hexdigest()[:12]
