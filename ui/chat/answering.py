"""One turn of the chat: the question goes up, the answer grows below it."""

import asyncio
import logging
from collections.abc import AsyncIterator, Sequence
from contextlib import aclosing
from dataclasses import dataclass

from babel.numbers import format_decimal

from assistant.conversation import Turn
from assistant.question import QUESTION_LIMIT
from index.errors import DepecheError, LibraryEmpty, QuestionRefused, ScopeInvalid, ServerBusy
from ui.answering import begin
from ui.asking import Ask
from ui.chat.answer_html import WAITING_HTML, draft_html, growing_answer_html
from ui.chat.conversation import Exchange
from ui.chat.filters import chosen_scope
from ui.chat.messages import Messages, asked_message, bot_message, told_message
from ui.words import Language, all_words

_log = logging.getLogger(__name__)

# A verbatim answer is complete before its first word is shown; it then appears within 0.32 s, which
# reads as writing without making anyone wait. A written one is shown as the model writes it.
_STEPS = 8
_STEP_S = 0.04


@dataclass(frozen=True)
class Answering:
    """How questions of the chat page are answered."""

    ask: Ask
    language: Language
    """That of the page."""
    rated: bool
    """Whether readers may say what they think of an answer."""
    history: Sequence[Turn] = ()
    """What was asked before, newest last."""

    async def steps(self, turn: Exchange) -> AsyncIterator[tuple[Messages, Exchange]]:
        """Yield the messages of `turn` while it is answered, each with what it is by then.

        A refused question, refused filters and a failure are told where the answer would be.
        """
        asked = asked_message(turn, self.language)
        yield [asked, bot_message(WAITING_HTML)], turn
        told, is_written = turn, False
        try:
            scope = chosen_scope(turn.chosen)
            started = await begin(self.ask, turn.question, None, scope, self.history)
            async with aclosing(started.drafts()) as drafts:
                async for draft in drafts:
                    is_written = True
                    so_far = turn.model_copy(update={"answer": draft, "is_draft": True})
                    yield [asked, bot_message(draft_html(draft))], so_far
            told = turn.model_copy(update={"answer": await started.answer()})
        except DepecheError as error:
            told = turn.model_copy(update={"failure": self._sentence(error)})
        except Exception:
            _log.exception("The assistant failed on a question.")
            told = turn.model_copy(update={"failure": all_words()[self.language].failed})
        if told.answer is not None and not is_written:
            for part in growing_answer_html(told.answer, _STEPS):
                yield [asked, bot_message(part)], turn
                await asyncio.sleep(_STEP_S)
        yield [asked, told_message(told, self.language, rated=self.rated)], told

    def _sentence(self, error: DepecheError) -> str:
        words = all_words()[self.language]
        if isinstance(error, ScopeInvalid):
            return words.filters_refused
        if isinstance(error, QuestionRefused):
            limit = format_decimal(QUESTION_LIMIT, locale=self.language)
            return words.refused.format(limit=limit)
        if isinstance(error, LibraryEmpty):
            return words.library_empty
        if isinstance(error, ServerBusy):
            return words.busy
        return str(error)
