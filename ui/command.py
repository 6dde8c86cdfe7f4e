"""The command `depeche`: index, ask, serve, status, feedback, eval and keys.

Exit codes: 0 done, 1 could not, 2 bad usage. What goes wrong is one sentence on standard error.
"""

import sys
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer
from rich.console import Console

from index.errors import DepecheError, LibraryInUse, ScopeInvalid
from index.scope import Scope, read_scope
from ui.access.commands import keys_app
from ui.settings import Settings, load_settings

if TYPE_CHECKING:
    from assistant.answer import Answer
    from index.files import IndexReport

app = typer.Typer(
    help="Answers questions from a body of articles, and proves every answer with quotes.",
    no_args_is_help=True,
    add_completion=False,
    pretty_exceptions_enable=False,
)
app.add_typer(keys_app, name="keys")

LibraryOption = Annotated[
    Path | None,
    typer.Option("--library", metavar="DIR", help="The library's folder (DEPECHE_LIBRARY)."),
]


def main() -> None:
    """Run the command line, with errors of ours as one sentence and exit code 1."""
    errors = Console(stderr=True, highlight=False)
    try:
        app()
    except DepecheError as error:
        errors.print(str(error), markup=False, soft_wrap=True)
        sys.exit(1)
    except KeyboardInterrupt:
        errors.print("Stopped.")
        sys.exit(130)


@app.command()
def index(
    paths: Annotated[list[Path], typer.Argument(help="Files or folders of articles.")],
    library: LibraryOption = None,
) -> None:
    """Add or update articles."""
    from index.files import find_files, index_files
    from index.library import Library
    from ui.models import open_embedding_model
    from ui.progress import progress_bar

    settings = load_settings(library=library)
    files = find_files(paths)
    embedding = open_embedding_model(settings)
    with (
        Library.create(settings.library, embedding, purpose="depeche index") as opened,
        progress_bar("Indexing", "files") as progress,
    ):
        report = index_files(opened, files, progress)
        status = opened.status()
    _print_report(report)
    print_line(f"The library {settings.library} holds {status.articles:,} articles.")
    if report.skipped and len(report.skipped) == len(files):
        raise typer.Exit(1)


@app.command()
def ask(
    question: Annotated[str, typer.Argument(help="The question, in any language.")],
    library: LibraryOption = None,
    json: Annotated[bool, typer.Option("--json", help="Print the answer as JSON.")] = False,
    language: Annotated[
        str | None,
        typer.Option(metavar="xx", help="The question's language (ISO 639-1) when not detected."),
    ] = None,
    as_of: Annotated[
        str | None,
        typer.Option(metavar="DATE", help="Search nothing published later; ask on that day."),
    ] = None,
    after: Annotated[
        str | None,
        typer.Option(metavar="DATE", help="Search articles from this day, month or year on."),
    ] = None,
    before: Annotated[
        str | None,
        typer.Option(metavar="DATE", help="Search articles up to this day, month or year."),
    ] = None,
    source: Annotated[
        str | None, typer.Option(metavar="NAME", help="Search articles that NAME published.")
    ] = None,
    article_language: Annotated[
        str | None,
        typer.Option(metavar="xx", help="Search articles in this language (ISO 639-1)."),
    ] = None,
) -> None:
    """Answer a question in the terminal.

    A DATE is 2025-06-17, 2025-06 or 2025. Articles without a date lie in no period.
    """
    try:
        scope = read_scope(
            as_of=as_of, after=after, before=before, source=source, language=article_language
        )
    except ScopeInvalid as error:
        raise typer.BadParameter(str(error)) from error
    settings = load_settings(library=library)
    answer = _answer(settings, question, language, scope)
    if json:
        print_line(answer.model_dump_json(indent=2))
    else:
        from ui.terminal import print_answer

        print_answer(answer)


@app.command()
def serve(
    library: LibraryOption = None,
    host: Annotated[str | None, typer.Option(help="The address to listen on.")] = None,
    port: Annotated[int | None, typer.Option(help="The port to listen on.")] = None,
) -> None:
    """Serve the chat page and the API."""
    from ui.access.keys import KeyFile
    from ui.access.policy import AccessPolicy
    from ui.feedback.store import FeedbackStore
    from ui.hooks import configured_hooks
    from ui.models import open_assistant, open_writer
    from ui.observation.logs import start_log
    from ui.observation.tracing import open_tracing
    from ui.server import create_app, listen
    from ui.server import serve as serve_app
    from ui.widget.gate import open_gate

    settings = load_settings(library=library, host=host, port=port)
    hooks = configured_hooks(settings)
    writer = open_writer(settings)
    tracing = open_tracing(settings.traces)
    with listen(settings.host, settings.port) as listener:
        # Listening everywhere is no address that another program could ask.
        reachable = "127.0.0.1" if settings.host in {"0.0.0.0", "::"} else settings.host  # noqa: S104
        address = f"http://{reachable}:{settings.port}"
        with (
            open_assistant(settings, purpose="depeche serve", address=address) as opened,
            KeyFile.of(settings.library) as keys,
        ):
            opened.warm_up()
            app = create_app(
                opened,
                host=settings.host,
                port=settings.port,
                examples=settings.examples,
                feedback=FeedbackStore(settings.library) if settings.feedback else None,
                hooks=hooks,
                gate=open_gate(settings.widgets, settings.library),
                policy=AccessPolicy.of(settings),
                keys=keys,
                tracing=tracing,
                log_questions=settings.log_questions,
                writer=writer,
            )
            start_log(settings.log)
            print_line(f"The chat is at {address} and the API at {address}/docs (Ctrl-C stops).")
            serve_app(app, listener)


@app.command()
def status(library: LibraryOption = None) -> None:
    """Show what the library holds, which model made it and how current it is."""
    from index.library import read_status

    settings = load_settings(library=library)
    held = read_status(settings.library)
    languages = ", ".join(f"{name} {count:,}" for name, count in held.languages.items())
    print_line(f"Library    {settings.library}")
    print_line(f"Articles   {held.articles:,} in {held.passages:,} passages")
    print_line(f"Languages  {languages or 'none yet'} (passages)")
    print_line(f"Newest     {held.indexed_through or 'no article has a date'}")
    print_line(f"Model      {held.model or settings.embedding_model}")


@app.command()
def feedback(
    library: LibraryOption = None,
    json: Annotated[bool, typer.Option("--json", help="Print all that is kept, as JSON.")] = False,
) -> None:
    """List what readers of the chat page thought of its answers."""
    from index.library import find_catalogue
    from ui.feedback.listing import feedback_json, print_feedback
    from ui.feedback.store import FeedbackStore

    settings = load_settings(library=library)
    find_catalogue(settings.library)
    kept = FeedbackStore(settings.library).all()
    if json:
        print_line(feedback_json(kept))
    else:
        print_feedback(kept)


@app.command(name="eval")
def evaluate(
    questions: Annotated[Path, typer.Argument(help="A JSONL file of questions and answers.")],
    library: LibraryOption = None,
    passages: Annotated[
        Path | None,
        typer.Option(metavar="FILE", help="A JSONL file of passages to ask, not the library."),
    ] = None,
    json: Annotated[bool, typer.Option("--json", help="Print the figures as JSON.")] = False,
    limit: Annotated[
        int | None,
        typer.Option(min=1, metavar="N", help="Ask only N of the questions, always the same."),
    ] = None,
) -> None:
    """Measure the answers to questions whose answers are known."""
    if library is not None and passages is not None:
        raise typer.BadParameter("give --passages or --library, not both.")
    from ui.evaluation import run_evaluation
    from ui.evaluation_report import print_record, record_json

    settings = load_settings(library=library)
    record, history = run_evaluation(questions, passages, settings, limit)
    if json:
        print_line(record_json(record, history))
    else:
        print_record(record, history)


def print_line(line: str) -> None:
    """Write a line to standard output as it is."""
    sys.stdout.write(f"{line}\n")
    sys.stdout.flush()


def _answer(settings: Settings, question: str, language: str | None, scope: Scope) -> "Answer":
    """Ask the library, or the server that holds it."""
    from ui.models import open_assistant, open_writer

    try:
        opened = open_assistant(settings, purpose="depeche ask")
    except LibraryInUse as busy:
        if busy.address is None:
            raise
        from ui.access.bearers import local_pass
        from ui.access.keys import KeyFile
        from ui.client import ask_server

        with KeyFile.of(settings.library) as keys:
            bearer = local_pass(keys)
        patience = settings.model_timeout if settings.model else 0.0
        return ask_server(
            busy.address, question, language, scope, bearer=bearer, model_timeout=patience
        )
    with opened:
        writer = open_writer(settings)
        answer = opened.ask(question, language=language, scope=scope)
        return writer.write(answer, opened) if writer else answer


def _print_report(report: "IndexReport") -> None:
    for skipped in report.skipped:
        print_line(f"Skipped    {skipped.reason}")
    print_line(
        f"Indexed    {report.added:,} added, {report.updated:,} updated, "
        f"{report.unchanged:,} unchanged, {len(report.skipped):,} skipped."
    )


if __name__ == "__main__":
    main()
