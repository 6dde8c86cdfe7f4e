"""Checking a written sentence against the passages that it cites."""

from assistant.checking.checker import SupportChecker
from assistant.checking.support import Checker, Source, Support

__all__ = ["Checker", "Source", "Support", "SupportChecker"]
