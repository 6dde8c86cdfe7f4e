"""Puts the chat page on the server's root."""

import os
from typing import TYPE_CHECKING

from fastapi import FastAPI

from ui.asking import Ask
from ui.contract import Assistant
from ui.serving import Serving
from ui.words import all_words

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


def mount_chat(app: FastAPI, assistant: Assistant, ask: Ask, serving: Serving) -> None:
    """Mount the chat page on "/" of `app`; it hides every route added after it."""
    # Gradio reads this when it is imported.
    os.environ["GRADIO_ANALYTICS_ENABLED"] = "False"
    import gradio as gr

    from ui.chat.events import PageEvents
    from ui.chat.page import chat_page

    texts = {language: words.model_dump() for language, words in all_words().items()}
    rated = serving.feedback is not None
    gr.mount_gradio_app(
        app,
        chat_page(
            PageEvents(assistant, ask, serving.examples, rated=rated),
            signs_out=serving.policy.password is not None,
        ),
        path="/",
        server_name=serving.host,
        server_port=serving.port,
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
