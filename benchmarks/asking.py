"""A question's latency on a large library, against one query embedding."""

import time
from collections.abc import Callable, Sequence

import numpy as np
from rich.progress import track

from assistant import Assistant
from assistant.question import understand
from assistant.retrieval import Retriever
from assistant.span_reader.model import SpanReader
from assistant.weights import weights
from index.library import Library


def latencies(
    library: Library, span_reader: SpanReader, questions: Sequence[str]
) -> dict[str, tuple[float, float]]:
    """Return (p50, p95) in milliseconds of embedding, finding and answering each question."""
    assistant = Assistant(library, span_reader)
    retriever = Retriever(library, weights())

    def embed(text: str) -> None:
        library.embedding.encode_queries([text])

    def find(text: str) -> None:
        question = understand(text, language="fr")
        retriever.retrieve(question, library.embedding.encode_queries([text])[0], 6)

    def answer(text: str) -> None:
        assistant.ask(text)

    steps: dict[str, Callable[[str], None]] = {"embed": embed, "find": find, "answer": answer}
    taken: dict[str, list[float]] = {name: [] for name in steps}
    for text in questions[:5]:  # caches and lazily loaded data: not a question's own time
        answer(text)
    for text in track(questions[5:], "Asking"):
        for name, step in steps.items():
            started = time.perf_counter()
            step(text)
            taken[name].append((time.perf_counter() - started) * 1_000)
    return {name: _percentiles(times) for name, times in taken.items()}


def _percentiles(times: Sequence[float]) -> tuple[float, float]:
    return float(np.percentile(times, 50)), float(np.percentile(times, 95))
