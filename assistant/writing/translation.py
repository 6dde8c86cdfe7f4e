"""Translates the quotes of an answer into the asker's language, beside the quotes themselves."""

from collections.abc import Sequence

from assistant.answer import Answer, Citation
from assistant.checking import Checker, Source
from assistant.checking.faults import unsaid
from assistant.checking.statement import statement
from assistant.writing.calls import ModelCalls, Spent
from assistant.writing.model import Limits, ModelFailed, Stopped
from assistant.writing.passages import day_cited, plain, translation_messages
from assistant.writing.prompting import Prompts
from assistant.writing.refusal import is_harmless

_MOST = 3  # quotes of an answer: each is a call, and the reader waits
_LONGEST = 600  # characters of a quote
_TOKENS = 300
_LENGTHENED = 4  # times as long as its quote no translation is


class Translator:
    """Translates quotes with a language model; what does not say the same is not shown."""

    def __init__(
        self, calls: ModelCalls, prompts: Prompts, checker: Checker, *, seconds: float
    ) -> None:
        self._calls = calls
        self._prompts = prompts
        self._checker = checker
        self._limits = Limits(seconds, _TOKENS)

    def translate(self, answer: Answer, spent: Spent, stopped: Stopped) -> Answer:
        """Return `answer` with translations of its first foreign quotes, where they succeed."""
        foreign = [
            citation
            for citation in answer.citations
            if citation.language not in (None, answer.language)
            and citation.copy_of is None
            and len(citation.quote) <= _LONGEST
        ]
        translated: dict[int, str] = {}
        try:
            for citation in foreign[:_MOST]:
                text = self._translated(citation, answer.language, spent, stopped)
                if text:
                    translated[citation.marker] = text
        except ModelFailed:
            pass  # The quote stands without a translation; the failure is in the log.
        return _with_translations(answer, translated)

    def _translated(
        self, citation: Citation, language: str, spent: Spent, stopped: Stopped
    ) -> str | None:
        messages = translation_messages(citation.quote, language, self._prompts)
        reply = self._calls.reply(
            "translation", messages, limits=self._limits, stopped=stopped, spent=spent
        )
        text = plain(" ".join("".join(reply).split()))
        return text if self._keeps(citation, text, language) else None

    def _keeps(self, citation: Citation, text: str, language: str) -> bool:
        """Tell whether a translation says what its quote does: nothing else, and all of it."""
        if not text or len(text) > _LENGTHENED * len(citation.quote) or not is_harmless(text):
            return False
        quote = statement(citation.quote, citation.language)
        if unsaid(quote, [statement(text, language)]):
            return False
        source = Source(citation.quote, citation.language, day_cited(citation))
        return self._checker.check(text, [source], language).supported


def _with_translations(answer: Answer, translated: dict[int, str]) -> Answer:
    if not translated:
        return answer
    citations: Sequence[Citation] = [
        citation.model_copy(update={"translation": translated.get(citation.marker)})
        for citation in answer.citations
    ]
    return answer.model_copy(update={"citations": list(citations)})
