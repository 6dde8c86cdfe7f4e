import shutil
import subprocess
import sys
import time
from pathlib import Path

import numpy as np
import pytest

from index.embedding import EmbeddingModel, open_embedding
from index.embedding.builtin import open_builtin
from index.errors import ModelUnavailable

ROOT = Path(__file__).resolve().parents[3]
OPEN = (
    "import sys, pathlib; from index.embedding.builtin import open_builtin;"
    "open_builtin(pathlib.Path(sys.argv[1]), lambda message: print(message, flush=True))"
)


def start(cache: Path) -> "subprocess.Popen[str]":
    return subprocess.Popen(
        [sys.executable, "-c", OPEN, str(cache)], cwd=ROOT, stdout=subprocess.PIPE, text=True
    )


def only_folder(cache: Path) -> Path:
    (folder,) = [entry for entry in cache.iterdir() if entry.is_dir()]
    return folder


@pytest.fixture
def empty_cache(tmp_path: Path) -> Path:
    return tmp_path / "cache"


@pytest.fixture
def copied_cache(cache: Path, embedding: EmbeddingModel, tmp_path: Path) -> Path:  # noqa: ARG001
    return Path(shutil.copytree(cache, tmp_path / "cache"))


def test_the_identity_is_part_of_libraries_and_does_not_change(embedding: EmbeddingModel) -> None:
    assert embedding.identity == "builtin:multilingual-e5-small/int7-1"


def test_two_processes_prepare_at_once_and_one_does_the_work(empty_cache: Path) -> None:
    processes = [start(empty_cache), start(empty_cache)]
    messages = [process.communicate(timeout=120)[0] for process in processes]
    assert [process.returncode for process in processes] == [0, 0]
    assert sorted(map(bool, messages)) == [False, True]
    assert {entry.name for entry in only_folder(empty_cache).iterdir()} == {
        "layers.onnx", "manifest.json", "table.onnx", "tokenizer.json",
    }  # fmt: skip


def test_a_process_killed_while_preparing_leaves_nothing_that_is_served(empty_cache: Path) -> None:
    process = start(empty_cache)
    assert process.stdout is not None
    process.stdout.readline()
    limit = time.monotonic() + 60
    while not list(empty_cache.glob("*.part/*")) and time.monotonic() < limit:
        time.sleep(0.005)
    process.kill()
    process.wait()
    process.stdout.close()
    assert only_folder(empty_cache).suffix == ".part"

    messages: list[str] = []
    open_builtin(empty_cache, messages.append)
    assert len(messages) == 1
    assert only_folder(empty_cache).suffix != ".part"


def test_a_prepared_model_opens_without_the_package_and_in_silence(
    copied_cache: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("index.embedding.weights._PACKAGE", "no_such_package")
    messages: list[str] = []
    model = open_embedding(cache=copied_cache, notify=messages.append)
    assert model.dimension == 384
    assert messages == []


def test_a_damaged_file_is_made_again(copied_cache: Path, embedding: EmbeddingModel) -> None:
    graph = only_folder(copied_cache) / "layers.onnx"
    data = bytearray(graph.read_bytes())
    data[len(data) // 2] ^= 255
    graph.write_bytes(data)

    messages: list[str] = []
    mended = open_builtin(copied_cache, messages.append)

    assert len(messages) == 1
    again, before = mended.encode_queries(["rain"]), embedding.encode_queries(["rain"])
    assert np.allclose(again, before, atol=1e-5)


def test_a_cache_that_cannot_be_written_is_told(tmp_path: Path) -> None:
    in_the_way = tmp_path / "file"
    in_the_way.write_text("", encoding="utf-8")
    with pytest.raises(ModelUnavailable, match="cannot be prepared"):
        open_builtin(in_the_way / "cache", print)


def test_opening_imports_neither_llama_index_nor_torch(cache: Path) -> None:
    code = f"{OPEN}; assert not {{'llama_index', 'torch', 'onnx'}} & set(sys.modules)"
    subprocess.run([sys.executable, "-c", code, str(cache)], cwd=ROOT, check=True)
