"""What can be done to a library, as data: the same in this process and in the one that holds it."""

from collections.abc import Callable
from typing import Literal

from pydantic import BaseModel, ConfigDict

from index.doctor import Finding, examine_indexes
from index.document import Input, Skipped
from index.errors import NothingToIndex
from index.intake import IndexReport, Progress, remove, take_in
from index.library import Library

_FROZEN = ConfigDict(frozen=True, extra="forbid")


class NamedInput(BaseModel):
    """An input by its name and how it is taken in; see `Input`."""

    model_config = _FROZEN

    name: str
    options: str = "{}"


OpenInput = Callable[[NamedInput], Input]
"""Makes the input that is named; raises NothingToIndex when there is no such thing."""


class TakeIn(BaseModel):
    """Take inputs in; without any, those that were taken in before."""

    model_config = _FROZEN

    kind: Literal["take in"] = "take in"
    inputs: tuple[NamedInput, ...]
    prune: bool = False


class Remove(BaseModel):
    """Remove articles, see `index.intake.remove`."""

    model_config = _FROZEN

    kind: Literal["remove"] = "remove"
    places: tuple[str, ...]


class Rebuild(BaseModel):
    """Make both indexes again."""

    model_config = _FROZEN

    kind: Literal["rebuild"] = "rebuild"


class Examine(BaseModel):
    """Examine the indexes, see `index.doctor`."""

    model_config = _FROZEN

    kind: Literal["examine"] = "examine"


Work = TakeIn | Remove | Rebuild | Examine


class Done(BaseModel):
    """What came of it: the part that belongs to the kind of work."""

    model_config = _FROZEN

    report: IndexReport = IndexReport()
    removed: int = 0
    findings: tuple[Finding, ...] = ()


def perform(library: Library, work: Work, open_input: OpenInput, progress: Progress) -> Done:
    """Do the work in an open library; raises what the functions that it is made of do.

    `progress` is told how far it is; what it raises stops the work.
    """
    match work:
        case TakeIn():
            inputs, gone = _opened(library, work, open_input)
            report = take_in(library, inputs, prune=work.prune, progress=progress)
            return Done(report=report.model_copy(update={"skipped": (*gone, *report.skipped)}))
        case Remove():
            return Done(removed=remove(library, work.places))
        case Rebuild():
            with library.writing:
                library.rebuild()
            return Done()
        case Examine():
            return Done(findings=tuple(examine_indexes(library)))


def _opened(
    library: Library, work: TakeIn, open_input: OpenInput
) -> tuple[list[Input], list[Skipped]]:
    """Open what is named, or what was taken in before, of which some may not be there any more."""
    if work.inputs:
        return [open_input(named) for named in work.inputs], []
    inputs: list[Input] = []
    gone: list[Skipped] = []
    remembered = library.catalogue.documents.inputs()
    if not remembered:
        raise NothingToIndex("Nothing was indexed before: name a file, a folder or an address.")
    for name, options in remembered.items():
        try:
            inputs.append(open_input(NamedInput(name=name, options=options)))
        except NothingToIndex as error:
            gone.append(Skipped(address=name, reason=str(error)))
    return inputs, gone
