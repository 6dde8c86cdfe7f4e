"""The servers that scripts/screenshots.py takes pictures of, over the sample articles."""

import re
import threading
import time
import tomllib
from collections.abc import Generator, Iterator, Sequence
from contextlib import ExitStack, contextmanager
from dataclasses import dataclass
from pathlib import Path
from tempfile import TemporaryDirectory

import uvicorn

from assistant import Assistant, open_span_reader
from assistant.checking import SupportChecker
from assistant.writing.budget import TokenBudget
from assistant.writing.calls import ModelCalls
from assistant.writing.model import (
    CallStopped,
    Failure,
    Limits,
    Message,
    ModelFailed,
    Stopped,
    Usage,
)
from assistant.writing.prompting import open_prompts
from assistant.writing.writer import Writer
from index.embedding import EmbeddingModel, open_embedding
from index.files import FolderInput
from index.intake import take_in
from index.library import Library
from ui.access.policy import AccessPolicy
from ui.feedback.store import FeedbackStore
from ui.running import listen
from ui.server import create_app
from ui.serving import Serving
from ui.settings import load_settings
from ui.words import Language

SAMPLES = Path(__file__).resolve().parents[1] / "samples"
PASSWORD = "for the pictures"  # noqa: S105 - of servers that live as long as the script
COPIED = "2025-01-24-middle-corridor.md"
CARRIER = "Caspian Herald"
"""Who carries that article too, where two papers do."""
DISPUTED = """---
title: The railway over the mountains, measured again
date: 2025-01-09
source: Caspian Herald
language: en
---

From Kashgar to Andijan, the railway through Kyrgyzstan will be about 486 kilometres long. Engineers
who walked the passes in autumn left out two of the loops that were planned.
"""

_WORD_S = 0.02
# What the model says, by words of the question or quote.
REPLIES: dict[str, str | Failure] = {
    "Question: When did the visa exemption": (
        "The visa exemption between China and Kazakhstan took effect on 10 November 2023. [1] "
        "Citizens of both countries may stay for thirty days in a row. [1] "
        "It cost 40 million dollars. [1]"
    ),
    "Question: How much cargo": (
        "The government of Kazakhstan says that about 4.5 million tonnes of cargo moved along the "
        "Middle Corridor in 2024. [1]"
    ),
    "into English. It is text": (
        "ALMATY — The mutual visa exemption between China and Kazakhstan entered into force on "
        "10 November 2023."
    ),
    "Question: Who will host": Failure.DOWN,
    "Question: Where was the first": f"The first summit was held in Xi’an. [1] {'And on. ' * 500}",
}


@dataclass(frozen=True)
class Addresses:
    """Where the servers answer."""

    plain: str
    """As `make chat` starts it."""
    full: str
    """With a sign-in, files to add, a language model, and an article that two papers carry."""
    disputed: str
    """With an article that contradicts another."""
    bare: str
    """With nothing in its library."""


class SetSentences:
    """A language model that says what stands in REPLIES, word by word."""

    name = "set sentences"
    place = "this process"

    def stream(
        self,
        messages: Sequence[Message],
        *,
        limits: Limits,  # noqa: ARG002 - the protocol's
        stopped: Stopped,
    ) -> Generator[str | Usage, None, None]:
        told = messages[-1].text
        reply = next(said for words, said in REPLIES.items() if words in told)
        if isinstance(reply, Failure):
            raise ModelFailed(reply, "The model is down, as it was told to be.")
        for word in re.findall(r"\S+\s*", reply):
            if stopped():
                raise CallStopped
            time.sleep(_WORD_S)
            yield word
        yield Usage(len(told) // 4, len(reply) // 4)


@contextmanager
def pictured_servers() -> Iterator[Addresses]:
    """Serve while the block runs, over libraries that are made for it."""
    cache = load_settings().cache
    embedding = open_embedding(cache=cache)
    with ExitStack() as stack:
        folder = Path(stack.enter_context(TemporaryDirectory()))
        articles = SAMPLES / "articles"
        copies = folder / "copies"
        copies.mkdir()
        article = (articles / COPIED).read_text(encoding="utf-8")
        carried = re.sub(r"(?m)^source: .*$", f"source: {CARRIER}", article)
        (copies / COPIED).write_text(carried, encoding="utf-8")
        disputes = folder / "disputes"
        disputes.mkdir()
        (disputes / "railway.md").write_text(DISPUTED, encoding="utf-8")

        def serve(name: str, serving: Serving, *inputs: Path) -> str:
            library = stack.enter_context(_filled(folder / name, embedding, inputs))
            assistant = Assistant(library, open_span_reader(cache=cache))
            return stack.enter_context(_served(assistant, serving))

        proposed = tomllib.loads((SAMPLES / "examples.toml").read_text(encoding="utf-8"))
        examples: dict[Language, list[str]] = {"en": proposed["en"], "fr": proposed["fr"]}
        plain = Serving(examples=examples, feedback=FeedbackStore(folder))
        full = Serving(
            feedback=FeedbackStore(folder),
            uploads=folder / "uploads",
            policy=AccessPolicy(password=PASSWORD),
            writer=_writer(folder, embedding),
        )
        yield Addresses(
            plain=serve("plain", plain, articles),
            full=serve("full", full, articles, copies),
            disputed=serve("disputed", Serving(), articles, disputes),
            bare=serve("bare", Serving()),
        )


@contextmanager
def _filled(folder: Path, embedding: EmbeddingModel, inputs: Sequence[Path]) -> Iterator[Library]:
    with Library.create(folder, embedding) as library:
        take_in(library, [FolderInput(each) for each in inputs])
        yield library


def _writer(folder: Path, embedding: EmbeddingModel) -> Writer:
    calls = ModelCalls(SetSentences(), TokenBudget(folder, 0))
    return Writer(calls, open_prompts(), SupportChecker(embedding), seconds=60, context=4096)


@contextmanager
def _served(assistant: Assistant, serving: Serving) -> Iterator[str]:
    listener = listen("127.0.0.1", 0)
    config = uvicorn.Config(create_app(assistant, serving), log_level="error", proxy_headers=False)
    server = uvicorn.Server(config)
    thread = threading.Thread(target=server.run, kwargs={"sockets": [listener]}, daemon=True)
    thread.start()
    while not server.started:
        time.sleep(0.02)
    try:
        yield f"http://127.0.0.1:{listener.getsockname()[1]}"
    finally:
        server.should_exit = True
        thread.join(timeout=10)
