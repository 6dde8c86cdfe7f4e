"""The words by which a question leans on the one before it, read from `references.toml`."""

import re
import tomllib
from dataclasses import dataclass
from functools import lru_cache
from importlib.resources import files
from typing import TypedDict


class _Table(TypedDict):
    """The entry of one language in `references.toml`."""

    openers: list[str]
    persons: str
    pronouns: str
    pointers: str
    stand_ins: str
    contrasts: str
    empty: str
    prepositions: str
    silent: bool


@dataclass(frozen=True)
class References:
    """What points back in one language; `references.toml` says what each is."""

    openers: re.Pattern[str]
    """Matches what joins a question to the one before, with the spaces after it."""
    persons: frozenset[str]
    pronouns: frozenset[str]
    pointers: frozenset[str]
    stand_ins: frozenset[str]
    contrasts: frozenset[str]
    empty: re.Pattern[str] | None
    prepositions: frozenset[str]
    silent: bool

    @property
    def all(self) -> frozenset[str]:
        """Every word that stands for something said before."""
        return self.persons | self.pronouns | self.pointers | self.stand_ins


@lru_cache(maxsize=16)
def references(language: str) -> References | None:
    """Return the references of an ISO 639-1 language; None where they are not known."""
    table = _tables().get(language)
    if table is None:
        return None
    # In Chinese nothing stands after such a word, and in Arabic it may be written together.
    after = r"[\s,，、:]*" if language in {"zh", "ar"} else r"(?:[\s,:]+|$)"
    openers = "|".join(sorted(table["openers"], key=len, reverse=True))
    return References(
        openers=re.compile(rf"(?:{openers}){after}", re.IGNORECASE),
        persons=frozenset(table["persons"].split()),
        pronouns=frozenset(table["pronouns"].split()),
        pointers=frozenset(table["pointers"].split()),
        stand_ins=frozenset(table["stand_ins"].split()),
        contrasts=frozenset(table["contrasts"].split()),
        empty=re.compile(table["empty"], re.IGNORECASE) if table["empty"] else None,
        prepositions=frozenset(table["prepositions"].split()),
        silent=table["silent"],
    )


def known_languages() -> tuple[str, ...]:
    """Return the languages whose references are known (ISO 639-1)."""
    return tuple(_tables())


@lru_cache(maxsize=1)
def _tables() -> dict[str, _Table]:
    text = files("assistant.language").joinpath("references.toml").read_text(encoding="utf-8")
    tables: dict[str, _Table] = tomllib.loads(text)
    return tables
