"""The commands that fill a library and look after it, as a user types them."""

import json
import signal
import subprocess
import sys
import time
from collections.abc import Callable, Mapping
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from threading import Thread

import pytest

from tests.conftest import ROOT, SAMPLES
from tests.ui.test_command import Run, refused

PAGE = """<html><head><title>Cotton falls</title><meta property="article:published_time"
content="2024-05-02"></head><body><article><h1>Cotton falls</h1><p>Cotton prices fell sharply in the
month of May this year, because the rain came late to the south of the country.</p><p>Traders do not
expect that they will rise again before the autumn, when the harvest is sold.</p></article></body>
</html>"""


@pytest.fixture
def environment(tmp_path: Path, cache: Path) -> Mapping[str, str]:
    import os

    return os.environ | {
        "DEPECHE_LIBRARY": str(tmp_path / "library"),
        "DEPECHE_CACHE": str(cache),
        "DEPECHE_ALLOW_PRIVATE_NETWORKS": "true",
    }


@pytest.fixture
def depeche(environment: Mapping[str, str]) -> Run:
    def run(*arguments: str | Path) -> "subprocess.CompletedProcess[str]":
        return subprocess.run(
            [sys.executable, "-m", "ui.command", *arguments],
            cwd=ROOT, env=dict(environment), capture_output=True, text=True, check=False,
            timeout=120,
        )  # fmt: skip

    return run


@pytest.fixture
def articles(tmp_path: Path) -> Path:
    folder = tmp_path / "articles"
    folder.mkdir()
    (folder / "cotton.txt").write_text("Cotton prices fell sharply in the month of May this year.")
    (folder / "export.csv").write_text(
        "headline,content,written\n"
        "Wheat rises,Wheat became dearer in June because of the drought.,2024-06-11\n"
        "Nothing,,2024-06-12\n"
    )
    return folder


def test_a_folder_is_kept_current(depeche: Run, articles: Path) -> None:
    first = depeche("index", articles, "--map", "text=content,title=headline,date=written")
    assert first.returncode == 0, first.stderr
    assert "Indexed    2 added, 0 updated, 0 unchanged, 0 removed, 1 skipped." in first.stdout
    assert "Library    2 articles." in first.stdout
    assert "export.csv" in first.stdout.splitlines()[0]
    (articles / "cotton.txt").unlink()
    again = json.loads(depeche("index", "--prune", "--json").stdout)
    assert (again["removed"], again["unchanged"], again["articles"]) == (1, 1, 1)
    answer = json.loads(depeche("ask", "--json", "What became dearer in June?").stdout)
    assert answer["citations"][0]["published"] == "2024-06-11"


def test_a_library_is_looked_after(depeche: Run, articles: Path, tmp_path: Path) -> None:
    depeche("index", articles / "cotton.txt")
    examined = depeche("doctor")
    assert examined.returncode == 0
    assert examined.stdout.splitlines()[-1] == "Nothing is wrong."
    assert {one["verdict"] for one in json.loads(depeche("doctor", "--json").stdout)} == {"fine"}

    exported = depeche("export", tmp_path / "copy.depeche")
    assert exported.stdout.startswith("Exported   1 article to ")
    refused(depeche("export", tmp_path / "copy.depeche"), "exists already")
    moved = depeche("import", tmp_path / "copy.depeche", "--library", tmp_path / "moved")
    assert moved.stdout.startswith("Imported   1 article into ")
    refused(depeche("import", articles / "cotton.txt", "--library", tmp_path / "m"), "export")

    assert depeche("rebuild").stdout.startswith("Rebuilt")
    refused(depeche("remove", "nothing at all"), "nothing at all")
    assert depeche("remove", articles / "cotton.txt").stdout == "Removed    1 article.\n"
    assert "0 in 0 passages" in depeche("status").stdout
    assert "1 in 1 passages" in depeche("status", "--library", tmp_path / "moved").stdout


def test_damage_is_mended_and_told(depeche: Run, articles: Path, tmp_path: Path) -> None:
    depeche("index", articles / "cotton.txt")
    (tmp_path / "library" / "words-1" / "meta.json").write_text("damaged")
    examined = depeche("doctor")
    assert "note       Indexes    The index of words was damaged" in examined.stdout
    assert examined.returncode == 0
    assert depeche("doctor").stdout.splitlines()[-1] == "Nothing is wrong."


def test_nothing_was_indexed_before(depeche: Run) -> None:
    refused(depeche("index"), "no library")
    refused(depeche("doctor"), "no library")
    refused(depeche("remove", "x"), "no library")


@pytest.fixture
def site() -> "Callable[[], str]":
    """A site with one page, on loopback."""

    class Handler(BaseHTTPRequestHandler):
        def do_GET(self) -> None:
            found = self.path == "/cotton.html"
            self.send_response(200 if found else 404)
            self.send_header("Content-Type", "text/html; charset=utf-8")
            self.end_headers()
            self.wfile.write(PAGE.encode() if found else b"")

        def log_message(self, *_: object) -> None:
            """Say nothing."""

    server = ThreadingHTTPServer(("127.0.0.1", 0), Handler)
    Thread(target=server.serve_forever, daemon=True).start()
    return lambda: f"http://127.0.0.1:{server.server_address[1]}"


def test_a_page_of_the_web(depeche: Run, site: "Callable[[], str]") -> None:
    indexed = depeche("index", f"{site()}/cotton.html")
    assert indexed.returncode == 0, indexed.stdout + indexed.stderr
    assert "1 added" in indexed.stdout
    assert "0 added, 0 updated, 1 unchanged" in depeche("index").stdout
    answer = json.loads(depeche("ask", "--json", "Why did cotton prices fall?").stdout)
    assert answer["citations"][0]["url"] == f"{site()}/cotton.html"
    assert answer["citations"][0]["published"] == "2024-05-02"
    missing = depeche("index", f"{site()}/missing.html")
    assert missing.returncode == 1
    assert "Skipped" in missing.stdout


def test_a_watch_tells_what_is_new_until_it_is_stopped(
    environment: Mapping[str, str], articles: Path
) -> None:
    watching = subprocess.Popen(
        [sys.executable, "-m", "ui.command", "watch", str(articles), "--every", "1s"],
        cwd=ROOT, env=dict(environment), stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True,
    )  # fmt: skip
    assert watching.stdout is not None
    assert "2 added, 0 updated, 0 removed" in watching.stdout.readline()
    assert "Skipped: " in watching.stdout.readline()
    (articles / "rice.txt").write_text("Rice was exported for the first time this year.")
    assert "1 added, 0 updated, 0 removed" in watching.stdout.readline()
    watching.send_signal(signal.SIGINT)
    _, told = watching.communicate(timeout=30)
    assert watching.returncode == 130
    assert told.splitlines()[-1] == "Stopped."


def test_a_time_that_is_none_is_bad_usage(depeche: Run) -> None:
    done = depeche("watch", SAMPLES, "--every", "often")
    assert done.returncode == 2
    assert "15m" in done.stderr


def test_a_stopped_run_says_that_it_can_go_on(
    environment: Mapping[str, str], tmp_path: Path
) -> None:
    export = tmp_path / "export.jsonl"
    with export.open("w") as file:
        for number in range(5_000):
            text = f"Cotton of field {number} was sold in town {number * 7}. " * 20
            file.write(json.dumps({"id": number, "text": text}) + "\n")
    running = subprocess.Popen(
        [sys.executable, "-m", "ui.command", "index", str(export)],
        cwd=ROOT, env=dict(environment), stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True,
    )  # fmt: skip
    library = tmp_path / "library" / "catalogue.sqlite"
    while not library.exists():
        assert running.poll() is None
        time.sleep(0.1)
    time.sleep(3)
    running.send_signal(signal.SIGINT)
    _, told = running.communicate(timeout=60)
    assert running.returncode == 130, told
    assert "the same command goes on from there" in told
    assert "Traceback" not in told
