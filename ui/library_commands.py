"""The commands that fill a library and look after it: index, remove, rebuild, doctor and more."""

from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from ui.output import print_error, print_line
from ui.settings import Settings, load_settings

if TYPE_CHECKING:
    from index.doctor import Finding
    from index.intake import IndexReport
    from index.work import Done, Work

LibraryOption = Annotated[
    Path | None,
    typer.Option("--library", metavar="DIR", help="The library's folder (DEPECHE_LIBRARY)."),
]
JsonOption = Annotated[bool, typer.Option("--json", help="Print the result as JSON.")]

_SHOWN = 50
_EXTRAS = ("feedback.sqlite",)  # what else of a library's folder goes with an export


def add_library_commands(app: typer.Typer) -> None:
    """Add the commands to the command line."""
    app.command()(index)
    app.command()(watch)
    app.command()(remove)
    app.command()(rebuild)
    app.command()(doctor)
    app.command()(export)
    app.command(name="import")(import_)


def index(
    places: Annotated[
        list[str] | None,
        typer.Argument(
            metavar="[PLACE]...",
            help="Files, folders, or addresses of pages, sitemaps and feeds; without any, all "
            "that were indexed before.",
        ),
    ] = None,
    library: LibraryOption = None,
    mapping: Annotated[
        str | None,
        typer.Option(
            "--map",
            metavar="FIELD=NAME,...",
            help="Which fields of JSON and CSV records hold text, title, date, author, source, "
            "url, language and id.",
        ),
    ] = None,
    prune: Annotated[
        bool, typer.Option("--prune", help="Remove the articles that have gone from a PLACE.")
    ] = False,
    json: JsonOption = False,
) -> None:
    """Add or update articles; what is unchanged is left alone."""
    from index.inputs import find_inputs
    from index.readers import FieldMapping
    from index.work import TakeIn

    fields = FieldMapping.parse(mapping) if mapping else None
    named = tuple(find_inputs(places, fields)) if places else ()
    try:
        done = _do(
            load_settings(library=library),
            TakeIn(inputs=named, prune=prune),
            "index",
            title="Indexing",
            may_create=bool(named),
        )
    except KeyboardInterrupt:
        print_error("Stopped. What was stored stays; the same command goes on from there.")
        raise typer.Exit(130) from None
    report = done.report
    if json:
        print_line(report.model_dump_json(indent=2))
    else:
        _print_report(report)
    if report.skipped and not report.taken:
        raise typer.Exit(1)


def watch(
    places: Annotated[
        list[str] | None,
        typer.Argument(metavar="[PLACE]...", help="As of `depeche index`."),
    ] = None,
    library: LibraryOption = None,
    every: Annotated[
        str, typer.Option(metavar="TIME", help="How often, such as 90s, 15m, 2h or 1d.")
    ] = "15m",
    prune: Annotated[
        bool, typer.Option("--prune", help="Remove the articles that have gone from a PLACE.")
    ] = False,
) -> None:
    """Index again and again, and tell what is new, until it is stopped with Ctrl-C."""
    import threading

    from index.errors import LibraryInUse
    from index.inputs import find_inputs
    from index.watching import watch as watch_on
    from index.work import TakeIn
    from ui.working import do_work, inputs_of

    settings, seconds = load_settings(library=library), _seconds(every)
    work = TakeIn(inputs=tuple(find_inputs(places)) if places else (), prune=prune)
    inputs = inputs_of(settings)
    told: set[str] = set()

    def run() -> None:
        try:
            done = do_work(
                settings, work, lambda _step: None, inputs=inputs,
                purpose="depeche watch", may_create=bool(places), tell=lambda _line: None,
            )  # fmt: skip
        except LibraryInUse as busy:  # the next time it may be free
            print_error(str(busy))
        else:
            _print_news(done.report, told)

    print_error(f"Watching: indexing every {every}; Ctrl-C stops.")
    try:
        watch_on(seconds, run, threading.Event())
    except KeyboardInterrupt:
        print_error("Stopped.")
        raise typer.Exit(130) from None


def remove(
    places: Annotated[
        list[str],
        typer.Argument(
            metavar="PLACE...",
            help="Articles by their id or address, files, folders, feeds, or a source by its name.",
        ),
    ],
    library: LibraryOption = None,
) -> None:
    """Remove articles, so that no trace of them is left in the library."""
    from index.work import Remove

    # A path is told as it was indexed; whatever is no path stays as it is.
    paths = [str(Path(place).resolve()) for place in places if Path(place).exists()]
    done = _do(
        load_settings(library=library), Remove(places=(*places, *paths)), "remove", title="Removing"
    )
    if not done.removed:
        print_error(
            f"No article of the library has the id, address, folder or source "
            f"{' or '.join(places)}."
        )
        raise typer.Exit(1)
    print_line(f"Removed    {_count(done.removed, 'article')}.")


def rebuild(library: LibraryOption = None) -> None:
    """Make the indexes again from the catalogue; nothing is embedded again."""
    from index.work import Rebuild

    _do(load_settings(library=library), Rebuild(), "rebuild", title="Rebuilding")
    print_line("Rebuilt    The indexes of words and of vectors were made again.")


def doctor(library: LibraryOption = None, json: JsonOption = False) -> None:
    """Examine the library, and say what is wrong and what to do about it."""
    from index.doctor import Finding, examine_catalogue
    from index.errors import LibraryInUse
    from index.work import Examine

    settings = load_settings(library=library)
    found: list[Finding] = []
    try:
        # First: opening a library brings it up to date and mends its indexes.
        found += _do(settings, Examine(), "doctor", title="Examining").findings
    except LibraryInUse as busy:
        found.append(Finding(verdict="note", subject="Indexes", sentence=str(busy)))
    found = [*examine_catalogue(settings.library), *found, *_examine_model(settings)]
    if json:
        from pydantic import TypeAdapter

        print_line(TypeAdapter(list[Finding]).dump_json(found, indent=2).decode())
    else:
        _print_findings(found)
    if any(one.verdict == "fault" for one in found):
        raise typer.Exit(1)


def export(
    file: Annotated[Path, typer.Argument(help="The new file to write.")],
    library: LibraryOption = None,
) -> None:
    """Write the library to one file, with its vectors, to move it or to keep a copy."""
    from index.transfer import export_library

    settings = load_settings(library=library)
    manifest = export_library(settings.library, file, _EXTRAS)
    print_line(
        f"Exported   {_count(manifest.articles, 'article')} to {file} "
        f"({file.stat().st_size / 1_000_000:,.1f} MB)."
    )


def import_(
    file: Annotated[Path, typer.Argument(help="A file that `depeche export` wrote.")],
    library: LibraryOption = None,
) -> None:
    """Make a library of an exported file."""
    from index.library import Library
    from index.transfer import import_library
    from ui.models import open_embedding_model

    settings = load_settings(library=library)
    manifest = import_library(file, settings.library, _EXTRAS)
    print_line(f"Imported   {_count(manifest.articles, 'article')} into {settings.library}.")
    embedding = open_embedding_model(settings)
    Library.open(settings.library, embedding, purpose="depeche import").close()
    print_line("Rebuilt    The indexes were made from the vectors that came with it.")


def _do(
    settings: Settings, work: "Work", command: str, *, title: str, may_create: bool = False
) -> "Done":
    from ui.progress import indexing_bar
    from ui.working import do_work, inputs_of

    with indexing_bar(title) as progress:
        return do_work(
            settings,
            work,
            progress,
            inputs=inputs_of(settings),
            purpose=f"depeche {command}",
            may_create=may_create,
            tell=print_error,
        )


def _print_report(report: "IndexReport") -> None:
    for skipped in report.skipped[:_SHOWN]:
        print_line(f"Skipped    {skipped.reason}")
    if len(report.skipped) > _SHOWN:
        print_line(f"Skipped    and {len(report.skipped) - _SHOWN:,} more; --json lists them all.")
    print_line(
        f"Indexed    {report.added:,} added, {report.updated:,} updated, "
        f"{report.unchanged:,} unchanged, {report.removed:,} removed, "
        f"{len(report.skipped):,} skipped."
    )
    copies = f", {report.duplicates:,} of them near-duplicates" if report.duplicates else ""
    print_line(f"Library    {_count(report.articles, 'article')}{copies}.")


def _print_news(report: "IndexReport", told: set[str]) -> None:
    """Tell what a round of `watch` has changed, and each reason for skipping once."""
    from datetime import datetime

    at = datetime.now().astimezone().strftime("%Y-%m-%d %H:%M")
    if report.added or report.updated or report.removed:
        print_line(
            f"{at}  {report.added:,} added, {report.updated:,} updated, {report.removed:,} removed."
        )
    for skipped in report.skipped:
        if skipped.reason not in told:
            told.add(skipped.reason)
            print_line(f"{at}  Skipped: {skipped.reason}")


def _seconds(written: str) -> float:
    units = {"s": 1, "m": 60, "h": 3_600, "d": 86_400}
    number, unit = written[:-1], written[-1:]
    if unit not in units or not number.isdecimal() or not int(number):
        raise typer.BadParameter(f"'{written}' is not a time: write it as 90s, 15m, 2h or 1d.")
    return float(int(number) * units[unit])


def _examine_model(settings: Settings) -> "list[Finding]":
    """Try the language model, where there is one; it is never what the library is broken by."""
    from index.doctor import Finding
    from ui.models import check_model

    if settings.model is None:
        return []
    return [
        Finding(verdict="note", subject="Model", sentence=line) for line in check_model(settings)
    ]


def _print_findings(findings: "list[Finding]") -> None:
    for one in findings:
        print_line(f"{one.verdict:<10} {one.subject:<10} {one.sentence}")
    worst = {one.verdict for one in findings}
    if worst == {"fine"}:
        print_line("Nothing is wrong.")
    elif "fault" not in worst:
        print_line("Nothing is broken.")


def _count(number: int, noun: str) -> str:
    return f"{number:,} {noun}" if number == 1 else f"{number:,} {noun}s"
