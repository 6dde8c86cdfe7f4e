"""No network: index, ask and serve run with every outside connection refused."""

import os
import subprocess
import sys
from pathlib import Path

import httpx
import pytest

from tests.conftest import ROOT, SAMPLES
from tests.ui.serving import running_server

# Put before the program: connections to other machines, and name look-ups, fail loudly.
REFUSING = """
import socket, sys
def refuse(event, args):
    if event == "socket.connect" and args[0].family in (socket.AF_INET, socket.AF_INET6):
        if not str(args[1][0]).startswith(("127.", "::1", "localhost")):
            sys.stderr.write(f"OUTSIDE {args[1]}\\n")
            raise ConnectionRefusedError(args[1])
    if event == "socket.getaddrinfo" and args[0] not in (None, "127.0.0.1", "localhost", "::1"):
        sys.stderr.write(f"OUTSIDE {args[0]}\\n")
        raise socket.gaierror(args[0])
sys.addaudithook(refuse)
"""


@pytest.fixture
def offline(tmp_path: Path, cache: Path) -> dict[str, str]:
    """An environment in which Python refuses every outside connection."""
    (tmp_path / "refusing").mkdir()
    (tmp_path / "refusing" / "sitecustomize.py").write_text(REFUSING)
    return os.environ | {
        "PYTHONPATH": str(tmp_path / "refusing"),
        "DEPECHE_LIBRARY": str(tmp_path / "library"),
        "DEPECHE_CACHE": str(cache),
    }


def run(*arguments: str | Path, environment: dict[str, str]) -> subprocess.CompletedProcess[str]:
    return subprocess.run(
        [sys.executable, "-m", "ui.command", *arguments],
        cwd=ROOT, env=environment, capture_output=True, text=True, check=False, timeout=120,
    )  # fmt: skip


def test_the_refusal_works(offline: dict[str, str]) -> None:
    probe = "import urllib.request; urllib.request.urlopen('http://192.0.2.1/')"
    tried = subprocess.run(
        [sys.executable, "-c", probe], env=offline, capture_output=True, text=True, check=False
    )
    assert tried.returncode
    assert "OUTSIDE" in tried.stderr


def test_index_ask_and_status(offline: dict[str, str]) -> None:
    for arguments in (
        ("index", SAMPLES), ("ask", "Where was the first summit held?"), ("status",),
    ):  # fmt: skip
        done = run(*arguments, environment=offline)
        assert done.returncode == 0, done.stderr
        assert "OUTSIDE" not in done.stderr


def test_serve(offline: dict[str, str]) -> None:
    assert run("index", SAMPLES, environment=offline).returncode == 0
    with running_server(offline) as server:
        asked = httpx.post(
            f"{server.address}/api/ask", json={"question": "Where was the first summit?"}
        )
        assert asked.status_code == 200
        for page in ("/", "/docs", "/openapi.json", "/config"):
            assert httpx.get(server.address + page).status_code == 200, page
        assert "OUTSIDE" not in server.errors()
