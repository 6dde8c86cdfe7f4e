"""Clean characters and lines: what is invisible goes, what is quoted stays as it was written."""

import re
import unicodedata

_LINE_ENDS = re.compile("\r\n|[\r\v\f\x1c-\x1e\x85\u2028\u2029]")
# Control characters but tab and line feed; soft hyphen; zero-width space, word joiner, byte order
# mark; marks of writing direction, which can make a quote look like another; halves of a
# character, which JSON can spell and nothing can store. The zero-width joiners U+200C and U+200D
# stay: Persian, Hindi and emoji are spelt with them.
_INVISIBLE = re.compile(
    "[\x00-\x08\x0e-\x1f\x7f-\x9f\u00ad\u200b\u200e\u200f\u202a-\u202e\u2060-\u2069"
    "\ud800-\udfff\ufeff]"
)
_BLANK_LINES = re.compile(r"\n{3,}")


def clean(text: str) -> str:
    r"""Return `text` in NFC with \n line ends, no invisible characters, trimmed lines, and at most
    one blank line in a row.

    Spaces and hyphens keep their kind (no-break space, U+2011): a quote must be the article's own.
    """
    text = _LINE_ENDS.sub("\n", text)
    text = unicodedata.normalize("NFC", _INVISIBLE.sub("", text))
    text = "\n".join(line.strip() for line in text.split("\n"))
    return _BLANK_LINES.sub("\n\n", text).strip()


def one_line(text: str | None) -> str | None:
    """Return `text` cleaned and on one line, None when nothing is left of it."""
    return " ".join(clean(text).split()) or None if text else None
