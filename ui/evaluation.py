"""`depeche eval`: measures the answers to a file of questions."""

from datetime import UTC, datetime
from importlib.metadata import version
from pathlib import Path

from assistant.evaluation import Report, ask_all, read_questions
from assistant.evaluation.history import HISTORY, Record, add_to_history, file_sha256
from assistant.evaluation.passages import passage_library
from assistant.evaluation.questions import sample
from index.embedding import EmbeddingModel
from index.library import Library
from ui.models import find_span_reader, open_embedding_model
from ui.progress import progress_bar
from ui.settings import Settings


def run_evaluation(
    questions: Path,
    passages: Path | None,
    settings: Settings,
    limit: int | None,
) -> tuple[Record, Path]:
    """Ask the questions of a file, and return the record of the run and the history it is in.

    They are asked of the file `passages`, or of the library of the settings when it is None. The
    models are opened only when the questions have been read: a wrong file is refused at once.
    """
    asked = read_questions(questions)
    if limit is not None:
        asked = sample(asked, limit)
    embedding, span_reader = open_embedding_model(settings), find_span_reader(settings)
    folder = settings.library if passages is None else settings.cache / "evaluation"
    with _library(passages, folder, embedding) as library:
        with progress_bar("Asking", "questions") as progress:
            outcomes = ask_all(library, span_reader, asked, progress)
        record = Record(
            date=datetime.now(UTC),
            questions=questions.name,
            questions_sha256=file_sha256(questions),
            limit=limit,
            articles=str(settings.library) if passages is None else passages.name,
            version=version("depeche"),
            model=embedding.identity,
            figures=Report.of(outcomes),
        )
        add_to_history(folder / HISTORY, record)
    return record, folder / HISTORY


def _library(passages: Path | None, folder: Path, embedding: EmbeddingModel) -> Library:
    if passages is None:
        return Library.open(folder, embedding, purpose="depeche eval")
    with progress_bar("Indexing", "passages") as progress:
        return passage_library(passages, folder, embedding, version("depeche"), progress)
