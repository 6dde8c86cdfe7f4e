"""An answered question as the next one of its conversation may lean on it."""

from assistant.answer import Answer
from assistant.conversation import Turn


def answered_turn(question: str, answer: Answer) -> Turn:
    """Return the turn of `question`: without words of an answer when the articles did not say."""
    told = answer.citations and not answer.abstained
    return Turn(question=question, answer=answer.citations[0].answering if told else None)
