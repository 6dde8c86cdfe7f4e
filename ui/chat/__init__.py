"""The chat page: its parts, the conversation that it shows, and the turn of one question."""
