"""Opens the chat page in the browser as soon as the server answers: `open_page.py HOST PORT`."""

import sys
import time
import urllib.error
import urllib.request
import webbrowser

PATIENCE = 120.0
"""Seconds to wait for the server; the first start prepares the model."""


def main() -> int:
    """Wait for the server and open its page; the exit code is 1 when it never answered."""
    host, port = sys.argv[1:]
    address = f"http://{host}:{port}"
    deadline = time.monotonic() + PATIENCE
    while time.monotonic() < deadline:
        if answers(f"{address}/healthz"):
            return 0 if webbrowser.open(address) else 1
        time.sleep(0.3)
    return 1


def answers(url: str) -> bool:
    """Whether a server answers there with success."""
    try:
        with urllib.request.urlopen(url, timeout=2) as response:  # noqa: S310 - always http
            return bool(response.status == 200)
    except (urllib.error.URLError, TimeoutError):
        return False


if __name__ == "__main__":
    sys.exit(main())
