"""Checking a written sentence against the passages that it cites."""

from assistant.checking.checker import Source, Support, SupportChecker

__all__ = ["Source", "Support", "SupportChecker"]
