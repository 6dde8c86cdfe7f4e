"""Why something was not taken in, in a reader's language; index/ says it in English."""

import re
import tomllib
from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache
from pathlib import Path

from pydantic import BaseModel, ConfigDict

from ui.words import Language

_FILE = Path(__file__).with_name("reasons.toml")
_PLACEHOLDER = re.compile(r"{(\w+)}")
_NARROW_SPACE = "\u202f"


class Reason(BaseModel):
    """A sentence that says why something was not taken in, and the language that it is in."""

    model_config = ConfigDict(frozen=True)

    text: str
    language: Language


def in_language(reason: str, language: Language) -> Reason:
    """Return the English sentence `reason` in `language`; as it is where reasons.toml lacks it."""
    french = _in_french(reason) if language == "fr" else None
    if french is None:
        return Reason(text=reason, language="en")
    return Reason(text=french, language="fr")


class Pair(BaseModel):
    """A sentence in both languages, with placeholders in braces; the English one begins so."""

    model_config = ConfigDict(frozen=True, extra="forbid")

    en: str
    fr: str


class Reasons(BaseModel):
    """What stands in reasons.toml."""

    model_config = ConfigDict(frozen=True, extra="forbid")

    kinds: dict[str, str]
    system: dict[str, str]
    sentences: list[Pair]


@cache
def all_reasons() -> Reasons:
    """The translations of everything that is said in English."""
    return Reasons.model_validate(tomllib.loads(_FILE.read_text(encoding="utf-8")))


@dataclass(frozen=True)
class _Pattern:
    """An English sentence taken apart: placeholders, and the words behind each of them."""

    names: list[str]
    words: list[str]
    french: str

    def values(self, sentence: str) -> dict[str, str] | None:
        """Return what a sentence has at each placeholder, None when it is another one.

        Looked for from its end: the first placeholder is a name, which can hold anything, even the
        words of a sentence; what stands behind it is ours. A regular expression would take minutes
        over a long name that is made for it.
        """
        if not sentence.endswith(self.words[-1]):
            return None
        rest = sentence.removesuffix(self.words[-1])
        values: dict[str, str] = {}
        for name, words in zip(self.names[:0:-1], self.words[-2::-1], strict=True):
            rest, found, values[name] = rest.rpartition(words)
            if not found:
                return None
        return {self.names[0]: rest, **values}


@cache
def _patterns() -> list[_Pattern]:
    pieces = [(_PLACEHOLDER.split(pair.en)[1:], pair.fr) for pair in all_reasons().sentences]
    return [_Pattern(found[::2], found[1::2], french) for found, french in pieces]


def _in_french(reason: str) -> str | None:
    """The first French sentence that fits, None when there is none."""
    for pattern in _patterns():
        values = pattern.values(reason)
        french = None if values is None else _filled(pattern.french, values)
        if french is not None:
            return french
    return None


def _filled(french: str, values: Mapping[str, str]) -> str | None:
    """The French sentence with its values, None when one of them has no translation."""
    told = {name: _value_in_french(name, value) for name, value in values.items()}
    if None in told.values():
        return None
    # What is put in is not looked at again: names of files may have braces of their own.
    return _PLACEHOLDER.sub(lambda found: str(told[found[1]]), french)


def _value_in_french(name: str, value: str) -> str | None:
    """What stands for a placeholder in French, None when there is nothing for it."""
    match name:
        case "kind":
            return all_reasons().kinds.get(value)
        case "limit":
            return value.replace(",", _NARROW_SPACE)
        case "reason":
            return _in_french(value)
        case "system":
            return all_reasons().system.get(value, value)
        case _:
            return value
