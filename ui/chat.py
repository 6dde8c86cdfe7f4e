"""The chat page: a Gradio Blocks over the assistant, mounted last on the server's root."""

import os
from collections.abc import AsyncIterator, Mapping, Sequence
from typing import TYPE_CHECKING, Any

from fastapi import FastAPI

from ui.answer_html import escaped
from ui.asking import Ask
from ui.contract import Assistant
from ui.conversation import Conversation, turn
from ui.filters import NOTHING_CHOSEN, FilterFields, choices, filter_fields
from ui.observation.questions import continued
from ui.observation.requests import REQUEST_ID
from ui.words import Language, all_words, library_line, preferred_language

if TYPE_CHECKING:
    import gradio as gr

# Files of ui/page. Linked rather than given to Gradio as `css`, which rewrites selectors and
# breaks those with a comma inside :is().
_HEAD = """
<link rel="icon" href="page/icon.svg">
<link rel="stylesheet" href="page/chat.css">
<link rel="stylesheet" href="page/panel.css">
<script type="module" src="page/main.js"></script>
"""

# Turns that stream at once, and those that may wait; ui/asking.py bounds the computing.
_TURNS_AT_ONCE = 16
_TURNS_WAITING = 64


def mount_chat(
    app: FastAPI,
    assistant: Assistant,
    ask: Ask,
    examples: Mapping[Language, Sequence[str]],
    *,
    host: str,
    port: int,
) -> None:
    """Mount the chat page on "/" of `app`; it hides every route added after it."""
    # Gradio reads this when it is imported.
    os.environ["GRADIO_ANALYTICS_ENABLED"] = "False"
    import gradio as gr

    texts = {language: words.model_dump() for language, words in all_words().items()}
    gr.mount_gradio_app(
        app,
        _page(assistant, ask, examples),
        path="/",
        server_name=host,
        server_port=port,
        ssr_mode=False,
        run_history=False,
        show_error=False,
        enable_monitoring=False,
        footer_links=[],
        i18n=gr.I18n(**texts),
        theme=_theme(),
        head=_HEAD,
    )


def _page(
    assistant: Assistant, ask: Ask, examples: Mapping[Language, Sequence[str]]
) -> "gr.Blocks":
    import gradio as gr
    from gradio.components.chatbot import ExampleMessage

    def opened(request: gr.Request) -> tuple[str, gr.Chatbot, gr.Dropdown, gr.Dropdown]:
        """What depends on the library and on the reader's language, when the page opens."""
        language = _language(request)
        status = assistant.status()
        line = library_line(status.articles, status.indexed_through, language)
        proposed: list[ExampleMessage] = [{"text": one} for one in examples.get(language, ())]
        return escaped(line), gr.Chatbot(examples=proposed), *choices(status, language)

    async def asked(
        text: str,
        conversation: Conversation,
        after: str | None,
        before: str | None,
        as_of: str | None,
        source: str | None,
        spoken: str | None,
        request: gr.Request,
    ) -> AsyncIterator[tuple[str, Conversation]]:
        if not text.strip():
            yield text, conversation
            return
        chosen = (after, before, as_of, source, spoken)
        noted = continued(ask, request.headers.get(REQUEST_ID))
        async for shown in turn(noted, text, chosen, conversation, _language(request)):
            yield "", shown

    def example(selected: gr.SelectData) -> str:
        return str(selected.value["text"])

    blocks = gr.Blocks(title="Dépêche", analytics_enabled=False, fill_width=True)
    with blocks:
        library, new_chat = _header()
        chat, filters, question = _conversation()
        both = [question, chat]
        given = [*both, *filters.all()]
        blocks.load(opened, None, [library, chat, filters.source, filters.language], **_QUIET)
        answering = question.submit(asked, given, both, **_QUIET)
        picked = chat.example_select(example, None, question, **_QUIET)
        picked = picked.then(asked, given, both, **_QUIET)
        cleared: tuple[object, ...] = ("", [], *NOTHING_CHOSEN)
        new_chat.click(lambda: cleared, None, given, cancels=[answering, picked], **_QUIET)
    blocks.queue(default_concurrency_limit=_TURNS_AT_ONCE, max_size=_TURNS_WAITING, api_open=False)
    return blocks


def _header() -> tuple["gr.Markdown", "gr.Button"]:
    """The line about the library, and the button of a new chat."""
    import gradio as gr

    text = gr.I18n()
    with gr.Row(elem_id="dp-header"):
        gr.Markdown("# Dépêche", elem_id="dp-name")
        library = gr.Markdown(elem_id="dp-library", latex_delimiters=[])
        new_chat = gr.Button(text("new_chat"), elem_id="dp-new", size="sm", scale=0)
    return library, new_chat


def _conversation() -> tuple["gr.Chatbot", FilterFields, "gr.Textbox"]:
    """The conversation, the filters, and the box for the next question."""
    import gradio as gr

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


# The page shows its own progress, and its functions are no API: /api is.
_QUIET: dict[str, Any] = {"show_progress": "hidden", "api_visibility": "private"}


def _language(request: "gr.Request") -> Language:
    return preferred_language(request.headers.get("accept-language"))


def _theme() -> "gr.themes.Base":
    """Gradio's plainest theme with fonts that every machine has; page/chat.css does the rest."""
    import gradio as gr

    return gr.themes.Base(
        font=["ui-sans-serif", "system-ui", "sans-serif"],
        font_mono=["ui-monospace", "monospace"],
    )
