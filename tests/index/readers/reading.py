"""What the tests of the readers share: an article of ours, and the reading of bytes."""

from pathlib import Path

import pytest

from index.article import Article
from index.document import Skipped
from index.errors import UnreadableArticle
from index.readers import FieldMapping, read_file

TITLE = "Le port de Kerlann reçoit deux ferries électriques"
FIRST = (
    "Les deux navires, longs de 62 mètres, ont accosté samedi matin devant plusieurs centaines "
    "d'habitants venus malgré la pluie."
)
SECOND = (
    "La région a payé 41 millions d'euros. Le premier départ régulier est annoncé pour le "
    "12 juin 2024, a dit la présidente du conseil du port."
)


def read(path: Path, mapping: FieldMapping | None = None) -> list[Article | Skipped]:
    """Return what is read of the file at `path`."""
    return list(read_file(path, str(path), str(path), mapping or FieldMapping()))


def read_bytes(folder: Path, name: str, data: bytes) -> list[Article | Skipped]:
    """Return what is read of a file of that name and content."""
    path = folder / name
    path.write_bytes(data)
    return read(path)


def articles(found: list[Article | Skipped]) -> list[Article]:
    """Return `found`, of which nothing may have been skipped."""
    assert [one for one in found if isinstance(one, Skipped)] == []
    return [one for one in found if isinstance(one, Article)]


def article(found: list[Article | Skipped]) -> Article:
    """Return the only article in `found`."""
    (only,) = articles(found)
    return only


def refusal(path: Path) -> str:
    """Return the sentence that refuses the whole file at `path`."""
    with pytest.raises(UnreadableArticle) as caught:
        read(path)
    message = str(caught.value)
    assert message.startswith(str(path))
    assert "\n" not in message
    return message


def refusal_of_bytes(folder: Path, name: str, data: bytes) -> str:
    """Return the sentence that refuses a file of that name and content."""
    path = folder / name
    path.write_bytes(data)
    return refusal(path)
