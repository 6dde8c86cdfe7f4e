"""What a reader can do with an answer: copy it, link to it, ask again, say what it was worth.

Gradio's own buttons under a message are not used: their names are in English only, its copy
copies this HTML, and its dislike takes no reason in words. These are plain buttons in the message,
which page/actions.js answers.
"""

from ui.chat.conversation import Exchange
from ui.chat.link import question_link
from ui.chat.markup import escaped
from ui.words import Language, all_words


def answer_actions(turn: Exchange, language: Language, *, rated: bool) -> str:
    """Return the row of buttons under an answer."""
    words = all_words()[language]
    link = escaped(question_link(turn.question, turn.chosen))
    row = [
        _button("copy", words.copy_answer),
        f'<a class="dp-action dp-link" href="{link}">{escaped(words.link)}</a>',
        _button("again", words.again),
    ]
    if rated:
        row += [_button("like", words.like), _button("dislike", words.dislike)]
    return _row(*row)


def retry_action(language: Language) -> str:
    """Return the button under what was told in the place of an answer."""
    return _row(_button("again", all_words()[language].again))


def _row(*actions: str) -> str:
    return f'<div class="dp-actions">{"".join(actions)}</div>'


def _button(kind: str, name: str) -> str:
    label = escaped(name)
    return f'<button class="dp-action dp-{kind}" type="button" title="{label}">{label}</button>'
