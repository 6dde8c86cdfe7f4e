"""Turns a question into an answer with cited passages.

with Assistant.open(folder, open_embedding(cache=cache)) as assistant:
    answer = assistant.ask("when is the second China-Central Asia summit")
"""

from assistant.answer import Answer, Citation, Span
from assistant.assistant import Assistant

__all__ = ["Answer", "Assistant", "Citation", "Span"]
