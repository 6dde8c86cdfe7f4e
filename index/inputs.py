"""From what somebody names to an input: a file, a folder or an address of the web."""

from collections.abc import Sequence
from functools import cached_property
from pathlib import Path
from typing import TYPE_CHECKING

from pydantic import ValidationError

from index.document import Input
from index.errors import NothingToIndex
from index.files import FileInput, FolderInput
from index.readers import SUFFIXES, FieldMapping
from index.work import NamedInput

if TYPE_CHECKING:
    from index.web import Fetcher, WebInput

_WEB = ("http://", "https://")


def find_inputs(written: Sequence[str], mapping: FieldMapping | None = None) -> list[NamedInput]:
    """Return the inputs that are meant by what somebody wrote: paths of this machine, addresses.

    Raises NothingToIndex when a path does not exist, or there is no file in any of them.
    """
    named = [_name(one, mapping) for one in written]
    if not any(one.name.startswith(_WEB) or len(open_path(one)) for one in named):
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


class Inputs:
    """Opens inputs; those of the web fetch their pages with one fetcher, host by host."""

    def __init__(self, *, user_agent: str, allow_private_networks: bool) -> None:
        """Fetch pages as `user_agent`, from private networks only when that is allowed."""
        self._user_agent = user_agent
        self._allow_private_networks = allow_private_networks
        self._web: dict[str, WebInput] = {}

    @cached_property
    def _fetcher(self) -> "Fetcher":
        # Imported late: most libraries are made of files.
        from index.web import Fetcher

        return Fetcher(
            user_agent=self._user_agent, allow_private_networks=self._allow_private_networks
        )

    def open(self, named: NamedInput) -> Input:
        """Return the input that is named; raises NothingToIndex when there is no such thing."""
        if named.name.startswith(_WEB):
            from index.web import WebInput

            # Kept: it remembers which version of a feed it saw, and asks only for a newer one.
            if named.name not in self._web:
                self._web[named.name] = WebInput(named.name, self._fetcher)
            return self._web[named.name]
        return open_path(named)


def open_path(named: NamedInput) -> FileInput | FolderInput:
    """Return the file or folder that is named; raises NothingToIndex when it is not there."""
    path = Path(named.name)
    try:
        mapping = FieldMapping.model_validate_json(named.options)
    except ValidationError as error:
        raise NothingToIndex(f"{named.name} was taken in by another Dépêche: name it.") from error
    if not path.exists():
        raise NothingToIndex(f"{named.name} does not exist: check the path.")
    return FolderInput(path, mapping) if path.is_dir() else FileInput(path, mapping)
