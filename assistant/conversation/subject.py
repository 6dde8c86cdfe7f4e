"""What a conversation is about: the names that its questions hold, the most often named first."""

from assistant.conversation.clause import Clause
from index.terms import fold, tokens


class Subject:
    """The names of the questions so far; which of them may be persons' is known.

    Forms that share a word, such as Ibsen and Henrik Ibsen, are one name, known by the longest.
    """

    def __init__(self) -> None:
        self._counts: dict[str, int] = {}
        """How many questions hold each name, in the order in which they were last named."""
        self._persons: set[str] = set()

    def hear(self, asked: Clause) -> None:
        """Take in the names of a question."""
        person = asked.person()
        for group in asked.groups:
            if group.kind in {"name", "territory"}:
                name = asked.text[group.start : group.end]
                self._name(name, is_person=name == person)

    def name(self) -> str | None:
        """Return the name that most questions hold, of several the one named last."""
        return self._most(self._counts)

    def person(self) -> str | None:
        """Return the same of those that may be a person's."""
        return self._most({name: n for name, n in self._counts.items() if name in self._persons})

    def in_full(self, name: str) -> str:
        """Return the longest form that is known of a name."""
        return self._known(name) or name

    def _known(self, name: str) -> str | None:
        words = _words(name)
        return next((one for one in reversed(self._counts) if words & _words(one)), None)

    def _most(self, counts: dict[str, int]) -> str | None:
        return max(reversed(counts), key=counts.__getitem__, default=None)

    def _name(self, name: str, *, is_person: bool) -> None:
        known = self._known(name) or name
        form = max(known, name, key=len)
        count = self._counts.pop(known, 0) + 1
        self._counts[form] = count
        if is_person or known in self._persons:
            self._persons.add(form)


def _words(name: str) -> frozenset[str]:
    return frozenset(fold(token.word) for token in tokens(name))
