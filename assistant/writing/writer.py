"""Writes an answer: from a verbatim one and its passages to one in the asker's language.

Nothing is shown unchecked: a sentence is told when it is whole, cites passages, and is supported by
them. What fails is left out and counted; where nothing is left, the verbatim answer stays.
"""

from collections.abc import Callable, Sequence
from dataclasses import dataclass, field

from assistant.answer import Answer, Writing
from assistant.checking import Checker
from assistant.writing.calls import ModelCalls, Spent
from assistant.writing.markers import CitedSentence, read_markers
from assistant.writing.model import Failure, Limits, ModelFailed, Stopped
from assistant.writing.passages import (
    Library,
    ShownPassage,
    fitting,
    question_messages,
    shown_passages,
)
from assistant.writing.prompting import Prompts
from assistant.writing.refusal import is_harmless, says_nothing
from assistant.writing.rewriting import Rewriter
from assistant.writing.sentences import whole_sentences
from assistant.writing.translation import Translator
from prompts import frames

Drafted = Callable[[Answer], None]
"""Is told the answer as far as it is written and checked; each draft begins with the one before."""

_REPLY_TOKENS = 300
_UNSPACED = frozenset({"zh", "ja", "th"})


@dataclass
class _Draft:
    """What was written so far."""

    answer: Answer
    opening: str
    sentences: list[CitedSentence] = field(default_factory=list)
    unsupported: int = 0
    uncited: int = 0

    @property
    def text(self) -> str:
        between = "" if self.answer.language in _UNSPACED else " "
        return self.opening + between.join(one.written for one in self.sentences)


class Writer:
    """Writes answers with one language model. Usable by several threads."""

    def __init__(
        self,
        calls: ModelCalls,
        prompts: Prompts,
        checker: Checker,
        *,
        seconds: float,
        context: int,
    ) -> None:
        """Give each call `seconds`, and show the model no more than `context` tokens."""
        self._calls = calls
        self._prompts = prompts
        self._checker = checker
        self._limits = Limits(seconds, _REPLY_TOKENS)
        self._context = context
        self._translator = Translator(calls, prompts, checker, seconds=seconds)
        self.rewrite = Rewriter(calls, prompts, seconds=seconds).rewrite

    def write(
        self,
        answer: Answer,
        library: Library,
        *,
        drafted: Drafted | None = None,
        stopped: Stopped = lambda: False,
    ) -> Answer:
        """Return `answer` in the model's words, or as it is with a line that says why.

        An answer that abstains is returned without a call. Raises CallStopped once `stopped`.
        """
        if answer.abstained:
            return answer
        spent = Spent()
        draft = _Draft(answer, _opening(answer))
        failure = self._draft(draft, library, spent, drafted, stopped)
        written = self._finished(draft, failure)
        if failure in {None, Failure.NONSENSE, Failure.UNSUPPORTED, Failure.UNANSWERED}:
            written = self._translator.translate(written, spent, stopped)
        writing = Writing(
            model=self._calls.model,
            sentences=len(draft.sentences) if written.mode == "written" else 0,
            unsupported=draft.unsupported,
            uncited=draft.uncited,
            failure=failure,
            prompt_tokens=spent.prompt,
            completion_tokens=spent.completion,
        )
        return written.model_copy(update={"writing": writing})

    def _draft(
        self,
        draft: _Draft,
        library: Library,
        spent: Spent,
        drafted: Drafted | None,
        stopped: Stopped,
    ) -> Failure | None:
        """Write into `draft`; return why it cannot be shown, `cut` where it can in part."""
        answer = draft.answer
        passages = fitting(
            answer,
            shown_passages(answer, library),
            self._prompts,
            self._limits,
            self._context,
        )
        if not passages:
            return Failure.CONTEXT
        # Whether both sides of a contradiction are told is known only at the end.
        told = None if answer.disagreement else drafted
        reply = self._calls.reply(
            "answer",
            question_messages(answer, passages, self._prompts),
            limits=self._limits,
            stopped=stopped,
            spent=spent,
        )
        try:
            for sentence in whole_sentences(reply, answer.language):
                if says_nothing(sentence):
                    return None if draft.sentences else Failure.UNANSWERED
                if self._takes(draft, sentence, passages) and told:
                    told(self._shown(draft))
        except ModelFailed as failed:
            return Failure.CUT if draft.sentences and _is_balanced(draft) else failed.failure
        finally:
            reply.close()
        if not draft.sentences:
            return Failure.UNSUPPORTED if draft.unsupported else Failure.NONSENSE
        return None if _is_balanced(draft) else Failure.ONE_SIDED

    def _takes(self, draft: _Draft, sentence: str, passages: Sequence[ShownPassage]) -> bool:
        """Add a sentence to the draft if it may be shown."""
        by_number = {one.number: one for one in passages}
        cited = read_markers(sentence, by_number)
        if any(cited.text == other.text for other in draft.sentences):
            return False
        if not cited.markers:
            draft.uncited += 1
            return False
        sources = [by_number[number].source for number in cited.markers]
        answer = draft.answer
        asked = answer.understood or answer.question
        if (
            not is_harmless(sentence)
            or not self._checker.check(cited.text, sources, answer.language, asked).supported
        ):
            draft.unsupported += 1
            return False
        draft.sentences.append(cited)
        return True

    def _shown(self, draft: _Draft) -> Answer:
        return draft.answer.model_copy(update={"answer": draft.text, "mode": "written"})

    def _finished(self, draft: _Draft, failure: Failure | None) -> Answer:
        """Return the written answer, or the verbatim one, with what has to be told at its end."""
        words = frames(draft.answer.language)
        if failure not in {None, Failure.CUT}:
            reason = words[f"written_{failure}"]
            line = words["own_words"].format(reason=reason)
            return draft.answer.model_copy(update={"answer": f"{draft.answer.answer}\n\n{line}"})
        lines = [draft.text]
        if failure is Failure.CUT:
            lines.append(words["written_cut"])
        if draft.unsupported:
            line = words["left_out_one" if draft.unsupported == 1 else "left_out"]
            lines.append(line.format(count=draft.unsupported))
        return self._shown(draft).model_copy(update={"answer": "\n\n".join(lines)})


def _opening(answer: Answer) -> str:
    """Return what begins an answer that is not sure, as it does in a verbatim one."""
    if answer.sure or answer.disagreement:
        return ""
    unsure = frames(answer.language)["unsure"]
    # A verbatim yes or no is certain where it is said, whatever the confidence.
    return f"{unsure}\n\n" if answer.answer.startswith(unsure) else ""


def _is_balanced(draft: _Draft) -> bool:
    """Tell whether every position of a contradiction is cited."""
    disagreement = draft.answer.disagreement
    if disagreement is None:
        return True
    cited = {number for one in draft.sentences for number in one.markers}
    sides = draft.answer.positions[: disagreement.between]
    return all(cited.intersection(side.markers) for side in sides)
