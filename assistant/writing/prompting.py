"""The texts that a model is told, from `prompts/` or from a folder of the user's own."""

import re
from collections.abc import Mapping
from functools import cache
from importlib.resources import files
from pathlib import Path

from babel import Locale

from index.errors import SettingsInvalid

_FIELDS: Mapping[str, frozenset[str]] = {
    "system.txt": frozenset(),
    "question.txt": frozenset({"passages", "question"}),
    "passage.txt": frozenset({"number", "text", "mark"}),
    "translation.txt": frozenset({"quote", "mark"}),
    "followup.txt": frozenset({"turns", "question"}),
}
"""What each text has to have a place for; without it the model would not be told."""
_FIELD = re.compile(r"\{([a-z]+)\}")
_LONGEST = 20_000  # characters of a text


class Prompts:
    """The texts, with their comments taken out. Made by `open_prompts`."""

    def __init__(self, texts: Mapping[str, str]) -> None:
        self._texts = texts

    def fill(self, name: str, **fields: str) -> str:
        """Return the text `name` (a file of `prompts/` without its ending), filled in.

        Only fields that are given are replaced, once: braces in what is filled in stay as they are.
        """

        def filled(field: re.Match[str]) -> str:
            return str(fields.get(field[1], field.group()))

        return _FIELD.sub(filled, self._texts[f"{name}.txt"])


@cache
def open_prompts(folder: Path | None = None) -> Prompts:
    """Return the texts of `folder`, and ours for those that it does not have.

    Raises SettingsInvalid when the folder is not there, or holds a text that is not known or
    lacks the place for something that the model must be told.
    """
    own = _own_files(folder) if folder else {}
    texts = {}
    for name, needed in _FIELDS.items():
        ours = files("prompts").joinpath(name).read_text(encoding="utf-8")
        text = _without_comments(_read(own[name]) if name in own else ours)
        missing = sorted(needed - set(_FIELD.findall(text)))
        if missing:
            places = ", ".join(f"{{{field}}}" for field in missing)
            raise SettingsInvalid(f"Write {places} into {own[name]}: the model must be told it.")
        texts[name] = text
    return Prompts(texts)


def spoken_language(code: str) -> str:
    """Return the English name of a language, which a prompt in English calls it by."""
    return str(Locale("en").languages.get(code, code))


def _own_files(folder: Path) -> dict[str, Path]:
    if not folder.is_dir():
        raise SettingsInvalid(f"The setting 'prompts' names {folder}, which is not a folder.")
    own = {path.name: path for path in folder.iterdir() if not path.name.startswith(".")}
    unknown = sorted(own.keys() - _FIELDS.keys())
    if unknown:
        raise SettingsInvalid(
            f"Remove {folder / unknown[0]}: the prompts are {', '.join(_FIELDS)} and nothing else."
        )
    return own


def _read(path: Path) -> str:
    try:
        text = path.read_text(encoding="utf-8")
    except (OSError, UnicodeDecodeError) as error:
        raise SettingsInvalid(f"{path} cannot be read as text in UTF-8.") from error
    if len(text) > _LONGEST:
        raise SettingsInvalid(f"Shorten {path}, which has more than {_LONGEST} characters.")
    return text


def _without_comments(text: str) -> str:
    return "\n".join(line for line in text.splitlines() if not line.startswith("#")).strip()
