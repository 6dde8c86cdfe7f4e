"""How long the command takes from the shell, and how much memory the server holds."""

import os
import socket
import subprocess
import sys
import time
from pathlib import Path
from typing import NamedTuple

import httpx

_PATIENCE_S = 120


class ServerStart(NamedTuple):
    """Seconds until the server is ready, and its resident memory in MB after some questions."""

    ready_s: float
    resident_mb: float


def ask_seconds(library: Path, cache: Path, question: str) -> float:
    """Return the wall time of one `depeche ask`."""
    started = time.perf_counter()
    subprocess.run(
        [sys.executable, "-m", "ui.command", "ask", question],
        env=_environment(library, cache), stdout=subprocess.DEVNULL, check=True,
    )  # fmt: skip
    return time.perf_counter() - started


def server_start(library: Path, cache: Path, question: str) -> ServerStart:
    """Start a server, wait until it is ready, ask it ten times, and stop it."""
    port = _free_port()
    address = f"http://127.0.0.1:{port}"
    started = time.perf_counter()
    server = subprocess.Popen(
        [sys.executable, "-m", "ui.command", "serve", "--port", str(port)],
        env=_environment(library, cache), stdout=subprocess.DEVNULL,
    )  # fmt: skip
    try:
        with httpx.Client(base_url=address, trust_env=False, timeout=_PATIENCE_S) as client:
            _wait_until_ready(client)
            ready = time.perf_counter() - started
            for _ in range(10):
                client.post("/api/ask", json={"question": question}).raise_for_status()
            return ServerStart(ready, _resident_mb(server.pid))
    finally:
        server.terminate()
        server.wait()


def _wait_until_ready(client: httpx.Client) -> None:
    deadline = time.monotonic() + _PATIENCE_S
    while time.monotonic() < deadline:
        try:
            client.get("/readyz").raise_for_status()
        except httpx.HTTPError:
            time.sleep(0.05)
        else:
            return
    raise TimeoutError(f"The server was not ready after {_PATIENCE_S} s.")


def _resident_mb(process: int) -> float:
    status = Path(f"/proc/{process}/status").read_text(encoding="utf-8")
    kilobytes = next(line for line in status.splitlines() if line.startswith("VmRSS"))
    return int(kilobytes.split()[1]) / 1_024


def _environment(library: Path, cache: Path) -> dict[str, str]:
    return os.environ | {"DEPECHE_LIBRARY": str(library), "DEPECHE_CACHE": str(cache)}


def _free_port() -> int:
    with socket.create_server(("127.0.0.1", 0)) as listener:
        return int(listener.getsockname()[1])
