"""A server of its own process, for the benchmarks that ask one."""

import os
import socket
import subprocess
import sys
import time
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

import httpx

PATIENCE_S = 120


@dataclass(frozen=True)
class RunningServer:
    """A server that is ready."""

    address: str
    """Its base URL."""
    process: int
    ready_s: float
    """Seconds that it took to become ready."""

    def resident_mb(self) -> float:
        """Return its resident memory now, in MB."""
        status = Path(f"/proc/{self.process}/status").read_text(encoding="utf-8")
        kilobytes = next(line for line in status.splitlines() if line.startswith("VmRSS"))
        return int(kilobytes.split()[1]) / 1_024


@contextmanager
def running_server(library: Path, cache: Path) -> Iterator[RunningServer]:
    """Serve `library` while the block runs, which begins when the server is ready."""
    port = _free_port()
    address = f"http://127.0.0.1:{port}"
    started = time.perf_counter()
    server = subprocess.Popen(
        [sys.executable, "-m", "ui.command", "serve", "--port", str(port)],
        env=command_environment(library, cache), stdout=subprocess.DEVNULL,
    )  # fmt: skip
    try:
        with httpx.Client(base_url=address, trust_env=False, timeout=PATIENCE_S) as client:
            _wait_until_ready(client)
        yield RunningServer(address, server.pid, time.perf_counter() - started)
    finally:
        server.terminate()
        server.wait()


def command_environment(library: Path, cache: Path) -> dict[str, str]:
    """Return the environment in which the command uses `library` and `cache`."""
    return os.environ | {"DEPECHE_LIBRARY": str(library), "DEPECHE_CACHE": str(cache)}


def _wait_until_ready(client: httpx.Client) -> None:
    deadline = time.monotonic() + PATIENCE_S
    while time.monotonic() < deadline:
        try:
            client.get("/readyz").raise_for_status()
        except httpx.HTTPError:
            time.sleep(0.05)
        else:
            return
    raise TimeoutError(f"The server was not ready after {PATIENCE_S} s.")


def _free_port() -> int:
    with socket.create_server(("127.0.0.1", 0)) as listener:
        return int(listener.getsockname()[1])
