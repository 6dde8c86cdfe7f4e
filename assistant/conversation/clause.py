"""A question taken apart: what it asks with, what it names, what it points back to."""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date
from functools import cached_property

from assistant.kinds import Phrase, first_phrase, without_courtesies
from assistant.language.accents import unaccented
from assistant.language.names import BETWEEN_NAMES, is_name, territories
from assistant.language.references import References, references
from assistant.language.values import Value, find_values
from assistant.language.vocabulary import QuestionKind, Vocabulary, is_article, vocabulary
from index.terms import Token, stem, tokens

_SOME_DAY = date(2000, 1, 1)
_END = " \u00a0?？؟!.…"
_UNSPACED = ("zh",)
_MATTER_WITH_NOUN = 2
"""Words of matter of which one is likely a noun, in a language without articles: the other is the
verb."""


@dataclass(frozen=True)
class Group:
    """A value or name in a clause, characters `start` to `end`; `lead` is where the little words
    begin that lead it in ("in", "of the")."""

    kind: str
    """A ValueKind, "territory" or "name"."""
    lead: int
    start: int
    end: int


@dataclass(frozen=True)
class Clause:
    """A question without what joins it to the one before, without courtesies and its end mark."""

    text: str
    language: str
    joined: bool
    """Whether it began with "and" or the like."""
    marked: bool
    """Whether it ended with a question mark."""
    spoken: Vocabulary
    pointing: References

    @cached_property
    def tokens(self) -> list[Token]:
        """Its words."""
        return tokens(self.text)

    @cached_property
    def phrase(self) -> Phrase | None:
        """The words that ask; not those of a relative clause ("the minister who …")."""
        text = self.text.replace("’", "'")
        plain = unaccented(text)
        found = first_phrase(text, plain, self.spoken)
        if found is None or self.unspaced:
            return found and self._whole(found, plain)
        before = [token for token in self.tokens if token.end <= found.start]
        follows_noun = bool(before) and before[-1].word not in self.spoken.functions
        beside = bool(before) and not text[before[-1].end : found.start].strip()
        return None if follows_noun and beside else found

    @cached_property
    def asks(self) -> bool:
        """Whether it has what makes a sentence a question of its own."""
        plain = unaccented(self.text.replace("’", "'"))
        opened = self.spoken.openers is not None and self.spoken.openers.match(plain)
        signed = self.spoken.signs is not None and self.spoken.signs.search(plain)
        return bool(self.phrase or opened or signed)

    @cached_property
    def values(self) -> list[Value]:
        """Its ordinals, numbers and dates, relative ones among them."""
        return find_values(self.text, self.language, _SOME_DAY)

    @cached_property
    def matter(self) -> list[Token]:
        """Its words that carry matter, but for values and what asks."""
        taken = [(value.start, value.end) for value in self.values]
        if self.phrase:
            taken.append((self.phrase.start, self.phrase.end))
        if self.unspaced:
            return self._unspaced_matter(taken)
        return [
            token
            for token in self.tokens
            if token.word not in self.spoken.functions
            and token.word not in self.pointing.all
            and not any(start < token.end and token.start < end for start, end in taken)
        ]

    @cached_property
    def own(self) -> list[Token]:
        """Its matter without nouns that only tell what is asked for, such as "date"."""
        nouns = self.spoken.nouns
        return [
            token
            for token in self.matter
            if nouns.get(token.word, QuestionKind.WHO) == QuestionKind.WHO
        ]

    @cached_property
    def groups(self) -> list[Group]:
        """Its values and names, in order."""
        values = [self._group(value.kind, value.start, value.end) for value in self.values]
        names = (
            self._group("territory" if self._in_territory(start, end) else "name", start, end)
            for start, end in self._names()
        )
        return sorted([*values, *names], key=lambda group: group.start)

    @property
    def stems(self) -> frozenset[str]:
        """The stems of its matter."""
        return frozenset(stem(token.word, self.language) for token in self.matter)

    @property
    def unspaced(self) -> bool:
        """Whether its script puts no space between words."""
        return self.language in _UNSPACED

    @property
    def names_something(self) -> bool:
        """Whether a name or country stands in it."""
        return any(group.kind in {"name", "territory"} for group in self.groups)

    def references(self) -> Iterator[Token]:
        """Yield the words that point to something said before this question."""
        empty = [match.span() for match in self._matches(self.pointing.empty)]
        empty += [(value.start, value.end) for value in self.values]
        for token in self._pointing_tokens():
            if any(start <= token.start < end for start, end in empty):
                continue
            # "Sie" inside a German sentence speaks to the reader.
            if is_name(self.text, token.start):
                continue
            if not self._is_bound(token):
                yield token

    @property
    def contrasts(self) -> bool:
        """Whether it asks for something other than what was said before: "anything else?"."""
        if self.unspaced:
            return any(word in self.text for word in self.pointing.contrasts)
        return any(token.word in self.pointing.contrasts for token in self.tokens)

    def person(self) -> str | None:
        """Return the one name in it that may be a person's; None when there is none, or more."""
        found = {
            self.text[group.start : group.end]
            for group in self.groups
            if group.kind == "name" and not self._names_a_thing(group)
        }
        return found.pop() if len(found) == 1 else None

    def _whole(self, found: Phrase, plain: str) -> Phrase:
        """Return the phrase with those that overlap it: 在哪 and 哪里 are one."""
        end = found.end
        for pattern, _, _ in self.spoken.kinds:
            for match in pattern.finditer(plain):
                if found.start < match.start() < end:
                    end = max(end, match.end())
        return Phrase(found.start, end, found.kind)

    def _unspaced_matter(self, taken: list[tuple[int, int]]) -> list[Token]:
        rest = list(self.text)
        for start, end in taken:
            rest[start:end] = " " * (end - start)
        left = "".join(rest)
        words = self.spoken.functions | self.pointing.all
        pattern = "|".join(map(re.escape, sorted(words, key=len, reverse=True)))
        return tokens(re.sub(pattern, lambda match: " " * len(match[0]), left))

    def _pointing_tokens(self) -> list[Token]:
        words = self.pointing.persons | self.pointing.pronouns | self.pointing.pointers
        if not self.unspaced:
            followed = zip(self.tokens, [*self.tokens[1:], None], strict=True)
            return [
                one for one, next_ in followed if one.word in words or self._is_object(one, next_)
            ]
        pattern = "|".join(sorted(words, key=len, reverse=True))
        return [Token(m.group(), *m.span()) for m in re.finditer(pattern, self.text)]

    def _is_object(self, token: Token, following: Token | None) -> bool:
        """Tell whether what looks like an article is a pronoun before its verb: "l'a signé"."""
        if following is None or following.word not in self.spoken.auxiliaries:
            return False
        return is_article(token.word, self.spoken)

    def _is_bound(self, pronoun: Token) -> bool:
        """Tell whether a noun or name before the pronoun may be what it stands for."""
        before = [token for token in self.matter if token.end <= pronoun.start]
        named = (group.end for group in self.groups if group.kind in ("name", "territory"))
        if any(end <= pronoun.start for end in named):
            return True
        if pronoun.word in self.pointing.pointers:
            return False
        if self.spoken.articles is None:
            return len(before) >= _MATTER_WITH_NOUN
        starts = {token.start for token in before}
        led = zip([None, *self.tokens], self.tokens, strict=False)
        return any(one.start in starts and self._is_noun(one, before) for before, one in led)

    def _is_noun(self, token: Token, before: Token | None) -> bool:
        """Tell whether an article or a preposition shows that a word is a noun."""
        if is_article(token.word, self.spoken):  # written together, in Arabic
            return True
        return before is not None and (
            is_article(before.word, self.spoken) or before.word in self.pointing.prepositions
        )

    def _names(self) -> Iterator[tuple[int, int]]:
        """Yield the ranges of the names, and of countries even where nothing is capital."""
        run: tuple[int, int] | None = None
        for token in self.tokens:
            named = self._is_named(token)
            joins = run and BETWEEN_NAMES.fullmatch(self.text[run[1] : token.start])
            if named and run and joins:
                run = (run[0], token.end)
                continue
            if run:
                yield run
            run = (token.start, token.end) if named else None
        if run:
            yield run

    def _is_named(self, token: Token) -> bool:
        if any(v.start < token.end and token.start < v.end for v in self.values):
            return False
        if self.phrase and self.phrase.start <= token.start < self.phrase.end:
            return False
        if token.word in self.spoken.functions:
            return False
        if bool(territories(token.word, self.language)):
            return True
        has_case = self.text not in {self.text.lower(), self.text.upper()}
        begins = token.start == 0 and self.text[0].isupper()
        alone = begins and not self.asks and not self.contrasts  # not of "Anything else?"
        return has_case and (is_name(self.text, token.start) or alone)

    def _in_territory(self, start: int, end: int) -> bool:
        return bool(territories(self.text[start:end], self.language))

    def _names_a_thing(self, group: Group) -> bool:
        """Tell whether a name goes with a noun before it: "le sommet Chine-Asie", "of Oslo"."""
        led = tokens(self.text[group.lead : group.start])
        if any(token.word in self.pointing.prepositions for token in led):
            return True
        before = [token for token in self.matter if token.end <= group.start]
        if not before or self.text[before[-1].end : group.start].strip():
            return False
        return self.spoken.nouns.get(before[-1].word) != QuestionKind.WHO

    def _group(self, kind: str, start: int, end: int) -> Group:
        lead = start
        for token in reversed([token for token in self.tokens if token.end <= start]):
            little = is_article(token.word, self.spoken) or token.word in self.pointing.prepositions
            if not little or self.text[token.end : lead].strip(" \u00a0'’"):
                break
            lead = token.start
        return Group(kind, lead, start, end)

    def _matches(self, pattern: re.Pattern[str] | None) -> Iterator[re.Match[str]]:
        return pattern.finditer(self.text) if pattern else iter(())


def read_clause(text: str, language: str) -> Clause | None:
    """Take a question apart; None when the little words of its language are not known."""
    pointing = references(language)
    if pointing is None:
        return None
    rest = text.strip().lstrip("¿¡ ")
    joined = False
    while (match := pointing.openers.match(rest)) and rest[match.end() :].strip(_END):
        rest, joined = rest[match.end() :], True
    rest, _ = without_courtesies(rest, vocabulary(language))
    stripped = rest.rstrip(_END)
    return Clause(
        text=stripped,
        language=language,
        joined=joined,
        marked=any(mark in rest[len(stripped) :] for mark in "?？؟"),
        spoken=vocabulary(language),
        pointing=pointing,
    )
