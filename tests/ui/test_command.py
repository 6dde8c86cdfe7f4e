"""The command as a user types it: its output, its sentences and its exit codes."""

import json
import os
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path

import pytest

from index.embedding import EmbeddingModel
from index.library import Library
from tests.conftest import ROOT, SAMPLES

Run = Callable[..., "subprocess.CompletedProcess[str]"]


@pytest.fixture
def depeche(tmp_path: Path, cache: Path) -> Run:
    environment = os.environ | {
        "DEPECHE_LIBRARY": str(tmp_path / "library"),
        "DEPECHE_CACHE": str(cache),
    }

    def run(*arguments: str | Path) -> subprocess.CompletedProcess[str]:
        return subprocess.run(
            [sys.executable, "-m", "ui.command", *arguments],
            cwd=ROOT, env=environment, capture_output=True, text=True, check=False, timeout=120,
        )  # fmt: skip

    return run


def refused(done: "subprocess.CompletedProcess[str]", *words: str) -> None:
    """Assert that it could not, and said why in one sentence."""
    assert done.returncode == 1, done
    assert done.stdout == ""
    (sentence,) = done.stderr.strip().splitlines()
    assert "Traceback" not in sentence
    for word in words:
        assert word in sentence


def test_index_ask_status(depeche: Run) -> None:
    indexed = depeche("index", SAMPLES)
    assert indexed.returncode == 0, indexed.stderr
    assert "14 added, 0 updated, 0 unchanged, 0 skipped" in indexed.stdout
    assert "0 added, 0 updated, 14 unchanged" in depeche("index", SAMPLES).stdout

    held = depeche("status")
    assert "14 in " in held.stdout
    assert "2025-06-19" in held.stdout
    assert "multilingual-e5-small" in held.stdout

    asked = depeche("ask", "Who will host the third China–Central Asia summit?")
    assert asked.returncode == 0, asked.stderr
    assert "[1]" in asked.stdout
    filtered = depeche("ask", "Who will host the third summit?", "--before", "2019")
    assert "Searched: articles up to 31 December 2019." in filtered.stdout
    answer = json.loads(depeche("ask", "--json", "Où s'est tenu le premier sommet ?").stdout)
    assert answer["language"] == "fr"
    assert answer["mode"] == "verbatim"
    assert set(answer) >= {
        "question", "language", "answer", "abstained", "confidence", "mode", "citations",
        "indexed_through", "took_ms",
    }  # fmt: skip
    assert set(answer["citations"][0]) >= {
        "marker", "article_id", "title", "published", "source", "url", "language", "quote",
        "start", "end", "passage_id", "score",
    }  # fmt: skip


def test_what_cannot_be_read_is_named_and_the_rest_goes_in(depeche: Run, tmp_path: Path) -> None:
    folder = tmp_path / "articles"
    folder.mkdir()
    (folder / "good.txt").write_text("Cotton prices fell sharply in the month of May this year.")
    (folder / "binary.txt").write_bytes(bytes(range(256)) * 10)
    (folder / "latin.txt").write_bytes("Été à la mer, loin de tout.".encode("latin-1"))
    (folder / "empty.txt").write_text("")
    done = depeche("index", folder)
    assert done.returncode == 0
    assert "1 added" in done.stdout
    for name in ("binary.txt", "latin.txt", "empty.txt"):
        (line,) = [line for line in done.stdout.splitlines() if name in line]
        assert line.startswith("Skipped")


def test_bad_input_gets_one_sentence(depeche: Run, tmp_path: Path) -> None:
    (tmp_path / "nothing").mkdir()
    refused(depeche("index", tmp_path / "nothing"), "no article")
    refused(depeche("index", tmp_path / "absent"), "does not exist")
    refused(depeche("ask", "Is there a library?"), "no library", "depeche index")
    refused(depeche("status"), "no library")
    depeche("index", SAMPLES)
    refused(depeche("ask", "  "), "empty")
    refused(depeche("ask", "x" * 20_000), "20,000")
    (tmp_path / "letters").mkdir()
    (tmp_path / "letters" / "letter.doc").write_text("Dear friend")
    refused(depeche("index", SAMPLES, "--library", tmp_path / "letters"), "not a library")
    assert [path.name for path in (tmp_path / "letters").iterdir()] == ["letter.doc"]


def test_a_library_of_another_model_is_refused(
    depeche: Run, tmp_path: Path, embedding: EmbeddingModel
) -> None:
    with Library.create(tmp_path / "library", embedding) as library:
        library.catalogue.set_value("model", "huggingface:other/model@1")
    refused(depeche("ask", "Is it refused?"), "other/model", "multilingual-e5-small")


def test_bad_usage_is_exit_code_2(depeche: Run) -> None:
    assert depeche("remove").returncode == 2
    assert depeche("serve", "--port", "many").returncode == 2
    assert depeche("nonsense").returncode == 2


@pytest.mark.parametrize(
    ("filters", "words"),
    [
        (["--after", "soon"], "'soon' is not a date"),
        (["--after", "2025", "--before", "2024"], "before it begins"),
        (["--article-language", "french"], "two letters"),
    ],
)
def test_a_filter_that_does_not_fit_is_bad_usage(
    depeche: Run, filters: list[str], words: str
) -> None:
    done = depeche("ask", "Is it refused?", *filters)
    assert done.returncode == 2
    assert words in " ".join(done.stderr.replace("│", " ").split())


def test_a_library_in_use_is_told(depeche: Run, tmp_path: Path, embedding: EmbeddingModel) -> None:
    with Library.create(tmp_path / "library", embedding, purpose="a test"):
        refused(depeche("index", SAMPLES), "in use by a test")


@pytest.mark.parametrize("port", ["0", "70000"])
def test_a_port_that_is_none(depeche: Run, port: str) -> None:
    refused(depeche("serve", "--port", port), "port", "65535")
