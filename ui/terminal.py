"""Shows an answer in the terminal: the text with the answering words bold, then the sources."""

from unicodedata import category

from rich.console import Console
from rich.padding import Padding
from rich.text import Text

from assistant.answer import Answer, Citation
from assistant.wording import carried_text, date_text, translated_text
from ui.answer_pieces import pieces

_STYLES = {"answering": "bold", "marker": "cyan"}


def print_answer(answer: Answer) -> None:
    """Write `answer` to standard output, wrapped to the terminal."""
    console = Console(highlight=False)
    text = Text()
    for piece in pieces(answer):
        text.append(printable(piece.text), _STYLES.get(piece.kind))
    console.print(Padding(text, (1, 0)))
    for citation in answer.citations:
        console.print(Text(f"[{citation.marker}] {_source_line(citation, answer.language)}", "dim"))
        for more in _more(citation, answer.language):
            console.print(Padding(Text(printable(more), "dim"), (0, 0, 0, 4)))


def _more(citation: Citation, language: str) -> list[str]:
    """What stands below a source: its quote with a translation, and who else carries it."""
    translated = translated_text(citation, language)
    told = [] if translated is None else [f"“{citation.quote}”", translated]
    carried = carried_text(citation, language)
    return told if carried is None else [*told, carried]


def _source_line(citation: Citation, language: str) -> str:
    known = [citation.title, citation.source, date_text(citation, language), citation.url]
    place = f"characters {citation.start}-{citation.end} of article {citation.article_id}"
    return printable(" · ".join([part for part in known if part] + [place]))


def printable(text: str) -> str:
    """Drop control characters: an article or a reader must not speak to the terminal."""
    # To Python, the narrow spaces of French punctuation are not printable.
    return "".join(c for c in text if c.isprintable() or c == "\n" or category(c) == "Zs")
