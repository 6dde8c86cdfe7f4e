"""Rewrites a question that leans on those before it into one that stands alone, with the model."""

from collections.abc import Sequence

from assistant.checking.faults import unsaid
from assistant.checking.statement import statement
from assistant.conversation import TURNS_READ, Completed, Turn, complete
from assistant.writing.calls import ModelCalls, Spent
from assistant.writing.model import Limits, Message, ModelFailed, Stopped
from assistant.writing.passages import plain
from assistant.writing.prompting import Prompts, spoken_language
from assistant.writing.refusal import is_harmless

_TOKENS = 80
_LONGEST = 300  # characters of a question
_KNOWN = 2 / 3  # of a question's words of matter were said before


class Rewriter:
    """Rewrites questions with a language model, held to what was said before."""

    def __init__(self, calls: ModelCalls, prompts: Prompts, *, seconds: float) -> None:
        self._calls = calls
        self._prompts = prompts
        self._limits = Limits(seconds, _TOKENS)

    def rewrite(
        self, question: str, history: Sequence[Turn], *, language: str | None, stopped: Stopped
    ) -> Completed | None:
        """Return what `question` means after `history`, newest turn last.

        None where it stands alone by the rules of `assistant.conversation`, in which case the model
        is not called, and where the model fails or says what nobody said: those rules complete it
        then. Raises CallStopped once `stopped`.
        """
        by_rule = complete(question, history, language=language)
        if by_rule is None:
            return None
        said = [plain(part) for turn in history[-TURNS_READ:] for part in _parts(turn)]
        told = self._prompts.fill(
            "followup",
            turns="\n".join(f"- {part}" for part in said),
            question=plain(question),
            language=spoken_language(by_rule.language),
        )
        reply = self._calls.reply(
            "follow-up",
            [Message("user", told)],
            limits=self._limits,
            stopped=stopped,
            spent=Spent(),
        )
        try:
            text = plain(" ".join("".join(reply).split()))
        except ModelFailed:
            return None
        if not text or len(text) > _LONGEST or not is_harmless(text):
            return None
        known = _is_of("\n".join([*said, plain(question)]), text, by_rule.language)
        return Completed(text, by_rule.language) if known else None


def _is_of(said: str, text: str, language: str) -> bool:
    """Tell whether a question asks of what was said: its values, names and most of its words."""
    question, before = statement(text, language), statement(said, language)
    known = frozenset(before.stems)
    held = sum(word in known for word in question.content)
    return not unsaid(question, [before]) and held >= _KNOWN * len(question.content)


def _parts(turn: Turn) -> list[str]:
    return [turn.question, *([turn.answer] if turn.answer else [])]
