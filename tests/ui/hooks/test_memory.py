"""What webhooks remember of a conversation, and for how long."""

from assistant.conversation import TURNS_READ, Turn
from ui.hooks.memory import CONVERSATIONS, KEPT_S, Memory


def test_the_last_turns_are_remembered_where_they_were_asked() -> None:
    memory = Memory()
    for number in range(TURNS_READ + 2):
        memory.add("here", Turn(question=str(number)))
    memory.add("there", Turn(question="other"))
    asked = [turn.question for turn in memory.turns("here")]
    assert asked == [str(number) for number in range(2, TURNS_READ + 2)]
    assert memory.turns("nowhere") == []


def test_an_hour_of_silence_ends_a_conversation() -> None:
    now = 1000.0
    memory = Memory(clock=lambda: now)
    memory.add("old", Turn(question="one"))
    now += KEPT_S - 1
    memory.add("new", Turn(question="two"))
    assert memory.turns("old") != []
    now += 2
    assert memory.turns("old") == []
    assert memory.turns("new") != []


def test_a_flood_of_places_forgets_the_oldest() -> None:
    memory = Memory()
    for number in range(CONVERSATIONS + 1):
        memory.add(str(number), Turn(question="one"))
    assert memory.turns("0") == []
    assert memory.turns("1") != []
    assert memory.turns(str(CONVERSATIONS)) != []
