"""Turns a question into an answer with cited passages.

models = open_embedding(cache=cache), open_span_reader(cache=cache)
with Assistant.open(folder, *models) as assistant:
    answer = assistant.ask("when is the second China-Central Asia summit")
"""

from assistant.answer import Answer, Citation, Span
from assistant.assistant import Assistant
from assistant.conversation import Turn
from assistant.span_reader.model import open_span_reader

__all__ = ["Answer", "Assistant", "Citation", "Span", "Turn", "open_span_reader"]
