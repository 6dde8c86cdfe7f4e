"""From the bytes of a file to its characters, refusing what would come out mangled."""

import codecs
import re

from index.errors import UnreadableArticle

_BYTE_ORDER_MARKS = {
    codecs.BOM_UTF8: "utf-8",
    codecs.BOM_UTF16_LE: "utf-16-le",
    codecs.BOM_UTF16_BE: "utf-16-be",
}
_DECLARED_CHARSET = re.compile(rb"""<meta[^>]{1,200}?charset\s*=\s*["']?([\w.:-]{2,40})""", re.I)
_XML_ENCODING = re.compile(rb"""^\s*<\?xml[^>]{1,200}?encoding\s*=\s*["']([\w.:-]{2,40})""", re.I)
_HEAD_BYTES = 4096
"""Where browsers look for a charset: HTML says the first 1024 bytes, real pages need more."""

_CONTROLS = re.compile(r"[\x00-\x08\x0e-\x1f]")
_STRAY_CONTROLS = 8
_MOST_CONTROLS = 0.01
"""Real texts hold a stray control character; above this number and this share it is no text."""


def decode_text(data: bytes, name: str) -> str:
    """Decode a text file: UTF-8, or what its byte order mark says.

    Raises UnreadableArticle, naming the file `name`, for other encodings and for binary files.
    """
    return _decode(data, "utf-8", name)


def decode_html(data: bytes, name: str) -> str:
    """Decode a page: what its byte order mark says, else UTF-8, else the charset it declares.

    UTF-8 goes before the declaration because pages saved by a browser or a crawler are often
    converted without it, and a text in another charset is practically never valid UTF-8.
    Raises UnreadableArticle like `decode_text`.
    """
    declared = _declared_charset(data[:_HEAD_BYTES])
    if declared is not None and not _is_utf8(data):
        return _decode(data, declared, name)
    return _decode(data, "utf-8", name)


def _decode(data: bytes, encoding: str, name: str) -> str:
    for mark, marked in _BYTE_ORDER_MARKS.items():
        if data.startswith(mark):
            data, encoding = data[len(mark) :], marked
            break
    if encoding == "utf-8" and b"\0" in data:
        raise _binary(name)
    try:
        text = data.decode(encoding)
    except UnicodeDecodeError as error:
        raise UnreadableArticle(
            f"{name} is not valid {encoding.upper()} (byte {error.start}): "
            "save it again as UTF-8 and index it again."
        ) from error
    if len(_CONTROLS.findall(text)) > max(_STRAY_CONTROLS, _MOST_CONTROLS * len(text)):
        raise _binary(name)
    return text


def _binary(name: str) -> UnreadableArticle:
    return UnreadableArticle(
        f"{name} is a binary file, not a text: give the article itself as .txt, .md or .html."
    )


def _is_utf8(data: bytes) -> bool:
    try:
        data.decode("utf-8")
    except UnicodeDecodeError:
        return False
    return True


def _declared_charset(head: bytes) -> str | None:
    found = _DECLARED_CHARSET.search(head) or _XML_ENCODING.search(head)
    if found is None:
        return None
    try:
        encoding = codecs.lookup(found[1].decode("ascii")).name
        b"".decode(encoding)  # "hex" and the like are codecs too, but of no text
    except LookupError:
        return None
    # What the web calls Latin-1 and ASCII is Windows-1252 (WHATWG Encoding Standard, section 4.2).
    return "cp1252" if encoding in ("iso8859-1", "ascii") else encoding
