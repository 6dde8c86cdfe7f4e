"""The double-array trie in which a tokenizer keeps what each character is replaced by.

The format is that of darts-clone (Susumu Yata, BSD), which SentencePiece writes and the
`Precompiled` normalizer of `tokenizers` reads. A unit is 32 bits: bits 0-7 are the byte that leads
to it, bit 8 says that a key ends there, bits 10-30 are an offset. The child of unit p for the byte
b is unit p ^ offset ^ b; the child for byte 0 is a leaf, with bit 31 set and the value in the rest.
"""

import struct
from collections.abc import Mapping

_BLOCK = 256
_IS_LEAF = 1 << 31
_HAS_LEAF = 1 << 8
_SEARCH_BACK = 512
"""How far behind the last unit placed free ones are still looked for: keeps building linear."""


class _Node:
    def __init__(self) -> None:
        self.children: dict[int, _Node] = {}
        self.value: int | None = None

    def labels(self) -> list[int]:
        return ([0] if self.value is not None else []) + list(self.children)


def build_charsmap(replacements: Mapping[str, str]) -> bytes:
    """Return the `precompiled_charsmap` that replaces each key, one character, by its value.

    Layout: the size of the trie in bytes (uint32), the trie, the values, each ended by a zero byte.
    The value that the trie gives for a key is the offset of its replacement among the values.
    """
    texts = bytearray()
    offsets: dict[str, int] = {}
    root = _Node()
    for character, text in sorted(replacements.items()):
        if text not in offsets:
            offsets[text] = len(texts)
            texts += text.encode() + b"\0"
        node = root
        for byte in character.encode():
            node = node.children.setdefault(byte, _Node())
        node.value = offsets[text]
    units = _Placement().place(root)
    return struct.pack(f"<I{len(units)}I", 4 * len(units), *units) + bytes(texts)


class _Placement:
    """Gives every node of a trie its place among the units."""

    def __init__(self) -> None:
        self._units = [0] * (4 * _BLOCK)
        self._used = bytearray(len(self._units))
        self._used[0] = 1
        self._bases: set[int] = set()
        self._search_from = 1

    def place(self, root: _Node) -> list[int]:
        stack = [(root, 0)]
        while stack:
            node, position = stack.pop()
            base = self._find_base(node.labels())
            self._bases.add(base)
            self._search_from = max(self._search_from, base - _SEARCH_BACK)
            self._units[position] |= (position ^ base) << 10
            if node.value is not None:
                self._units[position] |= _HAS_LEAF
                self._units[base] = node.value | _IS_LEAF
                self._used[base] = 1
            for byte, child in node.children.items():
                self._units[base ^ byte] |= byte
                self._used[base ^ byte] = 1
                stack.append((child, base ^ byte))
        return self._units

    def _find_base(self, labels: list[int]) -> int:
        """Return a base from which all the labels lead to units that are free."""
        base = self._search_from + 1
        if len(labels) > 8:
            # A node with many children seldom fits between others: it opens a block of its own.
            base = max(base, len(self._units))
        while True:
            if base >= len(self._units):
                self._units.extend([0] * _BLOCK)
                self._used.extend(bytes(_BLOCK))
            if base not in self._bases and not any(self._used[base ^ label] for label in labels):
                return base
            base += 1
