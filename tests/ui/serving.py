"""`depeche serve` as a process of its own."""

import contextlib
import socket
import subprocess
import sys
import time
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path
from tempfile import TemporaryDirectory

import httpx

from tests.conftest import ROOT

_PATIENCE_S = 90


@dataclass(frozen=True)
class RunningServer:
    """A server that is ready at `address`; its standard error goes to a file."""

    address: str
    process: "subprocess.Popen[str]"
    error_file: Path

    def errors(self) -> str:
        """Return what it has written to standard error."""
        return self.error_file.read_text(encoding="utf-8")


@contextlib.contextmanager
def running_server(environment: Mapping[str, str]) -> Iterator[RunningServer]:
    """Run `depeche serve` on a free port until the block ends."""
    with socket.create_server(("127.0.0.1", 0)) as free:
        port = free.getsockname()[1]
    with TemporaryDirectory() as folder:
        error_file = Path(folder, "stderr")
        with error_file.open("w") as errors:
            process = subprocess.Popen(
                [sys.executable, "-m", "ui.command", "serve", "--port", str(port)],
                cwd=ROOT, env=dict(environment), text=True,
                stdout=subprocess.DEVNULL, stderr=errors,
            )  # fmt: skip
        server = RunningServer(f"http://127.0.0.1:{port}", process, error_file)
        try:
            _wait_until_ready(server)
            yield server
        finally:
            process.terminate()
            process.wait(timeout=20)


def _wait_until_ready(server: RunningServer) -> None:
    deadline = time.monotonic() + _PATIENCE_S
    while time.monotonic() < deadline:
        if server.process.poll() is not None:
            raise RuntimeError(f"The server ended: {server.errors()}")
        with contextlib.suppress(httpx.HTTPError):
            if httpx.get(f"{server.address}/readyz").status_code == 200:
                return
        time.sleep(0.1)
    raise TimeoutError(server.errors())
