"""`depeche eval` as a user types it."""

import json
import os
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path

import pytest

from tests.conftest import ROOT

Rows = list[dict[str, object]]
Run = Callable[..., "subprocess.CompletedProcess[str]"]

PASSAGES: Rows = [
    {
        "passage_id": "harbour",
        "title": "Vellmar",
        "text": "The harbour of Vellmar was opened to ships by Queen Ottilie in 1874. "
        "Its lighthouse is 61 metres high.",
        "lang": "en",
    },
    {
        "passage_id": "moulin",
        "title": "Grauden",
        "text": "Le moulin de Grauden moud le seigle de onze villages.",
        "lang": "fr",
    },
]
QUESTIONS: Rows = [
    {
        "question": "When was the harbour of Vellmar opened to ships?",
        "answers": ["1874"],
        "gold_passage": "harbour",
        "lang": "en",
    },
    {
        "question": "Que moud le moulin de Grauden ?",
        "answers": ["le seigle"],
        "gold_passage": "moulin",
    },
    {"question": "Who won the chess tournament of Lisbon?", "answers": [], "lang": "en"},
]


@pytest.fixture
def depeche(tmp_path: Path, cache: Path) -> Run:
    environment = os.environ | {
        "DEPECHE_LIBRARY": str(tmp_path / "library"),
        "DEPECHE_CACHE": str(cache),
    }

    def run(*arguments: str | Path) -> subprocess.CompletedProcess[str]:
        return subprocess.run(
            [sys.executable, "-m", "ui.command", "eval", *arguments],
            cwd=ROOT, env=environment, capture_output=True, text=True, check=False, timeout=240,
        )  # fmt: skip

    return run


def jsonl(path: Path, rows: Rows) -> Path:
    path.write_text("\n".join(json.dumps(row) for row in rows) + "\n", encoding="utf-8")
    return path


@pytest.fixture
def questions(tmp_path: Path) -> Path:
    return jsonl(tmp_path / "questions.jsonl", QUESTIONS)


@pytest.fixture
def passages(tmp_path: Path) -> Path:
    return jsonl(tmp_path / "passages.jsonl", PASSAGES)


def test_the_figures_are_shown_and_kept(
    depeche: Run, questions: Path, passages: Path, cache: Path
) -> None:
    table = depeche(questions, "--passages", passages)
    assert table.returncode == 0, table.stderr
    history = cache / "evaluation" / "evaluations.jsonl"
    assert str(history) in table.stdout
    assert "recall@1" in table.stdout
    assert "2 with an answer" in table.stdout

    as_json = depeche(questions, "--passages", passages, "--json")
    shown = json.loads(as_json.stdout)
    assert shown["history"] == str(history)
    assert shown["questions"] == "questions.jsonl"
    assert "multilingual-e5-small" in shown["model"]
    figures = shown["figures"]
    assert figures["retrieval"]["recall_at_1"] == 1.0
    assert figures["retrieval"]["mrr"] == 1.0
    assert figures["answering"]["questions"] == 2
    assert figures["unanswerable"] == 1
    assert figures["quotes_exact"] == 1.0
    assert sum(one["count"] for one in figures["reliability"]) == 3

    lines = [json.loads(line) for line in history.read_text(encoding="utf-8").splitlines()]
    assert len(lines) == 2
    assert lines[1] | {"history": str(history)} == shown
    assert lines[0]["questions_sha256"] == lines[1]["questions_sha256"]


def test_a_library_is_asked_and_keeps_its_own_history(
    depeche: Run, tmp_path: Path, questions: Path
) -> None:
    article = tmp_path / "vellmar.txt"
    article.write_text(str(PASSAGES[0]["text"]), encoding="utf-8")
    library = tmp_path / "other"
    environment = os.environ | {"DEPECHE_CACHE": str(tmp_path / "unused")}
    subprocess.run(
        [sys.executable, "-m", "ui.command", "index", article, "--library", library],
        cwd=ROOT, env=environment, check=True, capture_output=True,
    )  # fmt: skip
    gold = QUESTIONS[0] | {"gold_passage": str(article.resolve())}
    path = jsonl(tmp_path / "own.jsonl", [gold, QUESTIONS[2]])
    done = depeche(path, "--library", library, "--limit", "1", "--json")
    assert done.returncode == 0, done.stderr
    assert json.loads(done.stdout)["figures"]["questions"] == 1
    assert len((library / "evaluations.jsonl").read_text(encoding="utf-8").splitlines()) == 1

    refused = depeche(questions, "--library", library)
    assert refused.returncode == 1
    assert "gold_passage 'harbour'" in refused.stderr.splitlines()[-1]


def test_bad_input_gets_one_sentence(depeche: Run, tmp_path: Path, questions: Path) -> None:
    wrong = jsonl(tmp_path / "wrong.jsonl", [QUESTIONS[0], {"answers": ["x"]}])
    for arguments, said in (
        ([wrong], "line 2: the field 'question' is missing"),
        ([tmp_path / "absent.jsonl"], "does not exist"),
        ([questions], "no library"),
        ([questions, "--passages", wrong], "the field 'passage_id' is missing"),
    ):
        done = depeche(*arguments)
        assert done.returncode == 1, done
        assert said in done.stderr.splitlines()[-1]
        assert "Traceback" not in done.stderr
        assert done.stdout == ""


def test_bad_usage_is_exit_code_2(depeche: Run, questions: Path, passages: Path) -> None:
    assert depeche().returncode == 2
    assert depeche(questions, "--limit", "0").returncode == 2
    both = depeche(questions, "--passages", passages, "--library", passages.parent)
    assert both.returncode == 2
