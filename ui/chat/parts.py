"""The components of the chat page that its events read and write."""

from dataclasses import dataclass

import gradio as gr

from ui.chat.filters import FilterFields


@dataclass(frozen=True)
class PageParts:
    """They are made by ui/chat/page.py."""

    library: gr.Markdown
    """The line that says how current the library is."""
    new_chat: gr.Button
    chat: gr.Chatbot
    filters: FilterFields
    question: gr.Textbox
    again: gr.Button
    """Unseen; asks the last question again."""
    kept: gr.BrowserState
    """The conversation as the browser keeps it, see ui/chat/conversation.py."""
