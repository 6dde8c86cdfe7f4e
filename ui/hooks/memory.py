"""The last turns of the chats that webhooks answer in: in memory only, and not for long."""

import time
from collections import OrderedDict, deque
from collections.abc import Callable

from assistant.conversation import TURNS_READ, Turn

KEPT_S = 3600.0
"""Seconds after its last question that a conversation is forgotten."""
CONVERSATIONS = 1000
"""As many are kept; for one more, that which was silent for longest is forgotten."""


class Memory:
    """Remembers conversations, each by a name that says where it is held.

    For the event loop's thread; `clock` gives seconds.
    """

    def __init__(self, *, clock: Callable[[], float] = time.monotonic) -> None:
        self._clock = clock
        self._conversations: OrderedDict[str, tuple[float, deque[Turn]]] = OrderedDict()

    def turns(self, conversation: str) -> list[Turn]:
        """Return what was asked there before, newest last."""
        self._forget_old()
        _, turns = self._conversations.get(conversation, (0.0, deque[Turn]()))
        return list(turns)

    def add(self, conversation: str, turn: Turn) -> None:
        """Remember `turn` as the newest one there."""
        _, turns = self._conversations.pop(conversation, (0.0, deque[Turn](maxlen=TURNS_READ)))
        turns.append(turn)
        self._conversations[conversation] = (self._clock(), turns)
        if len(self._conversations) > CONVERSATIONS:
            self._conversations.popitem(last=False)

    def _forget_old(self) -> None:
        now = self._clock()
        while self._conversations:
            name, (last, _) = next(iter(self._conversations.items()))
            if now - last < KEPT_S:
                return
            del self._conversations[name]
