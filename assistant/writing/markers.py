"""The citations in a sentence of a model: [1], 【1】, [1][2], [1, 2], and those that broke off."""

import re
from collections.abc import Collection
from dataclasses import dataclass

_NUMBERS = r"\d+(?:\s*[,;、，–-]\s*\d+)*"
_MARKER = re.compile(
    rf"[\[【]\s*(?:\^|#|(?:passage|source)s?\s+)?(?P<numbers>{_NUMBERS})[^\[\]【】]{{0,20}}[\]】]"
    r"|[\[【][\d\s,]*$",
    re.IGNORECASE,
)
_OTHER_BRACKETS = re.compile(r"[\[\]【】]")
_RANGE = re.compile(r"(\d+)\s*[–-]\s*(\d+)")
_SPACE_BEFORE_MARK = re.compile(r"\s+(?=[.,。，、])")
_BLANKS = re.compile(r"\s+")
_MOST = 20  # citations of one sentence; a range such as [1-9999] is no citation


@dataclass(frozen=True)
class CitedSentence:
    """A sentence without its markers, and what they point to."""

    text: str
    markers: tuple[int, ...]
    """Of the passages that were shown, each once, in the order of the sentence."""

    @property
    def written(self) -> str:
        """The sentence with its markers behind it: "It opened in Astana. [1] [2]"."""
        return " ".join([self.text, *(f"[{number}]" for number in self.markers)])


def read_markers(sentence: str, known: Collection[int]) -> CitedSentence:
    """Return a sentence without markers, and those of them that are `known`.

    A marker that points nowhere, one that broke off and any other bracket are taken out: passages
    are shown to the model without square brackets, so those of a reply are its own.
    """
    cited: dict[int, None] = {}
    for match in _MARKER.finditer(sentence):
        numbers = _numbers(match["numbers"] or "")
        cited.update(dict.fromkeys(number for number in numbers if number in known))
    plain = _OTHER_BRACKETS.sub("", _MARKER.sub(" ", sentence))
    text = _SPACE_BEFORE_MARK.sub("", _BLANKS.sub(" ", plain)).strip()
    return CitedSentence(text, tuple(cited)[:_MOST])


def _numbers(text: str) -> list[int]:
    ranges = [(int(low), int(high)) for low, high in _RANGE.findall(text)]
    if ranges:
        return [n for low, high in ranges for n in range(low, min(high, low + _MOST) + 1)]
    return [int(number) for number in re.findall(r"\d{1,4}", text)]
