"""Questions whose answers are known, read from a JSONL file."""

import random
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

from pydantic import BaseModel, ConfigDict, Field

from assistant.evaluation.rows import read_rows
from assistant.question import understand
from index.errors import EvaluationInvalid, QuestionRefused
from index.language import language_code


@dataclass(frozen=True)
class GoldQuestion:
    """A question, what answers it, and where."""

    id: str
    text: str
    language: str | None
    """ISO 639-1; None leaves it to the assistant to tell."""
    answers: tuple[str, ...]
    """Any of them will do; empty when the articles do not say."""
    gold: tuple[str, ...]
    """The articles that answer, each by its id or its address; empty when that is not known."""


class _Row(BaseModel):
    """A line of the file; what else stands there is passed over."""

    model_config = ConfigDict(frozen=True, extra="ignore")

    question: str = Field(description="the question, a text")
    answers: tuple[str, ...] | None = Field(
        default=None, description="the list of the answers that are right, texts"
    )
    answerable: bool = Field(default=True, description="true or false: do the articles say it")
    gold_passage: str | None = Field(
        default=None, description="the id or the address of the article that answers, a text"
    )
    lang: str | None = Field(default=None, description="the question's language, such as fr")
    id: str | int | None = Field(default=None, description="a text or a whole number")


def read_questions(path: Path) -> list[GoldQuestion]:
    """Return the questions of the JSONL file at `path`.

    A line is `{question, answers, answerable?, gold_passage?, lang?, id?}`; without answers, or
    with `answerable` false, the articles are said not to answer. Raises EvaluationInvalid.
    """
    questions = [_question(row, number, path) for number, row in read_rows(path, _Row)]
    if not questions:
        raise EvaluationInvalid(f"{path} holds no question: put one JSON object on a line.")
    return questions


def sample(questions: Sequence[GoldQuestion], count: int) -> list[GoldQuestion]:
    """Return `count` of the questions, always the same ones; all when there are not so many.

    Not the first ones: files list the questions about an article together.
    """
    mixed = random.Random(7).sample(questions, len(questions))  # noqa: S311
    return mixed[:count]


def _question(row: _Row, number: int, path: Path) -> GoldQuestion:
    language = language_code(row.lang)
    if row.answerable and row.answers is None:
        raise EvaluationInvalid(
            f"{path}, line {number}: the field 'answers' is missing: "
            "list the right answers, none when the articles do not say."
        )
    try:
        # English saves the detecting: only the text's length and emptiness are looked at here.
        understand(row.question, language=language or "en")
    except QuestionRefused as error:
        raise EvaluationInvalid(f"{path}, line {number}: {error}") from error
    answers = (row.answers or ()) if row.answerable else ()
    return GoldQuestion(
        id=str(number if row.id is None else row.id),
        text=row.question,
        language=language,
        answers=answers,
        gold=(row.gold_passage,) if answers and row.gold_passage else (),
    )
