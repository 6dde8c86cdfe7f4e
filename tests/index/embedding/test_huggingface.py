import shutil
import socket
from pathlib import Path
from typing import Any

import numpy as np
import pytest

from index.embedding import open_embedding
from index.errors import ModelUnavailable
from tests.index.embedding.conftest import TINY_WIDTH


@pytest.fixture
def no_network(monkeypatch: pytest.MonkeyPatch) -> list[Any]:
    """Refuses connections and collects the addresses that were tried."""
    tried: list[Any] = []

    def refuse(_socket: socket.socket, address: Any) -> None:
        tried.append(address)
        raise ConnectionRefusedError(address)

    monkeypatch.setattr(socket.socket, "connect", refuse)
    monkeypatch.setattr(socket, "getaddrinfo", lambda host, *_, **__: refuse(None, host))  # type: ignore[arg-type]
    return tried


def test_a_folder_is_opened_without_the_network(tiny_model: Path, no_network: list[Any]) -> None:
    model = open_embedding(str(tiny_model), cache=tiny_model.parent)

    vectors = model.encode_passages(["cat dog", "rain", "dog"])

    assert no_network == []
    assert model.dimension == TINY_WIDTH
    assert vectors.shape == (3, TINY_WIDTH)
    assert vectors.dtype == np.float32
    assert np.linalg.norm(vectors, axis=1) == pytest.approx(1, abs=1e-5)
    assert model.encode_queries([]).shape == (0, TINY_WIDTH)


def test_the_prompts_that_the_model_declares_are_used(tiny_model: Path) -> None:
    from sentence_transformers import SentenceTransformer

    model = open_embedding(str(tiny_model), cache=tiny_model.parent)
    plain = SentenceTransformer(str(tiny_model), device="cpu")

    def encode(text: str) -> Any:
        return plain.encode([text], prompt="", normalize_embeddings=True)

    assert np.allclose(model.encode_queries(["cat"]), encode("find : cat"), atol=1e-5)
    assert np.allclose(model.encode_passages(["cat"]), encode("text : cat"), atol=1e-5)
    assert not np.allclose(model.encode_queries(["cat"]), encode("cat"), atol=1e-3)


def test_it_is_a_llama_index_embedding(tiny_model: Path) -> None:
    from llama_index.core.base.embeddings.base import BaseEmbedding

    model = open_embedding(str(tiny_model), cache=tiny_model.parent)
    assert isinstance(model, BaseEmbedding)
    assert model.get_query_embedding("cat") == pytest.approx(
        model.encode_queries(["cat"])[0].tolist(), abs=1e-5
    )


def test_the_identity_follows_the_content_not_the_place(tiny_model: Path, tmp_path: Path) -> None:
    moved = Path(shutil.copytree(tiny_model, tmp_path / "tiny"))
    (moved / "README.md").write_text("A note.", encoding="utf-8")
    first = open_embedding(str(tiny_model), cache=tmp_path).identity
    assert open_embedding(str(moved), cache=tmp_path).identity == first

    weights = moved / "model.safetensors"
    data = bytearray(weights.read_bytes())
    data[-1] ^= 1
    weights.write_bytes(data)
    assert open_embedding(str(moved), cache=tmp_path).identity != first


def test_a_folder_that_holds_no_model_is_told(tmp_path: Path) -> None:
    with pytest.raises(ModelUnavailable, match="cannot be loaded"):
        open_embedding(str(tmp_path), cache=tmp_path)
