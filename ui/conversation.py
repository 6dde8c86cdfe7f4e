"""One turn of the chat: the question goes up, the answer grows below it."""

import asyncio
import logging
from collections.abc import AsyncIterator
from typing import Any

from babel.numbers import format_decimal

from assistant.question import QUESTION_LIMIT
from index.errors import DepecheError, LibraryEmpty, QuestionRefused, ScopeInvalid, ServerBusy
from index.scope import EVERYTHING
from ui.answer_html import (
    WAITING_HTML,
    answer_html,
    failure_html,
    growing_answer_html,
    question_html,
)
from ui.asking import Ask
from ui.filters import Chosen, chosen_scope
from ui.words import Language, all_words

_log = logging.getLogger(__name__)

# An answer is complete before its first word is shown; it then appears within 0.32 s, which
# reads as writing without making anyone wait.
_STEPS = 8
_STEP_S = 0.04

Conversation = list[dict[str, Any]]
"""Messages as Gradio holds them: role and content, the content already HTML."""


async def turn(
    ask: Ask, question: str, chosen: Chosen, earlier: Conversation, language: Language
) -> AsyncIterator[Conversation]:
    """The conversation as it is shown during one turn; `language` is that of the page.

    `chosen` is what stands in the filters. A refused question, refused filters and a failure are
    told in the chat, where the answer would be.
    """
    try:
        scope = chosen_scope(chosen)
    except ScopeInvalid:
        asked = [*earlier, _message("user", question_html(question, EVERYTHING, language))]
        told = all_words()[language].filters_refused
        yield [*asked, _message("assistant", failure_html(told))]
        return
    asked = [*earlier, _message("user", question_html(question, scope, language))]
    yield [*asked, _message("assistant", WAITING_HTML)]
    try:
        answer = await ask(question, None, scope)
    except QuestionRefused:
        words = all_words()[language]
        told = words.refused.format(limit=format_decimal(QUESTION_LIMIT, locale=language))
        yield [*asked, _message("assistant", failure_html(told))]
        return
    except LibraryEmpty:
        told = all_words()[language].library_empty
        yield [*asked, _message("assistant", failure_html(told))]
        return
    except ServerBusy:
        yield [*asked, _message("assistant", failure_html(all_words()[language].busy))]
        return
    except DepecheError as error:
        yield [*asked, _message("assistant", failure_html(str(error)))]
        return
    except Exception:
        _log.exception("The assistant failed on a question.")
        yield [*asked, _message("assistant", failure_html(all_words()[language].failed))]
        return
    for part in growing_answer_html(answer, _STEPS):
        yield [*asked, _message("assistant", part)]
        await asyncio.sleep(_STEP_S)
    yield [*asked, _message("assistant", answer_html(answer, language))]


def _message(role: str, html: str) -> dict[str, Any]:
    return {"role": role, "content": html}
