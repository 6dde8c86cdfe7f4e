"""From what somebody names to an input: a file, a folder or an address of the web."""

from collections.abc import Sequence
from pathlib import Path

from pydantic import ValidationError

from index.document import Input
from index.errors import NothingToIndex
from index.files import FileInput, FolderInput
from index.readers import SUFFIXES, FieldMapping
from index.work import NamedInput

_WEB = ("http://", "https://")


def find_inputs(written: Sequence[str], mapping: FieldMapping | None = None) -> list[NamedInput]:
    """Return the inputs that are meant by what somebody wrote: paths of this machine, addresses.

    Raises NothingToIndex when a path does not exist, or there is no file in any of them.
    """
    named = [_name(one, mapping) for one in written]
    if not any(one.name.startswith(_WEB) or len(open_input(one)) for one in named):
        raise NothingToIndex(
            f"There is no article in {', '.join(written)}: files that can be read are "
            f"{', '.join(sorted(SUFFIXES))}."
        )
    return named


def _name(written: str, mapping: FieldMapping | None) -> NamedInput:
    options = (mapping or FieldMapping()).model_dump_json(exclude_none=True)
    if written.startswith(_WEB):
        return NamedInput(name=written)
    return NamedInput(name=str(Path(written).expanduser().resolve()), options=options)


def open_input(named: NamedInput) -> Input:
    """Return the input that is named; raises NothingToIndex when there is no such thing."""
    path = Path(named.name)
    try:
        mapping = FieldMapping.model_validate_json(named.options)
    except ValidationError as error:
        raise NothingToIndex(f"{named.name} was taken in by another Dépêche: name it.") from error
    if not path.exists():
        raise NothingToIndex(f"{named.name} does not exist: check the path.")
    return FolderInput(path, mapping) if path.is_dir() else FileInput(path, mapping)
