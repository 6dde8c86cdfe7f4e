"""The parts of the chat page and where they stand."""

import gradio as gr

from ui.chat.events import PageEvents
from ui.chat.filters import FilterFields, filter_fields
from ui.chat.parts import PageParts

# Turns that stream at once, and those that may wait; ui/asking.py bounds the computing.
_TURNS_AT_ONCE = 16
_TURNS_WAITING = 64


def chat_page(events: PageEvents, *, signs_out: bool) -> gr.Blocks:
    """Return the page with its events; with `signs_out`, one can sign out on it."""
    blocks = gr.Blocks(title="Dépêche", analytics_enabled=False, fill_width=True)
    with blocks:
        # In the browser's storage under a fixed name and key, so that it is found again when the
        # server has been restarted. The key is in the page: it hides nothing, and need not.
        kept = gr.BrowserState([], storage_key="depeche-conversation", secret="depeche")  # noqa: S106
        library, new_chat = _header(signs_out=signs_out)
        chat, filters, question = _conversation()
        again = gr.Button(elem_id="dp-again", visible="hidden")  # page/actions.js presses it
        events.connect(blocks, PageParts(library, new_chat, chat, filters, question, again, kept))
    blocks.queue(default_concurrency_limit=_TURNS_AT_ONCE, max_size=_TURNS_WAITING, api_open=False)
    return blocks


def _header(*, signs_out: bool) -> tuple[gr.Markdown, gr.Button]:
    """The line about the library, and the buttons of the conversation."""
    text = gr.I18n()
    with gr.Row(elem_id="dp-header"):
        gr.Markdown("# Dépêche", elem_id="dp-name")
        library = gr.Markdown(elem_id="dp-library", latex_delimiters=[])
        # No event: page/export.js writes the file in the browser. A DownloadButton would put the
        # conversation into a file on the server.
        gr.Button(text("export"), elem_id="dp-export", size="sm", scale=0)
        new_chat = gr.Button(text("new_chat"), elem_id="dp-new", size="sm", scale=0)
        if signs_out:
            gr.Button(text("sign_out"), elem_id="dp-sign-out", size="sm", scale=0)  # actions.js
    return library, new_chat


def _conversation() -> tuple[gr.Chatbot, FilterFields, gr.Textbox]:
    """The conversation, the filters, and the box for the next question."""
    text = gr.I18n()
    chat = gr.Chatbot(
        elem_id="dp-chat",
        show_label=False,
        container=False,
        scale=1,
        height="auto",
        layout="bubble",
        autoscroll=False,  # page/follow.js keeps the question in sight instead
        placeholder=str(text("welcome")),
        buttons=[],
        latex_delimiters=[],
        allow_tags=False,
    )
    filters = filter_fields()
    question = gr.Textbox(
        elem_id="dp-ask",
        label=text("question_label"),
        show_label=False,
        placeholder=str(text("question_placeholder")),
        container=False,
        lines=1,
        max_lines=6,
        submit_btn=True,
        autofocus=True,
    )
    return chat, filters, question
