"""Bytes that come in pieces, maybe packed with gzip, kept to a size that fits the memory."""

import zlib
from collections.abc import Iterable

_GZIP = b"\x1f\x8b"
_GZIP_WINDOW = 16 + zlib.MAX_WBITS
_AT_ONCE = 1_000_000
"""Unpacked bytes a step: a thousand times what is packed can come out of deflate."""


class BrokenGzip(Exception):
    """What should be packed with gzip is something else, or ends too early."""


def is_gzip(data: bytes) -> bool:
    """Whether `data` begins as a gzip file does."""
    return data.startswith(_GZIP)


def joined(pieces: Iterable[bytes], limit: int) -> bytes:
    """Return the pieces as one, or the first `limit` + 1 bytes, taking no more pieces then."""
    found = bytearray()
    for piece in pieces:
        found += piece
        if len(found) > limit:
            break
    return bytes(found[: limit + 1])


def unpacked(pieces: Iterable[bytes]) -> Iterable[bytes]:
    """Yield what is packed in `pieces` of gzip, a megabyte at most at a time.

    Raises BrokenGzip.
    """
    packed = zlib.decompressobj(_GZIP_WINDOW)
    for piece in pieces:
        while piece:
            if packed.eof:  # a gzip file may be several, one behind the other
                packed = zlib.decompressobj(_GZIP_WINDOW)
            try:
                yield packed.decompress(piece, _AT_ONCE)
            except zlib.error as error:
                raise BrokenGzip from error
            piece = packed.unused_data if packed.eof else packed.unconsumed_tail
    if not packed.eof:
        raise BrokenGzip
