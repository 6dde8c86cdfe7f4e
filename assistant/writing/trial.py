"""Tries a language model with one short question, and says what came of it."""

import time

from assistant.writing.model import LanguageModel, Limits, Message, ModelFailed, Usage

_QUESTION = (
    "Passage [1]: The museum opened in 1923.\n\n"
    "When did the museum open? Answer in one sentence that ends with [1]."
)
_TOKENS = 60


def try_model(model: LanguageModel, *, seconds: float) -> list[str]:
    """Return what was found, a line each: where it is, how fast, whether it cites and counts."""
    lines = [f"The language model {model.name} is asked at {model.place}."]
    started = time.perf_counter()
    first: float | None = None
    usage: Usage | None = None
    text = ""
    try:
        for part in model.stream(
            [Message("user", _QUESTION)],
            limits=Limits(seconds, _TOKENS),
            stopped=lambda: False,
        ):
            if isinstance(part, Usage):
                usage = part
            else:
                first = first or time.perf_counter() - started
                text += part
    except ModelFailed as failed:
        return [*lines, str(failed)]
    if first is None:
        return [*lines, "It replied nothing: is it a chat model?"]
    took = time.perf_counter() - started
    lines.append(f"It began to reply after {first:.1f} s and was done after {took:.1f} s.")
    cites = "[1]" in text and "1923" in text
    lines.append(
        "It cites the passage that it was given."
        if cites
        else "It did not cite the passage it was given: expect many answers in quotes instead."
    )
    lines.append(
        f"It tells the tokens that it uses: {usage.prompt} read, {usage.completion} written."
        if usage
        else "It does not tell the tokens that it uses, so they are estimated."
    )
    return lines
