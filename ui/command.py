"""The command `depeche`: ask, serve, status, feedback, eval, keys, and those of the library.

Exit codes: 0 done, 1 could not, 2 bad usage. What goes wrong is one sentence on standard error.
"""

import sys
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from index.errors import DepecheError, LibraryInUse, ScopeInvalid
from index.scope import Scope, read_scope
from ui.access.commands import keys_app
from ui.library_commands import LibraryOption, add_library_commands
from ui.output import print_error, print_line
from ui.settings import Settings, load_settings

if TYPE_CHECKING:
    from assistant.answer import Answer

app = typer.Typer(
    help="Answers questions from a body of articles, and proves every answer with quotes.",
    no_args_is_help=True,
    add_completion=False,
    pretty_exceptions_enable=False,
)
add_library_commands(app)
app.add_typer(keys_app, name="keys")


def main() -> None:
    """Run the command line, with errors of ours as one sentence and exit code 1."""
    try:
        app()
    except DepecheError as error:
        print_error(str(error))
        sys.exit(1)
    except KeyboardInterrupt:
        print_error("Stopped.")
        sys.exit(130)


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
    from ui.running import run

    run(load_settings(library=library, host=host, port=port), print_line)


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


def _answer(settings: Settings, question: str, language: str | None, scope: Scope) -> "Answer":
    """Ask the library, or the server that holds it."""
    from ui.models import open_assistant, open_embedding_model, open_writer

    embedding = open_embedding_model(settings)
    try:
        opened = open_assistant(settings, embedding, purpose="depeche ask")
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
        writer = open_writer(settings, embedding)
        answer = opened.ask(question, language=language, scope=scope)
        return writer.write(answer, opened) if writer else answer


if __name__ == "__main__":
    main()
