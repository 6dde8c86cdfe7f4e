"""Exported records into articles, by the mapping of their fields."""

from collections.abc import Iterable, Iterator, Mapping
from typing import Any

from index.errors import UnreadableArticle
from index.readers.blocks import has_markup, parse_html, text_of
from index.readers.completion import complete
from index.readers.draft import Draft, Part
from index.readers.headers import draft_of
from index.readers.hygiene import one_line
from index.readers.mapping import FieldMapping
from index.readers.parsing import parsing
from index.readers.rows import Row

_LONGEST_ID = 200
_MOST_WITHOUT_TEXT = 1000
_MOST_NAMES = 20


def read(rows: Iterable[Row], name: str, mapping: FieldMapping) -> Iterator[Part]:
    """Yield the article of each record of the file called `name`, or why it has none.

    Raises UnreadableArticle when none of its first thousand records has a text: then the mapping
    is wrong, and a line a record would not say so.
    """
    held: list[Part] = []
    fields: dict[str, None] = {}
    broken: list[UnreadableArticle] = []
    seen: set[int] = set()
    text_found = False
    for row in rows:
        part = _part(row, name, mapping, seen)
        text_found = text_found or isinstance(part.content, Draft)
        if not text_found:
            held.append(part)
            if isinstance(row.fields, UnreadableArticle):
                broken.append(row.fields)
            else:
                fields.update(dict.fromkeys(row.fields))
            if len(held) >= _MOST_WITHOUT_TEXT:
                break
            continue
        yield from held
        held.clear()
        yield part
    if held:
        raise _refusal(name, list(fields), broken, mapping)


def _part(row: Row, name: str, mapping: FieldMapping, seen: set[int]) -> Part:
    if isinstance(row.fields, UnreadableArticle):
        return Part(str(row.number), row.fields)
    values = mapping.values_of(row.fields)
    identifier = (one_line(values.get("id")) or "")[:_LONGEST_ID]
    record = identifier or str(row.number)
    try:
        with parsing(f"{name}#{record}", "a record"):
            draft = _draft(values)
    except UnreadableArticle as error:
        return Part(record, error)
    if not draft.text:
        return Part(
            record, UnreadableArticle(f"{name}#{record} (record {row.number}) has no text.")
        )
    if identifier:
        if hash(identifier) in seen:
            problem = f"{name}#{record} (record {row.number}) has the identifier of another record."
            return Part(record, UnreadableArticle(problem))
        seen.add(hash(identifier))
    return Part(record, draft)


def _draft(values: Mapping[str, str]) -> Draft:
    text = values.get("text", "")
    if has_markup(text):
        tree: Any = parse_html(text)
        text = text_of(tree) if tree is not None else ""
    return complete(draft_of(values, text), title_in_text="title" not in values)


def _refusal(
    name: str, fields: list[str], broken: list[UnreadableArticle], mapping: FieldMapping
) -> UnreadableArticle:
    """Why no record has a text: they cannot be read, it has another name, or all are empty."""
    if broken and (not fields or mapping.has_text(fields)):
        return broken[0]
    known = ", ".join((one_line(field) or "")[:50] for field in fields[:_MOST_NAMES])
    return UnreadableArticle(
        f"{name} has no text in the fields of its records, which are {known}: "
        "say which one is the text with --map text=FIELD."
    )
