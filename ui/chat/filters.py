"""The filters of the chat page: a closed panel above the question, and what is chosen in it."""

from dataclasses import dataclass
from typing import TYPE_CHECKING

from babel import Locale

from index.scope import Scope, read_scope
from ui.contract import LibraryStatus
from ui.words import Language, all_words

if TYPE_CHECKING:
    import gradio as gr

Chosen = tuple[str | None, str | None, str | None, str | None, str | None]
"""What stands in the fields, in their order; an empty field holds "" or None."""

NOTHING_CHOSEN: Chosen = ("", "", "", "", "")


@dataclass(frozen=True)
class FilterFields:
    """The fields of the panel."""

    after: "gr.Textbox"
    before: "gr.Textbox"
    as_of: "gr.Textbox"
    source: "gr.Dropdown"
    language: "gr.Dropdown"

    def all(self) -> "list[gr.Textbox | gr.Dropdown]":
        """Return the fields in the order of `Chosen`."""
        return [self.after, self.before, self.as_of, self.source, self.language]


def filter_fields() -> FilterFields:
    """Make the panel, inside a Blocks."""
    import gradio as gr

    text = gr.I18n()

    def date_field(key: str) -> gr.Textbox:
        return gr.Textbox(
            label=text(key), placeholder=str(text("filter_date")), max_lines=1, min_width=120
        )

    def choice(key: str) -> gr.Dropdown:
        return gr.Dropdown(choices=[(text("filter_any"), "")], value="", label=text(key))

    with gr.Accordion(text("filters"), open=False, elem_id="dp-filters"):
        with gr.Row():
            after, before = date_field("filter_after"), date_field("filter_before")
            as_of = date_field("filter_as_of")
        with gr.Row():
            return FilterFields(
                after, before, as_of, choice("filter_source"), choice("filter_language")
            )


def opened_fields(
    status: LibraryStatus, page: Language, chosen: Chosen
) -> "list[str | gr.Dropdown | None]":
    """Return what the fields hold when the page opens, in their order, with what can be chosen.

    `page` is the language of the page. A source or language that the library does not have is not
    shown as chosen.
    """
    import gradio as gr

    after, before, as_of, source, language = chosen
    anything = (all_words()[page].filter_any, "")
    names = Locale.parse(page).languages
    languages = [(names.get(code, code), code) for code in status.languages if code != "und"]
    sources = [(source, source) for source in status.sources]

    def choice(options: list[tuple[str, str]], value: str | None) -> gr.Dropdown:
        there = any(value == option for _, option in options)
        return gr.Dropdown(choices=[anything, *options], value=value if there else "")

    return [after, before, as_of, choice(sources, source), choice(sorted(languages), language)]


def chosen_scope(chosen: Chosen) -> Scope:
    """Return the scope that the fields ask for; raises ScopeInvalid."""
    after, before, as_of, source, language = chosen
    return read_scope(after=after, before=before, as_of=as_of, source=source, language=language)
