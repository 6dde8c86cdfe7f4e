"""How much is read at most, so that a hostile file costs seconds and not the machine."""

import io
from typing import BinaryIO

from index.errors import UnreadableArticle

LARGEST_TEXT = 20_000_000
"""Bytes of a page or text: far above any article (a long novel in UTF-8 is 4 MB)."""
LARGEST_DOCUMENT = 80_000_000
"""Bytes of a PDF or office document, which may be full of pictures."""
LARGEST_RECORD = 10_000_000
"""Bytes or characters of one record, twice a long novel."""
LARGEST_MAIL = 50_000_000
"""Bytes of one mail: what mail servers let pass at most, attachments included."""
LARGEST_UNPACKED = 2_000_000_000
"""Bytes of everything in an archive."""
MOST_MEMBERS = 100_000
"""Files in an archive."""
LARGEST_RATIO = 200
"""Size by packed size. Text packs to a tenth, lists of like records to a fiftieth; bombs go to the
thousandth that deflate can reach."""
SMALLEST_BOMB = 10_000_000
"""Bytes below which the ratio does not matter: a short file of blanks is harmless."""


def read_all(stream: BinaryIO, largest: int, name: str) -> bytes:
    """Return everything in the stream; raises UnreadableArticle when that is over `largest`."""
    data = stream.read(largest + 1)
    if len(data) > largest:
        raise UnreadableArticle(
            f"{name} is larger than {largest // 1_000_000} MB: give one article a file, without "
            "pictures."
        )
    return data


class Allowance:
    """How many bytes may still be unpacked of one file, with all the archives that are in it."""

    def __init__(self) -> None:
        self._left = LARGEST_UNPACKED

    def take(self, size: int, name: str) -> None:
        """Count `size` bytes of what is called `name`; raises UnreadableArticle when over."""
        self._left -= size
        if self._left < 0:
            raise UnreadableArticle(
                f"{name} is not unpacked: its archive holds more than "
                f"{LARGEST_UNPACKED // 1_000_000:,} MB."
            )


class Metered(io.RawIOBase):
    """A stream that refuses to give more than `allowance` bytes, which can be granted again.

    It raises UnreadableArticle: for a record that never ends, or a file that unpacks to far more
    than it is.
    """

    def __init__(self, stream: BinaryIO, allowance: int, refusal: str) -> None:
        super().__init__()
        self._stream = stream
        self._refusal = refusal
        self._allowance = self._left = allowance

    def grant(self) -> None:
        """Start counting again."""
        self._left = self._allowance

    def readable(self) -> bool:
        """Return true: it can be read."""
        return True

    def read(self, size: int = -1) -> bytes:
        """Return at most `size` bytes, fewer only at the end of the stream."""
        data = self._stream.read(size if size >= 0 else self._left + 1)
        self._left -= len(data)
        if self._left < 0:
            raise UnreadableArticle(self._refusal)
        return data

    def readinto(self, buffer: "bytearray | memoryview") -> int:  # type: ignore[override]
        """Fill `buffer` and return how many bytes of it; io.BufferedReader reads with this."""
        data = self.read(len(buffer))
        buffer[: len(data)] = data
        return len(data)
