"""The set-up: its stamp, its refusal of CUDA, its pins and the Makefile, without a network.

Pip is the real one, in an environment of its own; it finds only the small wheels made here.
"""

import re
import subprocess
import sys
import tomllib
import zipfile
from pathlib import Path

import pytest
from packaging.requirements import Requirement
from packaging.utils import canonicalize_name

from scripts import chat, setup

ROOT = Path(__file__).resolve().parents[1]
PINS = ROOT / "constraints.txt"


@pytest.fixture
def project(tmp_path: Path) -> Path:
    """A project folder with this project's requirements and an environment that looks made."""
    for name in ("pyproject.toml", "constraints.txt"):
        (tmp_path / name).write_bytes((ROOT / name).read_bytes())
    python = setup.venv_python(tmp_path / ".venv")
    python.parent.mkdir(parents=True)
    python.touch()
    return tmp_path


def test_nothing_is_installed_at_first(project: Path) -> None:
    assert not setup.Stamp(project).covers("")


def test_a_second_set_up_does_nothing(project: Path) -> None:
    setup.Stamp(project).write("")
    assert setup.set_up(project, "") is False


@pytest.mark.parametrize(
    ("installed", "needed", "enough"),
    [("", "", True), ("[dev]", "[dev]", True), ("[dev]", "", True), ("", "[dev]", False)],
)
def test_stamp_knows_whether_the_extras_are_installed(
    project: Path, installed: str, needed: str, enough: bool
) -> None:
    setup.Stamp(project).write(installed)
    assert setup.Stamp(project).covers(needed) is enough


@pytest.mark.parametrize("name", ["pyproject.toml", "constraints.txt"])
def test_stamp_is_outdated_when_requirements_change(project: Path, name: str) -> None:
    setup.Stamp(project).write("")
    with (project / name).open("a", encoding="utf-8") as file:
        file.write("# changed\n")
    assert not setup.Stamp(project).covers("")


def test_stamp_is_outdated_when_the_folder_was_moved(project: Path) -> None:
    setup.Stamp(project).write("")
    moved = project.rename(project.with_name("moved"))
    assert not setup.Stamp(moved).covers("")


def test_stamp_is_worthless_without_the_python_of_the_environment(project: Path) -> None:
    setup.Stamp(project).write("")
    setup.venv_python(project / ".venv").unlink()
    assert not setup.Stamp(project).covers("")


@pytest.fixture(scope="module")
def venv(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """An empty environment with pip, made where an earlier attempt was interrupted."""
    folder = tmp_path_factory.mktemp("project") / ".venv"
    python = setup.venv_python(folder)
    python.parent.mkdir(parents=True)
    python.touch()
    setup.make_environment(folder)
    return folder


@pytest.fixture
def wheels(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A folder that is the only place where pip, and uv if it came to that, may look."""
    for name in ("PIP_CONSTRAINT", "PIP_EXTRA_INDEX_URL", "PIP_INDEX_URL"):
        monkeypatch.delenv(name, raising=False)
    monkeypatch.setenv("PIP_CONFIG_FILE", "/dev/null")
    monkeypatch.setenv("PIP_NO_INDEX", "1")
    monkeypatch.setenv("PIP_FIND_LINKS", str(tmp_path))
    monkeypatch.setenv("UV_OFFLINE", "1")
    return tmp_path


def add_torch(wheels: Path, version: str, *requires: str) -> None:
    """Make an empty wheel of torch."""
    metadata = [f"Metadata-Version: 2.1\nName: torch\nVersion: {version}"]
    metadata += [f"Requires-Dist: {package}" for package in requires]
    about = f"torch-{version}.dist-info"
    with zipfile.ZipFile(wheels / f"torch-{version}-py3-none-any.whl", "w") as wheel:
        wheel.writestr(f"{about}/METADATA", "\n".join(metadata))
        wheel.writestr(f"{about}/WHEEL", "Wheel-Version: 1.0\nTag: py3-none-any\n")
        wheel.writestr(f"{about}/RECORD", "")


def installed_torch(venv: Path) -> str:
    """The version in the environment, "" for none."""
    show = [str(setup.venv_python(venv)), "-m", "pip", "show", "torch"]
    shown = subprocess.run(show, capture_output=True, text=True, check=False).stdout
    found = re.search(r"^Version: (.+)$", shown, re.MULTILINE)
    return found[1] if found else ""


def test_cuda_is_never_installed_in_silence(venv: Path, wheels: Path) -> None:
    add_torch(wheels, setup.pinned_version(PINS, "torch"), "nvidia-cublas")
    with pytest.raises(setup.SetupFailed, match="PIP_EXTRA_INDEX_URL") as caught:
        setup.install_cpu_torch(venv, PINS)
    assert "http" not in str(caught.value)
    assert installed_torch(venv) == ""


def test_the_build_without_cuda_is_taken_when_pip_finds_it(venv: Path, wheels: Path) -> None:
    version = setup.pinned_version(PINS, "torch")
    add_torch(wheels, version, "nvidia-cublas")
    add_torch(wheels, f"{version}+cpu")
    setup.install_cpu_torch(venv, PINS)
    assert installed_torch(venv) == f"{version}+cpu"


@pytest.mark.usefixtures("wheels")
def test_a_failed_installation_leaves_no_stamp(venv: Path) -> None:
    root = venv.parent
    for name in ("pyproject.toml", "constraints.txt"):
        (root / name).write_bytes((ROOT / name).read_bytes())
    stamp = setup.Stamp(root)
    stamp.write("")
    with pytest.raises(setup.SetupFailed):
        setup.set_up(root, "[dev]")
    assert not stamp.covers("")


@pytest.mark.parametrize(
    ("script", "seen"),
    [
        ("echo 'GPU 0: NVIDIA T4 (UUID: GPU-0)'", True),
        ("echo 'No devices found.'", False),
        ("echo 'NVIDIA-SMI has failed' >&2; exit 9", False),
        (None, False),
    ],
)
def test_gpu_is_what_nvidia_smi_lists(
    script: str | None, seen: bool, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    if script is not None:
        command = tmp_path / "nvidia-smi"
        command.write_text(f"#!/bin/sh\n{script}\n", encoding="utf-8")
        command.chmod(0o755)
    monkeypatch.setenv("PATH", str(tmp_path))
    assert setup.has_nvidia_gpu() is seen


def test_setup_needs_nothing_but_the_standard_library() -> None:
    done = subprocess.run(
        [sys.executable, "-I", "-S", str(ROOT / "scripts" / "setup.py"), "--help"],
        capture_output=True,
        check=False,
    )
    assert done.returncode == 0


def pins() -> dict[str, str]:
    lines = PINS.read_text(encoding="utf-8").splitlines()
    pairs = [line.partition("==") for line in lines if not line.startswith("#")]
    return {canonicalize_name(name): version for name, _, version in pairs}


def test_pins_are_plain_versions() -> None:
    """No address, no local version such as +cpu, which other machines' packages do not have."""
    for name, version in pins().items():
        assert re.fullmatch(r"\d[\w.]*", version), name


def test_every_requirement_is_pinned_to_a_version_that_it_allows() -> None:
    project = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))["project"]
    for line in project["dependencies"] + [
        line for group in project["optional-dependencies"].values() for line in group
    ]:
        requirement = Requirement(line)
        if requirement.name == project["name"]:
            continue  # another group of its own
        version = pins().get(canonicalize_name(requirement.name))
        assert version is not None, f"{requirement.name} is not pinned"
        assert requirement.specifier.contains(version), f"{requirement.name}=={version}"


def make(*arguments: str) -> subprocess.CompletedProcess[str]:
    return subprocess.run(
        ["make", "--no-print-directory", *arguments],
        cwd=ROOT,
        capture_output=True,
        text=True,
        check=False,
    )


def test_make_alone_lists_the_targets() -> None:
    listed = re.findall(r"^make (\w+) +\w", make().stdout, re.MULTILINE)
    assert listed == ["help", "chat", "test", "bench", "quality", "format", "clean"]


def test_make_says_when_there_is_no_python_that_will_do() -> None:
    done = make("chat", "PYTHON=")
    assert done.returncode != 0
    assert "Python 3.11 or newer" in done.stderr


def test_samples_are_for_a_library_without_articles(tmp_path: Path) -> None:
    assert chat.is_empty(tmp_path / "absent")
    assert chat.is_empty(tmp_path)


@pytest.mark.skipif(sys.platform != "linux", reason="other systems always have a display")
def test_no_browser_is_opened_without_a_display(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.delenv("DISPLAY", raising=False)
    monkeypatch.delenv("WAYLAND_DISPLAY", raising=False)
    assert not chat.has_display()
    monkeypatch.setenv("WAYLAND_DISPLAY", "wayland-0")
    assert chat.has_display()
