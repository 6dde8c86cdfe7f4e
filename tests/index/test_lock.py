import subprocess
import sys
from pathlib import Path

import pytest

from index.errors import LibraryInUse
from index.lock import LibraryLock


def test_the_holder_is_named(tmp_path: Path) -> None:
    holder = LibraryLock(tmp_path)
    holder.acquire(purpose="depeche serve", wait=0, address="http://127.0.0.1:7860")
    with pytest.raises(LibraryInUse, match=r"by depeche serve \(process \d+\) at http") as told:
        LibraryLock(tmp_path).acquire(purpose="depeche index", wait=0)
    assert told.value.address == "http://127.0.0.1:7860"
    holder.release()
    LibraryLock(tmp_path).acquire(purpose="depeche index", wait=0)


def test_the_lock_of_a_killed_process_is_free(tmp_path: Path) -> None:
    hold = (
        "import os, pathlib, sys; from index.lock import LibraryLock\n"
        "LibraryLock(pathlib.Path(sys.argv[1])).acquire(purpose='x', wait=0)\n"
        "os.kill(os.getpid(), 9)"
    )
    killed = subprocess.run([sys.executable, "-c", hold, tmp_path], check=False)
    assert killed.returncode == -9
    LibraryLock(tmp_path).acquire(purpose="depeche index", wait=0)
