"""Files of questions and passages, good and bad."""

import json
import re
from pathlib import Path

import pytest

from assistant.evaluation.passages import read_passages
from assistant.evaluation.questions import GoldQuestion, read_questions, sample
from index.errors import EvaluationInvalid


def written(tmp_path: Path, *lines: object) -> Path:
    """Return a file with a line each: a text as it is, anything else as JSON."""
    path = tmp_path / "lines.jsonl"
    texts = [line if isinstance(line, str) else json.dumps(line) for line in lines]
    path.write_text("\n".join(texts) + "\n", encoding="utf-8")
    return path


def test_questions_are_read_with_what_answers_them(tmp_path: Path) -> None:
    path = written(
        tmp_path,
        {"id": 7, "question": "Who built it?", "answers": ["Ada"], "gold_passage": "p1"},
        "",
        {"question": "Qui ?", "answers": ["Ada", "elle"], "lang": "fr-FR", "remark": "unknown"},
    )
    assert read_questions(path) == [
        GoldQuestion("7", "Who built it?", None, ("Ada",), ("p1",)),
        GoldQuestion("3", "Qui ?", "fr", ("Ada", "elle"), ()),
    ]


@pytest.mark.parametrize(
    "said",
    [{"answers": []}, {"answerable": False}, {"answerable": False, "answers": ["trap"]}],
)
def test_no_answer_means_that_the_articles_do_not_say(
    tmp_path: Path, said: dict[str, object]
) -> None:
    path = written(tmp_path, {"question": "Who sank it?", "gold_passage": "p1"} | said)
    (question,) = read_questions(path)
    assert (question.answers, question.gold) == ((), ())


@pytest.mark.parametrize(
    ("second", "sentence"),
    [
        ({"answers": ["x"]}, "line 2: the field 'question' is missing"),
        ({"question": 5, "answers": []}, "line 2: the field 'question' does not fit"),
        ({"question": "Who?"}, "line 2: the field 'answers' is missing"),
        ({"question": "Who?", "answers": "Ada"}, "line 2: the field 'answers' does not fit"),
        ({"question": " ", "answers": []}, "line 2: The question is empty"),
        ({"question": "x" * 2_001, "answers": []}, "line 2: The question has 2,001"),
        ("{not json", "line 2 is not JSON"),
        ([1], "line 2 is not a JSON object"),
    ],
)
def test_a_wrong_question_is_refused_with_its_line(
    tmp_path: Path, second: object, sentence: str
) -> None:
    path = written(tmp_path, {"question": "Who?", "answers": ["Ada"]}, second)
    with pytest.raises(EvaluationInvalid, match=re.escape(sentence)) as refusal:
        read_questions(path)
    assert "\n" not in str(refusal.value)


def test_a_file_that_cannot_be_read_is_refused(tmp_path: Path) -> None:
    with pytest.raises(EvaluationInvalid, match="does not exist"):
        read_questions(tmp_path / "absent.jsonl")
    with pytest.raises(EvaluationInvalid, match="cannot be read"):
        read_questions(tmp_path)
    with pytest.raises(EvaluationInvalid, match="holds no question"):
        read_questions(written(tmp_path, ""))
    (tmp_path / "latin.jsonl").write_bytes('{"question": "où ?"}'.encode("latin-1"))
    with pytest.raises(EvaluationInvalid, match="UTF-8"):
        read_questions(tmp_path / "latin.jsonl")


def test_a_sample_is_always_the_same_and_not_the_first() -> None:
    questions = [GoldQuestion(str(n), "Who?", None, (), ()) for n in range(50)]
    chosen = sample(questions, 10)
    assert len(set(chosen)) == 10
    assert chosen == sample(questions, 10)
    assert chosen != questions[:10]
    assert len(sample(questions, 80)) == 50


def test_passages_are_read_as_articles(tmp_path: Path) -> None:
    path = written(
        tmp_path,
        {"passage_id": "p1", "title": "Port", "text": "Le port est vieux.", "lang": "fr"},
        {"passage_id": "p2", "text": "The old harbour was closed to all ships in autumn."},
    )
    first, second = read_passages(path)
    assert (first.address, first.title, first.language) == ("p1", "Port", "fr")
    assert (second.address, second.title, second.language) == ("p2", None, "en")
    assert first.id != second.id


@pytest.mark.parametrize(
    ("second", "sentence"),
    [
        ({"passage_id": "p1", "text": "Other."}, "line 2: the passage_id 'p1' stands there twice"),
        ({"text": "Other."}, "line 2: the field 'passage_id' is missing"),
        ({"passage_id": "p2", "text": "  "}, "line 2: the field 'text' does not fit"),
    ],
)
def test_a_wrong_passage_is_refused_with_its_line(
    tmp_path: Path, second: object, sentence: str
) -> None:
    path = written(tmp_path, {"passage_id": "p1", "text": "One."}, second)
    with pytest.raises(EvaluationInvalid, match=re.escape(sentence)):
        read_passages(path)
    with pytest.raises(EvaluationInvalid, match="holds no passage"):
        read_passages(written(tmp_path, ""))
