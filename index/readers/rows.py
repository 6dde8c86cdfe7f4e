"""The records of exported files, as they stream by: JSON Lines, JSON and CSV."""

import csv
import io
import itertools
import json
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

from index.errors import UnreadableArticle
from index.readers.kinds import Kind
from index.readers.limits import LARGEST_RECORD, Metered
from index.readers.lines import BadLine, Lines
from index.readers.parsing import parsing

_DELIMITERS = ",;\t|"
_HEAD_BYTES = 4096
_BLANK = b"\xef\xbb\xbf \t\r\n"
_OPENING = ("start_map", "start_array")
_CLOSING = ("end_map", "end_array")
_DEEPEST = 100
"""Lists and objects inside each other; a parser needs memory for each, far beyond its bytes."""


@dataclass(frozen=True)
class Row:
    """A record of a file, or why it cannot be read."""

    number: int
    """Counted from 1, bad ones too."""
    fields: dict[str, Any] | UnreadableArticle


def read_rows(stream: io.BufferedReader, kind: Kind, name: str) -> Iterator[Row]:
    """Yield the records of a JSON Lines, JSON or CSV file called `name`, in flat memory.

    Raises UnreadableArticle where nothing after it can be read; what the stream raises goes
    through, such as the errors of gzip.
    """
    if kind is Kind.CSV:
        return _csv_rows(Lines(stream, name), name)
    if kind is Kind.JSON and stream.peek(_HEAD_BYTES)[:_HEAD_BYTES].lstrip(_BLANK)[:1] == b"[":
        return _json_list_rows(stream, name)
    return _json_object_rows(Lines(stream, name), kind, name)


def _csv_rows(lines: Lines, name: str) -> Iterator[Row]:
    csv.field_size_limit(LARGEST_RECORD)  # of the whole process; the 128 KB it has is an article
    header = lines.peek()
    reader = csv.reader(lines, delimiter=max(_DELIMITERS, key=header.count))
    with parsing(name, Kind.CSV):
        names = [field.strip() for field in next(reader, [])]
    for number in itertools.count(1):
        lines.grant()
        try:
            values = next(reader, None)
        except BadLine as error:
            yield Row(number, _numbered(error, name, number))
            continue
        except csv.Error as error:
            yield Row(number, UnreadableArticle(f"{name}#{number} is no CSV record: {error}."))
            continue
        if values is None:
            return
        if values:
            yield Row(number, dict(zip(names, values, strict=False)))


def _json_object_rows(lines: Lines, kind: Kind, name: str) -> Iterator[Row]:
    """A file that begins with an object: JSON Lines, whatever its name, or one object over all."""
    if kind is Kind.JSON:
        first = next(lines, "")
        if not isinstance(_object(first, name), dict) or not lines.peek():
            yield from _json_document_rows(first, lines, name)
            return
        yield Row(1, _object(first, f"{name}#1"))
    for number in itertools.count(2 if kind is Kind.JSON else 1):
        lines.grant()
        try:
            line = next(lines, None)
        except BadLine as error:
            yield Row(number, _numbered(error, name, number))
            continue
        if line is None:
            return
        if line.strip():
            yield Row(number, _object(line, f"{name}#{number}"))


def _json_document_rows(first: str, lines: Lines, name: str) -> Iterator[Row]:
    """One object: the records are its longest list of objects, or it is a record itself."""
    document = _object("".join([first, *lines]), name)
    if isinstance(document, UnreadableArticle):
        raise document
    lists = [
        value
        for value in document.values()
        if isinstance(value, list) and value and all(isinstance(item, dict) for item in value)
    ]
    records = max(lists, key=len) if lists else [document]
    yield from (Row(number, record) for number, record in enumerate(records, 1))


def _json_list_rows(stream: io.BufferedReader, name: str) -> Iterator[Row]:
    """A list of records: one is built at a time, of the events of the parser."""
    import ijson

    metered = Metered(
        stream, LARGEST_RECORD, f"{name} has a record of more than {LARGEST_RECORD // 10**6} MB."
    )
    builder, depth, number = ijson.ObjectBuilder(), 0, 0
    events = ijson.basic_parse(metered, use_float=True)
    while True:
        with parsing(name, Kind.JSON):
            event, value = next(events, (None, None))
        if event is None:
            return
        depth += (event in _OPENING) - (event in _CLOSING)
        if depth > _DEEPEST:
            raise UnreadableArticle(f"{name} has more than {_DEEPEST} lists inside each other.")
        if depth == 0 or (depth == 1 and event == "start_array"):
            continue  # the list itself
        builder.event(event, value)
        if depth == 1:
            number += 1
            metered.grant()
            record, builder = builder.value, ijson.ObjectBuilder()
            yield Row(number, _only_object(record, f"{name}#{number}"))


def _numbered(error: BadLine, name: str, number: int) -> UnreadableArticle:
    """The error with the number of the record, which a line does not know."""
    return UnreadableArticle(str(error).replace(name, f"{name}#{number}", 1))


def _object(text: str, name: str) -> dict[str, Any] | UnreadableArticle:
    try:
        return _only_object(json.loads(text), name)
    except (ValueError, RecursionError):
        return UnreadableArticle(f"{name} is not valid JSON.")


def _only_object(value: Any, name: str) -> dict[str, Any] | UnreadableArticle:
    if isinstance(value, dict):
        return value
    return UnreadableArticle(f"{name} is not a JSON object with fields.")
