"""The rooms: imports go one way, and nothing heavy is imported before it is used."""

import ast
import subprocess
import sys
from collections.abc import Iterator

import pytest

from tests.conftest import ROOT

ALLOWED = {
    "index": {"index"},
    "prompts": {"prompts"},
    "assistant": {"assistant", "index", "prompts"},
    "ui": {"ui", "assistant", "index", "prompts"},
}
HEAVY = (
    "chromadb",
    "datasketch",
    "gradio",
    "llama_index",
    "sentence_transformers",
    "torch",
    "trafilatura",
)


def imported(source: str) -> Iterator[str]:
    for node in ast.walk(ast.parse(source)):
        if isinstance(node, ast.Import):
            yield from (alias.name for alias in node.names)
        elif isinstance(node, ast.ImportFrom) and node.module:
            yield node.module


@pytest.mark.parametrize("room", ALLOWED)
def test_a_room_imports_only_the_rooms_below(room: str) -> None:
    for path in (ROOT / room).rglob("*.py"):
        rooms = {name.split(".")[0] for name in imported(path.read_text(encoding="utf-8"))}
        assert rooms & set(ALLOWED) <= ALLOWED[room], path


def test_the_command_starts_without_heavy_packages() -> None:
    code = "import sys, ui.command, assistant; print(*sys.modules)"
    loaded = subprocess.run(
        [sys.executable, "-c", code], cwd=ROOT, capture_output=True, text=True, check=True
    ).stdout.split()
    assert not [name for name in HEAVY if name in loaded]
