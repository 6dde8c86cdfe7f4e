"""A language model and a check that do what the test wants, and verbatim answers to write from."""

import re
from collections.abc import Generator, Sequence
from datetime import date
from pathlib import Path

from assistant.answer import Answer, Citation, Disagreement, Position
from assistant.checking import Checker, Source, Support
from assistant.writing.budget import TokenBudget
from assistant.writing.calls import ModelCalls
from assistant.writing.model import (
    CallStopped,
    Failure,
    LanguageModel,
    Limits,
    Message,
    ModelFailed,
    Stopped,
    Usage,
)
from assistant.writing.prompting import open_prompts
from assistant.writing.writer import Writer
from index.article import DatePrecision, Passage
from index.errors import NotFound

_FIGURES = re.compile(r"\d+")

Script = Sequence[str | Failure]
"""What a model says, in pieces; at a failure it fails."""


class Scripted:
    """Gives one script after the other, and keeps what it was told."""

    name = "scripted"
    place = "nowhere"

    def __init__(self, *scripts: str | Script) -> None:
        self._scripts = [[one] if isinstance(one, str) else list(one) for one in scripts]
        self.told: list[str] = []

    def stream(
        self,
        messages: Sequence[Message],
        *,
        limits: Limits,  # noqa: ARG002 - the protocol's
        stopped: Stopped,
    ) -> Generator[str | Usage, None, None]:
        self.told.append("\n".join(message.text for message in messages))
        for part in self._scripts.pop(0):
            if stopped():
                raise CallStopped
            if isinstance(part, Failure):
                raise ModelFailed(part, "It failed as the script says.")
            yield part
        yield Usage(100, 20)


class Passages:
    """A library of the passages that citations stand in."""

    def __init__(self, *texts: str) -> None:
        self._texts = texts

    def passage(self, passage_id: str) -> Passage:
        try:
            text = self._texts[int(passage_id)]
        except IndexError:
            raise NotFound("It was replaced.") from None
        return Passage(
            id=passage_id, article_id=f"{passage_id}" * 16, start=0, end=len(text), text=text
        )


def verbatim(
    *quotes: str,
    question: str = "When was the second summit held?",
    language: str = "en",
    of: str | None = None,
    published: date | None = None,
    disagree: bool = False,
    sure: bool = True,
) -> Answer:
    """Return the verbatim answer with these quotes, each of a passage of its own.

    `of` is the articles' language, the question's when None.
    """
    citations = [
        Citation(
            marker=number + 1,
            article_id=f"{number}" * 16,
            title=None,
            published=published,
            published_precision=DatePrecision.DAY if published else None,
            source="The Gazette",
            url=None,
            language=of or language,
            quote=quote,
            start=0,
            end=len(quote),
            highlight=None,
            passage_id=f"{number}",
            score=0.9,
        )
        for number, quote in enumerate(quotes)
    ]
    positions = [Position(text=one.quote, markers=[one.marker], voices=1) for one in citations]
    text = " ".join(f"“{one.quote}” [{one.marker}]" for one in citations)
    return Answer(
        question=question,
        language=language,
        answer=text if sure else f"Perhaps, though not for certain:\n\n{text}",
        abstained=False,
        sure=sure,
        confidence=0.9,
        mode="verbatim",
        citations=citations,
        positions=positions,
        disagreement=Disagreement(kind="differ", between=len(quotes)) if disagree else None,
        indexed_through=None,
        took_ms=1.0,
    )


class FiguresChecker:
    """Takes for supported whose figures all stand in the passages, and keeps what was asked."""

    def __init__(self) -> None:
        self.questions: list[str] = []

    def check(
        self,
        sentence: str,
        cited: Sequence[Source],
        language: str | None,  # noqa: ARG002 - the protocol's
        question: str = "",
    ) -> Support:
        self.questions.append(question)
        said = {figures for source in cited for figures in _FIGURES.findall(source.text)}
        supported = said.issuperset(_FIGURES.findall(sentence))
        return Support(supported=supported, score=float(supported))


def writer(
    model: LanguageModel,
    folder: Path,
    *,
    checker: Checker | None = None,
    context: int = 4096,
    per_day: int = 0,
) -> Writer:
    """Return a writer with `model`, whose tokens are counted in `folder`.

    It checks by figures alone where no checker is given.
    """
    calls = ModelCalls(model, TokenBudget(folder, per_day))
    return Writer(calls, open_prompts(), checker or FiguresChecker(), seconds=10, context=context)
