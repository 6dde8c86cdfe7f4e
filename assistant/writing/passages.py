"""The passages as a model is shown them: numbered, dated, fenced as data, within its context."""

import secrets
import unicodedata
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from typing import Protocol

from assistant.answer import Answer, Citation
from assistant.checking import Source
from assistant.wording import date_text
from assistant.writing.commands import without_commands
from assistant.writing.model import Limits, Message
from assistant.writing.prompting import Prompts, spoken_language
from index.article import DatePrecision, Passage
from index.errors import NotFound

_BYTES_PER_TOKEN = 3
"""Few: European text has about four, Chinese and Arabic three to four with current models."""
_ROUND = str.maketrans("[]【】<>", "()()()")
_JOINERS = "\u200c\u200d"  # they belong to the spelling of Persian and of Indian languages


class Library(Protocol):
    """Where the passages of citations are read."""

    def passage(self, passage_id: str) -> Passage:
        """The passage of that identifier; raises NotFound."""
        ...


@dataclass(frozen=True)
class ShownPassage:
    """A passage that the model is shown."""

    number: int
    """What it is cited by: the marker of the first citation out of it."""
    text: str
    citation: Citation

    @property
    def source(self) -> Source:
        """What a sentence that cites it is held against."""
        citation = self.citation
        title = harmless(citation.title or "")
        return Source(f"{title}\n{self.text}".strip(), citation.language, day_cited(citation))


def day_cited(citation: Citation) -> date | None:
    """Return the day that relative dates of a cited article count from; None where not known."""
    return citation.published if citation.published_precision is DatePrecision.DAY else None


def shown_passages(answer: Answer, library: Library) -> list[ShownPassage]:
    """Return the passages that the citations of `answer` stand in, without the copies of others.

    What reads like a command to a model is left out of them, and so neither followed nor support
    for a sentence.
    """
    shown: dict[str, ShownPassage] = {}
    for citation in answer.citations:
        if citation.copy_of is not None or citation.passage_id in shown:
            continue
        try:
            passage = library.passage(citation.passage_id)
        except NotFound:  # its article was replaced since
            continue
        text = harmless(passage.text, citation.language)
        if text:
            shown[citation.passage_id] = ShownPassage(citation.marker, text, citation)
    return list(shown.values())


def question_messages(
    answer: Answer, passages: Sequence[ShownPassage], prompts: Prompts
) -> list[Message]:
    """Return what the model is told: its rules, the passages and the question."""
    language, mark = spoken_language(answer.language), _mark()
    framed = [
        prompts.fill(
            "passage",
            number=str(one.number),
            about=_about(one.citation),
            mark=mark,
            text=one.text,
        )
        for one in passages
    ]
    question = prompts.fill(
        "question",
        passages="\n\n".join(framed),
        question=plain(answer.understood or answer.question),
        language=language,
        mark=mark,
    )
    return [Message("system", prompts.fill("system", language=language)), Message("user", question)]


def translation_messages(quote: str, language: str, prompts: Prompts) -> list[Message]:
    """Return what the model is told to translate a quote."""
    told = prompts.fill(
        "translation", quote=plain(quote), language=spoken_language(language), mark=_mark()
    )
    return [Message("user", told)]


def fitting(
    answer: Answer,
    passages: Sequence[ShownPassage],
    prompts: Prompts,
    limits: Limits,
    context: int,
) -> list[ShownPassage]:
    """Return as many of the passages, the first ones, as fit into `context` tokens with a reply."""
    room = context - limits.tokens
    kept = list(passages)
    while kept and estimated_tokens(question_messages(answer, kept, prompts)) > room:
        kept.pop()
    return kept


def estimated_tokens(messages: Sequence[Message]) -> int:
    """Return about how many tokens messages have, rather too many than too few."""
    return sum(len(message.text.encode()) // _BYTES_PER_TOKEN + 8 for message in messages)


def harmless(text: str, language: str | None = None) -> str:
    """Return text in which nothing is a citation, a command or invisible to a model.

    Square and angle brackets become round ones: chat templates write `<|im_start|>` and `[INST]`,
    and a server may take those of an article for its own. Characters without a glyph can hide a
    message that only the model reads.
    """
    return plain(without_commands(visible(text), language))


def plain(text: str) -> str:
    """Return text without square and angle brackets, and without what has no glyph."""
    return visible(text).translate(_ROUND).strip()


def visible(text: str) -> str:
    """Return text without characters that have no glyph, such as Unicode's tags."""
    return "".join(
        character
        for character in text
        if character == "\n"
        or character in _JOINERS
        or unicodedata.category(character) not in {"Cc", "Cf", "Co", "Cs"}
    )


def _about(citation: Citation) -> str:
    known = [citation.source, date_text(citation, "en")]
    return harmless(", ".join(part for part in known if part) or "undated article")


def _mark() -> str:
    return f"text-{secrets.token_hex(4)}"
