"""Leaves out of a passage what speaks to a language model, before one reads it.

This is one fence of several: words can always be put otherwise. What gets past it is still fenced
as data, and what a model says of it has to stand in a passage as it is said.
"""

import re
import tomllib
from collections.abc import Sequence
from dataclasses import dataclass
from functools import cache
from pathlib import Path

from index.sentences import sentence_ranges

_FILE = Path(__file__).with_suffix(".toml")
_UNSPACED = frozenset({"zh", "ja"})
_TEMPLATES = re.compile(
    r"<\|[a-z_]+\|>|\[/?INST\]|<</?SYS>>|</?(?:system|assistant|user|passage|s)>|<!--"
    r"|\"role\"\s*:|^#{2,}\s*(?:system|instruction)",
    re.IGNORECASE | re.MULTILINE,
)
"""Marks of chat templates and of messages, which no news text has."""
_FENCE_ENDS = re.compile(r"\bend of (?:data|passages?|text|document|context)\b", re.IGNORECASE)


@dataclass(frozen=True)
class _Words:
    """The expressions of commands.toml in all languages together."""

    override: re.Pattern[str]
    said: re.Pattern[str]
    machine: re.Pattern[str]
    order: re.Pattern[str]
    leading_order: re.Pattern[str]
    speaker: re.Pattern[str]


def without_commands(text: str, language: str | None) -> str:
    """Return `text` without the sentences that read like a command to a language model.

    What follows such a sentence in its paragraph goes with it: it is mostly what was commanded.
    """
    return "\n\n".join(
        kept
        for paragraph in re.split(r"\n\s*\n", text)
        if (kept := _before_command(paragraph, language))
    )


def is_command(sentence: str) -> bool:
    """Tell whether a sentence reads like a command to a language model."""
    words = _words()
    return bool(
        _TEMPLATES.search(sentence)
        or _FENCE_ENDS.search(sentence)
        or words.speaker.search(sentence)
        or words.leading_order.search(sentence)
        or (words.override.search(sentence) and words.said.search(sentence))
        or (words.machine.search(sentence) and words.order.search(sentence))
    )


def _before_command(paragraph: str, language: str | None) -> str:
    for start, end in sentence_ranges(paragraph, language):
        if is_command(paragraph[start:end]):
            return paragraph[:start].strip()
    return paragraph.strip()


@cache
def _words() -> _Words:
    tables: dict[str, dict[str, list[str]]] = tomllib.loads(_FILE.read_text(encoding="utf-8"))

    def spoken(name: str, *, unspaced: bool) -> list[str]:
        return [
            word
            for language, table in tables.items()
            if (language in _UNSPACED) == unspaced
            for word in table[name]
        ]

    def anywhere(name: str) -> re.Pattern[str]:
        return _pattern(
            [
                rf"(?<!\w)(?:{_either(spoken(name, unspaced=False))})(?!\w)",
                _either(spoken(name, unspaced=True)),
            ]
        )

    orders, speakers = spoken("order", unspaced=False), spoken("speaker", unspaced=False)
    return _Words(
        override=anywhere("override"),
        said=anywhere("said"),
        machine=anywhere("machine"),
        order=anywhere("order"),
        leading_order=_pattern([rf"(?:^|[:.!]\s*)\W*(?:{_either(orders)})(?!\w)"]),
        speaker=_pattern(
            [
                rf"^\W*(?:{_either(speakers)})\s*:",
                rf"^\W*(?:{_either(spoken('speaker', unspaced=True))})\s*[:：]",
            ]
        ),
    )


def _either(words: Sequence[str]) -> str:
    return "|".join(words)


def _pattern(alternatives: Sequence[str]) -> re.Pattern[str]:
    return re.compile("|".join(alternatives), re.IGNORECASE | re.MULTILINE)
