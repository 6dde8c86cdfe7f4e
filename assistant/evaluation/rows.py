"""Reads the rows of a JSONL file, and says in one sentence which line is wrong and why."""

import json
from collections.abc import Iterator
from pathlib import Path
from typing import TypeVar

from pydantic import BaseModel, ValidationError

from index.errors import EvaluationInvalid

_Row = TypeVar("_Row", bound=BaseModel)


def read_rows(path: Path, kind: type[_Row]) -> Iterator[tuple[int, _Row]]:
    """Yield the number (from 1) and the row of every line of `path` that is not blank.

    The descriptions of the fields of `kind` end the sentence "the field 'name' is ...". Raises
    EvaluationInvalid for a file that cannot be read or a line that does not fit.
    """
    for number, line in enumerate(_text(path).split("\n"), start=1):
        if line.strip():
            yield number, _row(line, kind, f"{path}, line {number}")


def _text(path: Path) -> str:
    try:
        return path.read_text(encoding="utf-8-sig")
    except FileNotFoundError as error:
        raise EvaluationInvalid(f"{path} does not exist: check the path.") from error
    except UnicodeDecodeError as error:
        raise EvaluationInvalid(f"Save {path} as UTF-8, which it is not.") from error
    except OSError as error:
        raise EvaluationInvalid(f"{path} cannot be read: {error.strerror}.") from error


def _row(line: str, kind: type[_Row], place: str) -> _Row:
    try:
        fields = json.loads(line)
    except ValueError as error:
        raise EvaluationInvalid(f"{place} is not JSON: put one JSON object on a line.") from error
    if not isinstance(fields, dict):
        raise EvaluationInvalid(f"{place} is not a JSON object: put one on a line.")
    try:
        return kind.model_validate(fields)
    except ValidationError as error:
        first = error.errors()[0]
        name = str(first["loc"][0])
        wrong = "is missing" if first["type"] == "missing" else "does not fit"
        raise EvaluationInvalid(
            f"{place}: the field '{name}' {wrong}: it is {kind.model_fields[name].description}."
        ) from error
