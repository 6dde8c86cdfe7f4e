"""Fixtures for every test: a home of its own, the real embedding model, small libraries."""

from collections.abc import Iterator
from pathlib import Path

import pytest

from assistant import Assistant
from assistant.span_reader.model import SpanReader, open_span_reader
from index.article import Article
from index.embedding import EmbeddingModel, open_embedding
from index.files import FolderInput
from index.indexer import Indexer
from index.intake import take_in
from index.library import Library

ROOT = Path(__file__).parents[1]
SAMPLES = ROOT / "samples" / "articles"
SHARED = ROOT.parent / "shared"


@pytest.fixture(autouse=True)
def home(tmp_path_factory: pytest.TempPathFactory, monkeypatch: pytest.MonkeyPatch) -> Path:
    """Give every test an empty home, so that none reads or writes the user's own files."""
    home = tmp_path_factory.mktemp("home")
    monkeypatch.setenv("HOME", str(home))
    for name in ("XDG_CONFIG_HOME", "XDG_DATA_HOME", "XDG_CACHE_HOME"):
        monkeypatch.delenv(name, raising=False)
    return home


@pytest.fixture(scope="session")
def cache(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Where the built-in model is prepared, once for the whole run."""
    return tmp_path_factory.mktemp("cache")


@pytest.fixture(scope="session")
def embedding(cache: Path) -> EmbeddingModel:
    """The built-in embedding model."""
    return open_embedding(cache=cache)


@pytest.fixture(scope="session")
def span_reader(cache: Path) -> SpanReader:
    """The trained reader that ships."""
    return open_span_reader(cache=cache)


@pytest.fixture
def library(tmp_path: Path, embedding: EmbeddingModel) -> Iterator[Library]:
    """An empty library."""
    with Library.create(tmp_path / "library", embedding) as library:
        yield library


def article(name: str, text: str, *, language: str | None = "en", **known: object) -> Article:
    """Return an article with an id made of its name."""
    return Article.model_validate(
        {"id": f"{name:0>16}", "address": f"/{name}.txt", "text": text, "language": language}
        | known
    )


def put(library: Library, *articles: Article) -> None:
    """Index `articles`."""
    with Indexer(library) as indexer:
        for one in articles:
            indexer.take(one)


@pytest.fixture(scope="session")
def samples(
    tmp_path_factory: pytest.TempPathFactory, embedding: EmbeddingModel, span_reader: SpanReader
) -> Iterator[Assistant]:
    """The real assistant over the sample articles."""
    with Library.create(tmp_path_factory.mktemp("samples") / "library", embedding) as library:
        take_in(library, [FolderInput(SAMPLES)])
        yield Assistant(library, span_reader)
