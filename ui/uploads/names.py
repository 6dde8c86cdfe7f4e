"""The name of a file that somebody sends, made safe: it is only a name, never a path."""

import re
import unicodedata
from hashlib import sha256
from pathlib import PurePosixPath

_LONGEST = 150  # bytes of UTF-8; file systems allow 255, and a temporary name is longer
_PARTS = re.compile(r"[/\\]")
_UNSAFE = re.compile(r"[^\w .,()+=@-]")
_EDGES = " ._-"
_RESERVED = re.compile(r"(con|prn|aux|nul|com\d|lpt\d)", re.IGNORECASE)  # on Windows


def safe_name(given: str) -> str:
    """Return the name of a file for what was sent as its name.

    Letters of every script, digits and plain punctuation stay. Where anything else had to go, a
    digest of what was sent is added, so that different names never become one.
    """
    wanted = unicodedata.normalize("NFC", given)
    last = _PARTS.split(wanted)[-1]
    path = PurePosixPath(_UNSAFE.sub("_", last).strip(_EDGES) or "article")
    stem, suffix = path.stem.rstrip(_EDGES), path.suffix
    if f"{stem}{suffix}" == wanted and _is_plain(wanted, stem):
        return wanted
    mark = "-" + sha256(wanted.encode("utf-8", "surrogatepass")).hexdigest()[:8]
    suffix = _cut(suffix, 12)
    return f"{_cut(stem, _LONGEST - len(mark) - len(suffix.encode()))}{mark}{suffix}"


def _is_plain(name: str, stem: str) -> bool:
    return len(name.encode()) <= _LONGEST and not _RESERVED.fullmatch(stem)


def _cut(text: str, limit: int) -> str:
    """The beginning of `text` that is at most `limit` bytes of UTF-8."""
    return text.encode("utf-8", "ignore")[:limit].decode("utf-8", "ignore")
