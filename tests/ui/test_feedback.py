"""Feedback: taken by the API, kept beside the library while it is held, listed by the command."""

import json
import sqlite3
import subprocess
import sys
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest
from fastapi.testclient import TestClient

from index.errors import DepecheError
from tests.conftest import ROOT
from tests.ui.standin import StandIn
from ui.feedback import store as store_module
from ui.feedback.entry import Feedback
from ui.feedback.listing import feedback_json
from ui.feedback.store import FeedbackStore
from ui.server import create_app
from ui.serving import Serving

DISLIKE = {
    "verdict": "dislike",
    "reason": "outdated",
    "comment": "Il y a du nouveau.",
    "question": "Où est le sommet ?",
    "filters": "articles from 2024",
    "answer": "« … » [1]",
    "passages": ["00000000000000a1-0"],
}


@pytest.fixture
def client(tmp_path: Path) -> TestClient:
    app = create_app(StandIn(), Serving(feedback=FeedbackStore(tmp_path)))
    return TestClient(app, base_url="http://127.0.0.1", client=("127.0.0.1", 1))


def test_feedback_is_kept_as_it_was_given(client: TestClient, tmp_path: Path) -> None:
    before = datetime.now(UTC) - timedelta(seconds=2)
    assert client.post("/api/feedback", json=DISLIKE).status_code == 204
    like = {"verdict": "like", "question": "visa", "answer": "x"}
    assert client.post("/api/feedback", json=like).status_code == 204
    first, second = FeedbackStore(tmp_path).all()
    assert first.model_dump(exclude={"number", "given"}) == DISLIKE
    assert before < first.given <= datetime.now(UTC)
    assert (second.verdict, second.reason, second.passages) == ("like", None, [])


@pytest.mark.parametrize(
    "change",
    [
        {"verdict": "love"},
        {"verdict": "like"},  # with a reason
        {"reason": "ugly"},
        {"question": ""},
        {"question": "x" * 2001},
        {"comment": "x" * 2001},
        {"answer": "x" * 10_001},
        {"passages": ["x"] * 61},
        {"visitor": "10.0.0.1"},
    ],
)
def test_what_is_no_feedback_is_refused(
    client: TestClient, tmp_path: Path, change: dict[str, object]
) -> None:
    assert client.post("/api/feedback", json=DISLIKE | change).status_code == 422
    assert FeedbackStore(tmp_path).all() == []


def test_a_form_of_another_site_is_refused(client: TestClient, tmp_path: Path) -> None:
    kind = {"Content-Type": "text/plain"}
    body = json.dumps(DISLIKE)
    assert client.post("/api/feedback", content=body, headers=kind).status_code in {400, 415, 422}
    assert FeedbackStore(tmp_path).all() == []


def test_without_a_store_nothing_is_asked_or_taken() -> None:
    app = create_app(StandIn(), Serving())
    client = TestClient(app, base_url="http://127.0.0.1", client=("127.0.0.1", 1))
    assert client.post("/api/feedback", json=DISLIKE).status_code == 404


def test_a_flood_is_refused(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(store_module, "_MOST", 2)
    store = FeedbackStore(tmp_path)
    opinion = Feedback.model_validate(DISLIKE)
    store.add(opinion)
    store.add(opinion)
    with pytest.raises(DepecheError, match="2 opinions already"):
        store.add(opinion)
    assert len(store.all()) == 2


def test_a_file_of_another_version_is_not_written(tmp_path: Path) -> None:
    with sqlite3.connect(tmp_path / "feedback.sqlite") as database:
        database.execute("PRAGMA user_version = 2")
    store = FeedbackStore(tmp_path)
    with pytest.raises(DepecheError, match="version 2"):
        store.add(Feedback.model_validate(DISLIKE))
    with pytest.raises(DepecheError, match="version 2"):
        store.all()


def test_a_damaged_file_is_told_without_its_folder(client: TestClient, tmp_path: Path) -> None:
    (tmp_path / "feedback.sqlite").write_bytes(b"no database at all" * 100)
    answer = client.post("/api/feedback", json=DISLIKE)
    assert answer.status_code == 503
    assert "feedback.sqlite" in answer.json()["detail"]
    assert str(tmp_path) not in answer.text


def test_the_command_lists_it(tmp_path: Path) -> None:
    (tmp_path / "catalogue.sqlite").touch()  # a library, which need not be opened
    store = FeedbackStore(tmp_path)
    store.add(Feedback.model_validate(DISLIKE | {"comment": "red \x1b[31m[bold]"}))
    command = [sys.executable, "-m", "ui.command", "feedback", "--library", str(tmp_path)]
    table = subprocess.run(command, cwd=ROOT, capture_output=True, text=True, check=True).stdout
    assert "outdated" in table
    assert "\x1b" not in table
    assert "[bold]" in table
    assert "0 like, 1 dislike." in table
    assert json.loads(feedback_json(store.all()))[0]["answer"] == DISLIKE["answer"]
