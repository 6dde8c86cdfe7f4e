"""Letters without their accents, for questions that are typed carelessly."""

import unicodedata

_LETTERS = (*range(0xC0, 0x700), *range(0x1E00, 0x1F00))
"""Latin, Greek, Cyrillic and Arabic, and the Vietnamese block of Latin."""
_PLAIN = {
    code: base
    for code in _LETTERS
    if (base := ord(unicodedata.normalize("NFD", chr(code))[0])) != code
}


def unaccented(text: str) -> str:
    """Return `text` with plain letters: é → e, й → и, أ → ا; every character keeps its place."""
    return text if text.isascii() else text.translate(_PLAIN)
