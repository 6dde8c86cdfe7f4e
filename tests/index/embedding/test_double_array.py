import random
import struct

from index.embedding.double_array import build_charsmap


def parse(charsmap: bytes) -> tuple[tuple[int, ...], bytes]:
    (size,) = struct.unpack_from("<I", charsmap)
    return struct.unpack_from(f"<{size // 4}I", charsmap, 4), charsmap[4 + size :]


def offset(unit: int) -> int:
    return (unit >> 10) << ((unit & 1 << 9) >> 6)


def look_up(units: tuple[int, ...], texts: bytes, key: str) -> str | None:
    """Walk the trie as darts-clone does (`exactMatchSearch`)."""
    position = offset(units[0])
    for byte in key.encode():
        position ^= byte
        unit = units[position]
        if unit & (1 << 31 | 0xFF) != byte:
            return None
        position ^= offset(unit)
        has_leaf = unit >> 8 & 1
    if not has_leaf:
        return None
    start = units[position] & ~(1 << 31)
    return texts[start : texts.index(b"\0", start)].decode()


def test_every_key_gives_its_replacement_and_no_other_key_does() -> None:
    chance = random.Random(7)  # noqa: S311 - a repeatable sample, not a secret
    characters = [chr(chance.randrange(1, 0xD000)) for _ in range(3000)]
    replacements = {
        character: chance.choice(["", " ", "ab", "é", "㍿"]) for character in characters
    }

    units, texts = parse(build_charsmap(replacements))

    assert {key: look_up(units, texts, key) for key in replacements} == replacements
    others = {chr(number) for number in range(1, 0xD000)} - replacements.keys()
    assert all(look_up(units, texts, key) is None for key in others)
