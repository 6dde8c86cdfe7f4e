"""The chat completions of OpenAI's API: what programs written for it need to ask here instead."""

from ui.completions.errors import OpenAIErrors
from ui.completions.routes import completions_router

__all__ = ["OpenAIErrors", "completions_router"]
