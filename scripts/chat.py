"""Starts the chat for `make chat`, with the sample articles when the library holds none."""

import json
import os
import subprocess
import sys
import tomllib
from pathlib import Path
from typing import NoReturn

from index.catalogue import Catalogue
from index.errors import DepecheError, LibraryEmpty, LibraryOutdated
from index.library import find_catalogue, read_status
from index.readers import article_id
from ui.settings import Settings, load_settings

ROOT = Path(__file__).resolve().parents[1]
SAMPLES = ROOT / "samples" / "articles"
EXAMPLES = ROOT / "samples" / "examples.toml"
OPEN_PAGE = ROOT / "scripts" / "open_page.py"
COMMAND = Path(sys.executable).with_name("depeche")


def main() -> NoReturn:
    """Index the samples if need be, then become the server."""
    try:
        settings = load_settings()
        empty = is_empty(settings.library)
    except DepecheError as error:
        sys.exit(str(error))
    if empty:
        print(f"Indexing the sample articles into {settings.library}", flush=True)
        code = subprocess.run([COMMAND, "index", SAMPLES], check=False).returncode
        if code:
            sys.exit(code)
    if "DEPECHE_EXAMPLES" not in os.environ and holds_samples(settings.library):
        examples = tomllib.loads(EXAMPLES.read_text(encoding="utf-8"))
        os.environ["DEPECHE_EXAMPLES"] = json.dumps(examples)
    become_server(settings)


def holds_samples(library: Path) -> bool:
    """Whether the sample articles are in the library, so that the example questions fit it."""
    try:
        with Catalogue(find_catalogue(library)) as catalogue:
            return all(
                catalogue.digest(article_id(str(path))) is not None for path in SAMPLES.iterdir()
            )
    except LibraryOutdated:
        return False


def is_empty(library: Path) -> bool:
    """Whether there is no article yet, or no library at all. Raises NotALibrary."""
    try:
        return read_status(library).articles == 0
    except LibraryEmpty:
        return True
    except LibraryOutdated:  # the server brings it up to date
        return False


def become_server(settings: Settings) -> NoReturn:
    """Replace this process by `depeche serve`, so that Ctrl-C and the exit code are the server's.

    Where there is a display, a helper process opens the page when the server is ready.
    """
    print("Starting the chat; Ctrl-C ends it", flush=True)
    if has_display():
        subprocess.Popen([sys.executable, OPEN_PAGE, settings.host, str(settings.port)])
    os.execv(COMMAND, [str(COMMAND), "serve"])  # noqa: S606 - a fixed command, no shell wanted


def has_display() -> bool:
    """Whether a browser window can be opened; on Linux a server or container has none."""
    if sys.platform != "linux":
        return True
    return bool(os.environ.get("DISPLAY") or os.environ.get("WAYLAND_DISPLAY"))


if __name__ == "__main__":
    main()
