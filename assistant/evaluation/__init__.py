"""Measures the assistant's answers on questions whose answers are known.

outcomes = ask_all(library, span_reader, read_questions(Path("questions.jsonl")))
report = Report.of(outcomes)
"""

from assistant.evaluation.asking import Outcome, ask_all
from assistant.evaluation.questions import GoldQuestion, read_questions
from assistant.evaluation.report import Report

__all__ = ["GoldQuestion", "Outcome", "Report", "ask_all", "read_questions"]
