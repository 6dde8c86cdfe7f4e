"""Follow-up questions: completed from those before them, without a language model."""

from assistant.conversation.completion import TURNS_READ, Completed, Turn, complete

__all__ = ["TURNS_READ", "Completed", "Turn", "complete"]
