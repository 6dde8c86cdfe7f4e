"""The history of evaluations: a JSONL file, a line a run, from which a plot can be drawn."""

from datetime import datetime
from hashlib import sha256
from pathlib import Path

from pydantic import BaseModel, ConfigDict

from assistant.evaluation.report import Report

HISTORY = "evaluations.jsonl"


class Record(BaseModel):
    """One run: on what, with what, and its figures."""

    model_config = ConfigDict(frozen=True)

    date: datetime
    questions: str
    """Name of the file of questions."""
    questions_sha256: str
    limit: int | None
    """How many of them were asked at most; None for all."""
    articles: str
    """The library's folder, or the name of the file of passages."""
    version: str
    """The product's."""
    model: str
    """Identity of the embedding model."""
    figures: Report


def file_sha256(path: Path) -> str:
    """Return the SHA-256 of the file at `path`, in hexadecimal digits."""
    return sha256(path.read_bytes()).hexdigest()


def add_to_history(path: Path, record: Record) -> None:
    """Append `record` to the history at `path`, made when absent."""
    path.parent.mkdir(parents=True, exist_ok=True)
    with path.open("a", encoding="utf-8") as history:
        history.write(record.model_dump_json() + "\n")
