"""Puts the chat page on the server's root."""

import os
from collections.abc import Mapping, Sequence
from typing import TYPE_CHECKING

from fastapi import FastAPI

from ui.asking import Ask
from ui.contract import Assistant
from ui.words import Language, all_words

if TYPE_CHECKING:
    import gradio as gr

# Files of ui/page. Linked rather than given to Gradio as `css`, which rewrites selectors and
# breaks those with a comma inside :is().
_HEAD = """
<link rel="icon" href="page/icon.svg">
<link rel="stylesheet" href="page/colours.css">
<link rel="stylesheet" href="page/chat.css">
<link rel="stylesheet" href="page/actions.css">
<link rel="stylesheet" href="page/panel.css">
<script type="module" src="page/main.js"></script>
"""


def mount_chat(
    app: FastAPI,
    assistant: Assistant,
    ask: Ask,
    examples: Mapping[Language, Sequence[str]],
    *,
    host: str,
    port: int,
    rated: bool,
) -> None:
    """Mount the chat page on "/" of `app`; it hides every route added after it.

    `rated` lets readers say what they think of an answer.
    """
    # Gradio reads this when it is imported.
    os.environ["GRADIO_ANALYTICS_ENABLED"] = "False"
    import gradio as gr

    from ui.chat.events import PageEvents
    from ui.chat.page import chat_page

    texts = {language: words.model_dump() for language, words in all_words().items()}
    gr.mount_gradio_app(
        app,
        chat_page(PageEvents(assistant, ask, examples, rated=rated)),
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


def _theme() -> "gr.themes.Base":
    """Gradio's plainest theme with fonts that every machine has; page/chat.css does the rest."""
    import gradio as gr

    return gr.themes.Base(
        font=["ui-sans-serif", "system-ui", "sans-serif"],
        font_mono=["ui-monospace", "monospace"],
    )
