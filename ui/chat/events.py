"""What the chat page does when it is opened, asked, stopped and cleared."""

from collections.abc import AsyncIterator, Mapping, Sequence
from typing import Any

import gradio as gr
from gradio.components.chatbot import ExampleMessage

from ui.asking import Ask
from ui.chat.answering import Answering
from ui.chat.conversation import Exchange, asked_turn, earlier_turns, read_turns, written_turns
from ui.chat.filters import NOTHING_CHOSEN, opened_fields
from ui.chat.link import linked_question
from ui.chat.markup import escaped
from ui.chat.messages import conversation_messages
from ui.chat.parts import PageParts
from ui.contract import Assistant
from ui.observation.questions import continued
from ui.observation.requests import REQUEST_ID
from ui.words import Language, library_line, preferred_language

# The page shows its own progress, and its functions are no API: /api is.
_QUIET: dict[str, Any] = {"show_progress": "hidden", "api_visibility": "private"}

_Update = tuple[Any, ...]
"""New values for the question's box, the chat and what the browser keeps, in this order."""


class PageEvents:
    """The functions behind the page. They keep nothing between two calls."""

    def __init__(
        self,
        assistant: Assistant,
        ask: Ask,
        examples: Mapping[Language, Sequence[str]],
        *,
        rated: bool,
    ) -> None:
        self._assistant = assistant
        self._ask = ask
        self._examples = examples
        self._rated = rated

    def connect(self, blocks: gr.Blocks, parts: PageParts) -> None:
        """Attach the functions to the parts of the page."""
        turn = [parts.question, parts.chat, parts.kept]
        fields = parts.filters.all()
        shown = [*turn, parts.library, *fields]
        opening = blocks.load(self.opened, parts.kept, shown, **_QUIET)
        given = [parts.question, parts.kept, *fields]
        asking = parts.question.submit(self.asked, given, turn, **_QUIET)
        picked = parts.chat.example_select(self.picked, given[1:], turn, **_QUIET)
        again = parts.again.click(self.asked_again, parts.kept, turn, **_QUIET)
        running: list[Any] = [opening, asking, picked, again]
        parts.question.stop(self.stopped, parts.kept, turn, cancels=running, **_QUIET)
        parts.new_chat.click(_cleared, None, [*turn, *fields], cancels=running, **_QUIET)

    async def opened(self, kept: object, request: gr.Request) -> AsyncIterator[_Update]:
        """Show the library and the conversation, then ask what the page's address asks."""
        language = _language(request)
        status = self._assistant.status()
        line = library_line(status.articles, status.indexed_through, language)
        line = f'<a href="library">{escaped(line)}</a>'
        proposed: list[ExampleMessage] = [{"text": one} for one in self._examples.get(language, ())]
        turns = read_turns(kept)
        # Where nothing is kept, the chat stays as it is: on a slow day a reader has asked already.
        held: dict[str, Any] = {}
        if turns:
            held["value"] = conversation_messages(turns, language, rated=self._rated)
        linked = linked_question(request.query_params)
        question, chosen = linked or (None, NOTHING_CHOSEN)
        fields = opened_fields(status, language, chosen)
        yield gr.skip(), gr.Chatbot(examples=proposed, **held), gr.skip(), line, *fields
        if question is not None:
            rest = [gr.skip() for _ in (line, *fields)]
            async for update in self._turn(turns, asked_turn(question, chosen), request):
                yield *update, *rest

    async def asked(
        self,
        text: str,
        kept: object,
        after: str | None,
        before: str | None,
        as_of: str | None,
        source: str | None,
        spoken: str | None,
        request: gr.Request,
    ) -> AsyncIterator[_Update]:
        """Answer what stands in the question's box."""
        if not text.strip():
            yield gr.skip(), gr.skip(), gr.skip()
            return
        turn = asked_turn(text, (after, before, as_of, source, spoken))
        async for update in self._turn(read_turns(kept), turn, request):
            yield update

    async def picked(
        self,
        kept: object,
        after: str | None,
        before: str | None,
        as_of: str | None,
        source: str | None,
        spoken: str | None,
        selected: gr.SelectData,
        request: gr.Request,
    ) -> AsyncIterator[_Update]:
        """Answer the example that was chosen."""
        chosen = (after, before, as_of, source, spoken)
        turn = asked_turn(str(selected.value["text"]), chosen)
        async for update in self._turn(read_turns(kept), turn, request):
            yield update

    async def asked_again(self, kept: object, request: gr.Request) -> AsyncIterator[_Update]:
        """Answer the last question anew, in the place of its answer."""
        turns = read_turns(kept)
        if turns:
            turn = asked_turn(turns[-1].question, turns[-1].chosen)
            async for update in self._turn(turns[:-1], turn, request):
                yield update

    def stopped(self, kept: object, request: gr.Request) -> _Update:
        """Show the conversation as it was kept, in which the last turn is not finished."""
        messages = conversation_messages(read_turns(kept), _language(request), rated=self._rated)
        return _box(answering=False), messages, kept

    async def _turn(
        self, earlier: Sequence[Exchange], turn: Exchange, request: gr.Request
    ) -> AsyncIterator[_Update]:
        """Yield the conversation while `turn` is answered.

        The turn is kept at once, then with what is written of its answer: so that is there when
        the reader stops it or leaves the page.
        """
        language = _language(request)
        before = conversation_messages(earlier, language, rated=self._rated)
        box: object = _box(answering=True, text="")
        known: Exchange | None = None
        ask = continued(self._ask, request.headers.get(REQUEST_ID))
        answering = Answering(ask, language, self._rated, earlier_turns(earlier))
        async for messages, told in answering.steps(turn):
            kept: object = gr.skip() if told is known else written_turns([*earlier, told])
            if told.is_finished:
                box = _box(answering=False)
            yield box, [*before, *messages], kept
            box, known = gr.skip(), told


def _cleared() -> _Update:
    """A new conversation: nothing asked, nothing kept, nothing chosen."""
    return _box(answering=False, text=""), [], [], *NOTHING_CHOSEN


def _box(*, answering: bool, text: str | None = None) -> gr.Textbox:
    """The question's box: while a question is answered, it can be stopped instead of sent."""
    given: dict[str, Any] = {} if text is None else {"value": text}
    return gr.Textbox(submit_btn=not answering, stop_btn=answering, **given)


def _language(request: gr.Request) -> Language:
    return preferred_language(request.headers.get("accept-language"))
