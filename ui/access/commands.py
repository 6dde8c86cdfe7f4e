"""`depeche keys`: makes, lists and revokes the keys of bots, also while a server runs."""

from pathlib import Path
from typing import Annotated

import typer
from rich.console import Console
from rich.table import Table

from index.library import find_catalogue
from ui.access.keys import KeyFile
from ui.access.scopes import KEY_SCOPES
from ui.settings import load_settings

keys_app = typer.Typer(
    help="Make, list and revoke the keys of bots; a running server knows at once.",
    no_args_is_help=True,
)

_LibraryOption = Annotated[
    Path | None,
    typer.Option("--library", metavar="DIR", help="The library's folder (DEPECHE_LIBRARY)."),
]


@keys_app.command()
def create(
    name: Annotated[str, typer.Option(help="What the log calls the bot.", metavar="NAME")],
    scope: Annotated[
        list[str],
        typer.Option(
            help="What the key is good for; may be given again.", metavar="|".join(KEY_SCOPES)
        ),
    ] = ["ask"],  # noqa: B006 - typer reads the default and changes nothing
    rate: Annotated[
        str, typer.Option(help="How often it may ask, with s, min, h or day.", metavar="N/UNIT")
    ] = "60/min",
    library: _LibraryOption = None,
) -> None:
    """Make a key and print it, this once."""
    scopes = [known for known in KEY_SCOPES if known in scope]
    if len(scopes) != len(set(scope)):
        raise typer.BadParameter(f"a scope is one of {', '.join(KEY_SCOPES)}.")
    with _keys(library) as keys:
        key = keys.create(name, scopes, rate)
    Console(stderr=True, highlight=False).print(
        "Keep this key safe, it is not shown again. It is sent as `Authorization: Bearer KEY`."
    )
    typer.echo(key)


@keys_app.command(name="list")
def show(library: _LibraryOption = None) -> None:
    """List the keys: not themselves, but what they are good for and when they were last used."""
    with _keys(library) as keys:
        known = keys.all()
    if not known:
        typer.echo("There is no key yet: `depeche keys create --name NAME` makes one.")
        return
    table = Table("Name", "Scopes", "Rate", "Created", "Last used", box=None, pad_edge=False)
    for key in known:
        used = key.last_used.isoformat() if key.last_used else "never"
        scopes = " ".join(key.scopes)
        table.add_row(key.name, scopes, key.rate, key.created.isoformat(), used)
    Console(highlight=False, markup=False).print(table)


@keys_app.command()
def revoke(
    name: Annotated[str, typer.Argument(help="The name that the key was made with.")],
    library: _LibraryOption = None,
) -> None:
    """Revoke a key: from now on it lets nobody in."""
    with _keys(library) as keys:
        keys.revoke(name)
    typer.echo(f"The key {name} is revoked.")


def _keys(library: Path | None) -> KeyFile:
    folder = load_settings(library=library).library
    find_catalogue(folder)  # a folder with keys alone would pass for something else than a library
    return KeyFile.of(folder)
