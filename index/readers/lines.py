"""The lines of a large text file, one after the other: a bad line costs itself and no other."""

import codecs
import io
from collections.abc import Iterator

from index.errors import UnreadableArticle
from index.readers.limits import LARGEST_DOCUMENT, LARGEST_RECORD, read_all

_HEAD_BYTES = 4096
_UTF16_MARKS = (codecs.BOM_UTF16_LE, codecs.BOM_UTF16_BE)


class BadLine(UnreadableArticle):
    """One line cannot be read; those after it may."""


class Lines(Iterator[str]):
    """The lines of a stream in UTF-8, or UTF-16 with its mark, with their ends.

    `next` raises BadLine for a line that is too long or in another encoding, and the next call
    goes on behind it. Making one raises UnreadableArticle for a binary file.
    """

    def __init__(self, stream: io.BufferedReader, name: str) -> None:
        self._name = name
        self._stream = stream
        self._since_grant = 0
        head = stream.peek(_HEAD_BYTES)[:_HEAD_BYTES]
        if head.startswith(_UTF16_MARKS):
            # Spreadsheets export so; line ends cannot be looked for in its bytes.
            try:
                text = read_all(stream, LARGEST_DOCUMENT, name).decode("utf-16")
            except UnicodeDecodeError as error:
                raise UnreadableArticle(f"{name} is not valid UTF-16: save it as UTF-8.") from error
            self._stream = io.BufferedReader(io.BytesIO(text.encode("utf-8", "replace")))
        elif b"\0" in head:
            raise UnreadableArticle(f"{name} is a binary file, not a text: export it again.")
        elif head.startswith(codecs.BOM_UTF8):
            stream.read(len(codecs.BOM_UTF8))

    def peek(self) -> str:
        """Return how the next line begins, without taking it."""
        return self._stream.peek(_HEAD_BYTES)[:_HEAD_BYTES].split(b"\n")[0].decode(errors="replace")

    def grant(self) -> None:
        """Say that a record is complete: its lines count no longer."""
        self._since_grant = 0

    def __next__(self) -> str:
        line = self._stream.readline(LARGEST_RECORD + 1)
        if not line:
            raise StopIteration
        self._since_grant += len(line)
        if self._since_grant > LARGEST_RECORD:
            while line and not line.endswith(b"\n"):
                line = self._stream.readline(LARGEST_RECORD)
            self.grant()
            raise BadLine(
                f"{self._name} has more than {LARGEST_RECORD // 1_000_000} MB in one record."
            )
        try:
            return line.decode("utf-8")
        except UnicodeDecodeError as error:
            raise BadLine(
                f"{self._name} has a line that is not valid UTF-8 (byte {error.start} of it): "
                "save it again as UTF-8."
            ) from error
