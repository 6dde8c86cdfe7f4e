"""The calls to the language model: each within the day's budget, counted, and told in the log."""

import logging
import time
from collections.abc import Generator, Sequence
from contextlib import closing
from dataclasses import dataclass

from assistant.writing.budget import TokenBudget
from assistant.writing.model import (
    CallStopped,
    Failure,
    LanguageModel,
    Limits,
    Message,
    ModelFailed,
    Stopped,
    Usage,
)
from assistant.writing.passages import estimated_tokens

_log = logging.getLogger("depeche.model")


@dataclass
class Spent:
    """The tokens of the calls made for one answer."""

    prompt: int = 0
    completion: int = 0


class ModelCalls:
    """Makes the calls of one model."""

    def __init__(self, model: LanguageModel, budget: TokenBudget) -> None:
        self._model = model
        self._budget = budget

    @property
    def model(self) -> str:
        """The model's name."""
        return self._model.name

    def reply(
        self,
        purpose: str,
        messages: Sequence[Message],
        *,
        limits: Limits,
        stopped: Stopped,
        spent: Spent,
    ) -> Generator[str, None, None]:
        """Yield the reply as it comes, and add its tokens to `spent`.

        Tokens are estimated where the server does not tell them, or the call is ended early.
        Raises ModelFailed, also when the budget of the day is used up, and CallStopped.
        """
        if self._budget.is_used_up():
            raise ModelFailed(
                Failure.BUDGET, "As many tokens were used today as `model_tokens_per_day` allows."
            )
        started = time.perf_counter()
        usage: Usage | None = None
        outcome, said = "stopped", 0
        try:
            with closing(self._model.stream(messages, limits=limits, stopped=stopped)) as parts:
                for part in parts:
                    if isinstance(part, Usage):
                        usage = part
                    else:
                        said += len(part.encode())
                        yield part
            outcome = "done"
        except CallStopped:
            raise
        except ModelFailed as failed:
            outcome = failed.failure.value
            raise
        finally:
            counted = usage or _estimated(messages, said, outcome)
            self._budget.add(counted.prompt + counted.completion)
            spent.prompt += counted.prompt
            spent.completion += counted.completion
            fields = {
                "purpose": purpose,
                "model": self._model.name,
                "place": self._model.place,
                "prompt_tokens": counted.prompt,
                "completion_tokens": counted.completion,
                "estimated": usage is None,
                "outcome": outcome,
                "ms": round((time.perf_counter() - started) * 1000, 1),
            }
            _log.info("model call", extra={"fields": fields})


def _estimated(messages: Sequence[Message], said: int, outcome: str) -> Usage:
    """Estimate the tokens of a call; one that never reached the model has none."""
    if not said and outcome in {Failure.DOWN, Failure.REFUSED, Failure.LIMITED, Failure.CONTEXT}:
        return Usage(0, 0)
    return Usage(estimated_tokens(messages), said // 3)
