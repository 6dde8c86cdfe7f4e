"""A conversation as the messages of Gradio's Chatbot."""

from collections.abc import Sequence
from typing import Any

from assistant.wording import scope_text
from index.errors import ScopeInvalid
from index.scope import EVERYTHING, Scope
from ui.chat.actions_html import answer_actions, retry_action
from ui.chat.answer_html import answer_html, failure_html, question_html, understood_html
from ui.chat.conversation import Exchange
from ui.chat.filters import chosen_scope
from ui.words import Language, all_words

Messages = list[dict[str, Any]]
"""Messages as Gradio takes them: role and content, the content already HTML."""


def conversation_messages(
    turns: Sequence[Exchange], language: Language, *, rated: bool
) -> Messages:
    """Return the messages of the turns; `language` is that of the page.

    `rated` offers to say what one thinks of an answer.
    """
    return [
        message
        for turn in turns
        for message in (asked_message(turn, language), told_message(turn, language, rated=rated))
    ]


def asked_message(turn: Exchange, language: Language) -> dict[str, Any]:
    """Return the question of a turn, with its filters below it."""
    scope = _scope(turn)
    filters = scope_text(scope, language) if scope != EVERYTHING else None
    return {"role": "user", "content": question_html(turn.question, filters)}


def told_message(turn: Exchange, language: Language, *, rated: bool) -> dict[str, Any]:
    """Return the answer of a turn, or what it was told in its place."""
    if turn.answer is None:
        told = failure_html(turn.failure or all_words()[language].stopped)
        return bot_message(told + retry_action(language))
    completed = understood_html(turn.answer, language)
    answered = answer_html(turn.answer, language, is_stopped=turn.is_draft)
    actions = answer_actions(turn, language, rated=rated)
    return bot_message(completed + answered + actions)


def bot_message(html: str) -> dict[str, Any]:
    """Return what the assistant says as a message."""
    return {"role": "assistant", "content": html}


def _scope(turn: Exchange) -> Scope:
    """Return the filters of a turn; filters that were refused are shown as none."""
    try:
        return chosen_scope(turn.chosen)
    except ScopeInvalid:
        return EVERYTHING
