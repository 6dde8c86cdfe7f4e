"""A server that holds the library, and what other processes get to hear meanwhile."""

import json
import os
import socket
import subprocess
import sys
from collections.abc import Iterator, Mapping
from pathlib import Path
from urllib.parse import urlsplit

import httpx
import pytest

from index.embedding import EmbeddingModel
from index.files import FolderInput
from index.intake import take_in
from index.library import Library
from tests.conftest import ROOT, SAMPLES
from tests.ui.serving import RunningServer, running_server


@pytest.fixture(scope="module")
def environment(
    tmp_path_factory: pytest.TempPathFactory, embedding: EmbeddingModel, cache: Path
) -> Mapping[str, str]:
    folder = tmp_path_factory.mktemp("serve") / "library"
    with Library.create(folder, embedding) as library:
        take_in(library, [FolderInput(SAMPLES)])
    return os.environ | {"DEPECHE_LIBRARY": str(folder), "DEPECHE_CACHE": str(cache)}


@pytest.fixture(scope="module")
def server(environment: Mapping[str, str]) -> Iterator[RunningServer]:
    with running_server(environment) as running:
        yield running


def depeche(environment: Mapping[str, str], *arguments: str) -> subprocess.CompletedProcess[str]:
    return subprocess.run(
        [sys.executable, "-m", "ui.command", *arguments],
        cwd=ROOT, env=dict(environment), capture_output=True, text=True, check=False, timeout=120,
    )  # fmt: skip


def test_the_server_takes_in_what_is_indexed_meanwhile(
    server: RunningServer, environment: Mapping[str, str], tmp_path: Path
) -> None:
    question = {"question": "What did the mayor of Boomtown open?"}
    assert httpx.post(f"{server.address}/api/ask", json=question).json()["abstained"]
    news = tmp_path / "news.txt"
    news.write_text("The mayor of Boomtown opened a new library of boats on Friday.")
    indexed = depeche(environment, "index", str(news))
    assert indexed.returncode == 0, indexed.stderr
    assert "1 added" in indexed.stdout
    assert "The server that holds the library does the work." in indexed.stderr
    answer = httpx.post(f"{server.address}/api/ask", json=question).json()
    assert "library of boats" in answer["answer"]

    examined = depeche(environment, "doctor")
    assert examined.returncode == 0, examined.stdout
    assert "Nothing is wrong." in examined.stdout
    assert depeche(environment, "export", str(tmp_path / "copy")).returncode == 0

    removed = depeche(environment, "remove", str(news))
    assert removed.returncode == 0, removed.stderr
    assert httpx.post(f"{server.address}/api/ask", json=question).json()["abstained"]
    refused = depeche(environment, "index", str(tmp_path / "absent"))
    assert refused.returncode == 1
    assert "does not exist" in refused.stderr


def test_ask_goes_through_the_server(server: RunningServer, environment: Mapping[str, str]) -> None:
    asked = depeche(environment, "ask", "--json", "Where was the first summit held?")
    assert asked.returncode == 0, asked.stderr
    answer = json.loads(asked.stdout)
    direct = httpx.post(
        f"{server.address}/api/ask", json={"question": "Where was the first summit held?"}
    ).json()
    assert {**answer, "took_ms": 0} == {**direct, "took_ms": 0}
    refused = depeche(environment, "ask", " ")
    assert refused.returncode == 1
    assert "empty" in refused.stderr


def test_a_running_server_knows_new_and_revoked_keys_at_once(
    server: RunningServer, environment: Mapping[str, str]
) -> None:
    key = depeche(environment, "keys", "create", "--name", "bot").stdout.strip()

    def asked() -> httpx.Response:
        headers = {"authorization": f"Bearer {key}"}
        body = {"question": "Where was the first summit?"}
        return httpx.post(f"{server.address}/api/ask", json=body, headers=headers)

    assert asked().status_code == 200
    assert depeche(environment, "keys", "revoke", "bot").returncode == 0
    assert asked().status_code == 401


def test_nobody_is_believed_to_be_a_proxy(server: RunningServer) -> None:
    headers = {"x-forwarded-for": "127.0.0.1"}
    asked = httpx.get(f"{server.address}/api/articles/none", headers=headers)
    assert asked.status_code == 401


def test_status_is_told_while_it_is_served(
    server: RunningServer, environment: Mapping[str, str]
) -> None:
    assert server.process.poll() is None
    assert "14 in " in depeche(environment, "status").stdout


def test_a_port_in_use_is_told_before_the_models_are_loaded(
    server: RunningServer, environment: Mapping[str, str], tmp_path: Path
) -> None:
    port = str(urlsplit(server.address).port)
    other = {**environment, "DEPECHE_LIBRARY": str(tmp_path / "none")}
    told = depeche(other, "serve", "--port", port)
    assert told.returncode == 1
    (sentence,) = told.stderr.strip().splitlines()
    assert f"port {port}" in sentence


def test_without_a_library_there_is_no_server(cache: Path, tmp_path: Path) -> None:
    folder = tmp_path / "library"
    environment = os.environ | {"DEPECHE_LIBRARY": str(folder), "DEPECHE_CACHE": str(cache)}
    with socket.create_server(("127.0.0.1", 0)) as free:
        port = free.getsockname()[1]
    told = depeche(environment, "serve", "--port", str(port))
    assert told.returncode == 1
    assert "There is no library" in told.stderr
    assert not folder.exists()


def test_where_files_may_be_added_a_library_begins_empty(cache: Path, tmp_path: Path) -> None:
    folder = {"DEPECHE_LIBRARY": str(tmp_path / "library"), "DEPECHE_CACHE": str(cache)}
    with running_server({**os.environ, **folder, "DEPECHE_UPLOADS": "true"}) as server:
        listed = httpx.get(f"{server.address}/library")
        assert 'class="dp-add" hidden open' in listed.text
        assert 'role="search"' not in listed.text
        asked = httpx.post(f"{server.address}/api/ask", json={"question": "Where was it?"})
        assert "no article yet" in asked.json()["detail"]
        file = SAMPLES / "2025-06-19-second-summit-astana.md"
        added = httpx.post(
            f"{server.address}/api/articles",
            files={"files": (file.name, file.read_bytes())},
            timeout=60,
        )
        assert added.status_code == 200, added.text
        question = {"question": "Who will host the third summit?"}
        answer = httpx.post(f"{server.address}/api/ask", json=question, timeout=60).json()
        assert "China will host" in answer["citations"][0]["quote"]
        assert 'role="search"' in httpx.get(f"{server.address}/library").text
