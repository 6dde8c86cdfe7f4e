"""Prepares the built-in model: once, from the installed weight file, into the cache folder."""

import hashlib
import json
import shutil
from collections.abc import Callable
from functools import lru_cache
from pathlib import Path

from index.embedding.graph import EmbeddingTensors, build_embedding_graph, build_table_graph
from index.embedding.onnx_e5 import OnnxE5Encoder
from index.embedding.tokenizer import build_tokenizer
from index.embedding.tokens import Tokens
from index.embedding.weights import WEIGHTS_SHA256, find_weight_file, read_weights
from index.errors import ModelUnavailable

_CONVERSION = "int7-1"
"""Names what `graph.py` and `tokenizer.py` make; another name when the vectors change."""
_IDENTITY = f"builtin:multilingual-e5-small/{_CONVERSION}"
_FOLDER = f"e5-small-{_CONVERSION}-{WEIGHTS_SHA256[:12]}-tables"
_TABLE, _LAYERS, _TOKENIZER = "table.onnx", "layers.onnx", "tokenizer.json"
_FILES = (_TABLE, _LAYERS, _TOKENIZER)
_MANIFEST = "manifest.json"


def open_builtin(cache: Path, notify: Callable[[str], None]) -> OnnxE5Encoder:
    """Return the built-in model; when it is not in `cache` yet, or damaged, prepare it first.

    Preparing takes 3 to 5 seconds and 86 MB, and several processes may ask for it at once. The
    network is never used. Raises ModelUnavailable.
    """
    folder = _prepared(cache, notify)
    return OnnxE5Encoder(_tokens(folder), folder / _LAYERS, identity=_IDENTITY)


def open_tokens(cache: Path, notify: Callable[[str], None]) -> Tokens:
    """Return the built-in model's tokenizer and table; one object for all who ask for it.

    Raises ModelUnavailable.
    """
    return _tokens(_prepared(cache, notify))


@lru_cache(maxsize=1)
def _tokens(folder: Path) -> Tokens:
    return Tokens(folder / _TOKENIZER, folder / _TABLE)


def _prepared(cache: Path, notify: Callable[[str], None]) -> Path:
    folder = cache / _FOLDER
    if not _is_sound(folder):
        try:
            _prepare(folder, notify)
        except OSError as error:
            raise ModelUnavailable(
                f"The built-in model cannot be prepared in {cache} ({error.strerror or error}): "
                "make room or rights there, or name another cache folder."
            ) from error
    return folder


def _prepare(folder: Path, notify: Callable[[str], None]) -> None:
    """Make `folder` whole or not at all: it is written beside and then renamed."""
    from filelock import FileLock

    folder.parent.mkdir(parents=True, exist_ok=True)
    with FileLock(folder.with_name(f"{folder.name}.lock")):
        if _is_sound(folder):
            return  # another process made it while this one waited
        notify("Preparing the built-in model (once, a few seconds).")
        part = folder.with_name(f"{folder.name}.part")
        # Whoever holds the lock is alone: what is here already was left by a process that died.
        for stale in (part, folder):
            if stale.exists():
                shutil.rmtree(stale)
        part.mkdir()
        _write(part)
        part.rename(folder)


def _write(folder: Path) -> None:
    weights = read_weights(find_weight_file())
    layers = build_embedding_graph(EmbeddingTensors(weights))
    (folder / _TABLE).write_bytes(build_table_graph(weights).SerializeToString())
    (folder / _LAYERS).write_bytes(layers.SerializeToString())
    build_tokenizer(weights).save(str(folder / _TOKENIZER), pretty=False)
    manifest = {name: _digest(folder / name) for name in _FILES}
    (folder / _MANIFEST).write_text(json.dumps(manifest), encoding="utf-8")


def _is_sound(folder: Path) -> bool:
    """Tell whether the files are, byte for byte, those that were written."""
    try:
        manifest = json.loads((folder / _MANIFEST).read_text(encoding="utf-8"))
        return bool(manifest == {name: _digest(folder / name) for name in _FILES})
    except (OSError, ValueError):
        return False


def _digest(path: Path) -> str:
    with path.open("rb") as file:
        return hashlib.file_digest(file, "sha256").hexdigest()
