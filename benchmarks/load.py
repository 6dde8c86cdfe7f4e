"""Many clients at once: `python -m benchmarks.load`, over the large library of `make bench`.

Every client asks again as soon as it is answered; one in five wants its answer as a stream.

--clients N    how many ask at the same time (default 50)
--seconds N    for how long (default 60)
--passages N   size of the library (default 20,000; its first filling takes long)
--folder DIR   where the library and the models are kept between runs (default build/bench)
"""

import argparse
import asyncio
import time
from collections.abc import Sequence
from dataclasses import dataclass, field
from itertools import count, islice
from pathlib import Path

import httpx
import numpy as np

from benchmarks.corpus import NEWS, ROOT, large_library, news_articles
from benchmarks.running import PATIENCE_S, RunningServer, running_server
from index.embedding import open_embedding

_QUESTIONS = 400
_STREAMED = 5  # one client in so many


@dataclass
class Load:
    """What the clients saw: milliseconds of whole answers and of first bytes, and failures."""

    answers_ms: list[float] = field(default_factory=list)
    first_bytes_ms: list[float] = field(default_factory=list)
    failures: list[str] = field(default_factory=list)


def main() -> None:
    """Load a server and print what came of it."""
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    parser.add_argument("--clients", type=int, default=50)
    parser.add_argument("--seconds", type=float, default=60)
    parser.add_argument("--passages", type=int, default=20_000)
    parser.add_argument("--folder", type=Path, default=ROOT / "build" / "bench")
    given = parser.parse_args()
    if not NEWS.exists():
        raise SystemExit(f"The load test needs the news corpus at {NEWS}.")
    place, cache = given.folder / f"library-{given.passages}", given.folder / "cache"
    large_library(place, given.passages, open_embedding(cache=cache, notify=print)).close()
    questions = [article.title or "?" for article in islice(news_articles(), 500, 500 + _QUESTIONS)]
    with running_server(place, cache) as server:
        asyncio.run(_clients(server, questions, 4, 5))  # what the first questions load
        before = server.resident_mb()
        load = asyncio.run(_clients(server, questions, given.clients, given.seconds))
        after = server.resident_mb()
    _report(load, given.clients, given.seconds)
    print(f"Resident memory      {before:8.0f} MB, at the end {after / before:.2f} times that")


def _report(load: Load, clients: int, seconds: float) -> None:
    rate = len(load.answers_ms) / seconds
    print(
        f"{clients} clients for {seconds:g} s: {len(load.answers_ms)} answers, {rate:.1f} a second"
    )
    for name, times in (("Whole answer", load.answers_ms), ("First byte", load.first_bytes_ms)):
        p50, p95, p99 = (float(np.percentile(times, p)) for p in (50, 95, 99))
        print(f"{name:20} p50 {p50:7.0f} ms  p95 {p95:7.0f} ms  p99 {p99:7.0f} ms")
    print(
        f"Failures             {len(load.failures):8}     {'; '.join(sorted(set(load.failures)))}"
    )


async def _clients(
    server: RunningServer, questions: Sequence[str], clients: int, seconds: float
) -> Load:
    load, numbers = Load(), count()
    until = time.monotonic() + seconds
    limits = httpx.Limits(max_connections=clients)
    async with httpx.AsyncClient(
        base_url=server.address, trust_env=False, timeout=PATIENCE_S, limits=limits
    ) as client:

        async def asking(streamed: bool) -> None:
            while time.monotonic() < until:
                question = questions[next(numbers) % len(questions)]
                await _ask(client, question, load, streamed=streamed)

        await asyncio.gather(*(asking(number % _STREAMED == 0) for number in range(clients)))
    return load


async def _ask(client: httpx.AsyncClient, question: str, load: Load, *, streamed: bool) -> None:
    started = time.perf_counter()

    def elapsed_ms() -> float:
        return (time.perf_counter() - started) * 1_000

    headers = {"Accept": "text/event-stream" if streamed else "application/json"}
    body = {"question": question}
    try:
        async with client.stream("POST", "/api/ask", json=body, headers=headers) as response:
            response.raise_for_status()
            parts = response.aiter_bytes()
            await anext(parts)
            if streamed:
                load.first_bytes_ms.append(elapsed_ms())
            async for _ in parts:
                pass
    except httpx.HTTPError as error:
        load.failures.append(str(error) or type(error).__name__)
    else:
        load.answers_ms.append(elapsed_ms())


if __name__ == "__main__":
    main()
