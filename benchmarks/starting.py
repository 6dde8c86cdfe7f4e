"""How long the command takes from the shell, and how much memory the server holds."""

import subprocess
import sys
import time
from pathlib import Path
from typing import NamedTuple

import httpx

from benchmarks.running import PATIENCE_S, command_environment, running_server


class ServerStart(NamedTuple):
    """Seconds until the server is ready, and its resident memory in MB after some questions."""

    ready_s: float
    resident_mb: float


def ask_seconds(library: Path, cache: Path, question: str) -> float:
    """Return the wall time of one `depeche ask`."""
    started = time.perf_counter()
    subprocess.run(
        [sys.executable, "-m", "ui.command", "ask", question],
        env=command_environment(library, cache), stdout=subprocess.DEVNULL, check=True,
    )  # fmt: skip
    return time.perf_counter() - started


def server_start(library: Path, cache: Path, question: str) -> ServerStart:
    """Start a server, wait until it is ready, ask it ten times, and stop it."""
    with (
        running_server(library, cache) as server,
        httpx.Client(base_url=server.address, trust_env=False, timeout=PATIENCE_S) as client,
    ):
        for _ in range(10):
            client.post("/api/ask", json={"question": question}).raise_for_status()
        return ServerStart(server.ready_s, server.resident_mb())
