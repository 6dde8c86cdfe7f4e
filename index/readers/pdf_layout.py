"""From the lines of a PDF to its paragraphs; what repeats at the edges of its pages goes."""

import itertools
import re
from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from statistics import median

_EDGE_LINES = 2
"""How many lines at the top and at the foot of a page can be its header or footer."""
_PAGE_NUMBER = re.compile(
    r"[\W_]*(?:(?:page|seite|p\.|página|pagina|стр\.?|第)\s*)?(?:\d{1,4}|[ivxl]{1,6})"
    r"(?:\s*(?:/|of|sur|von|de|di|из|页)?\s*\d{0,4})?\s*页?[\W_]*",
    re.IGNORECASE,
)
_DIGITS = re.compile(r"\d+")
_SENTENCE_END = re.compile(r"[.!?…。！？:;][\"”»’')\]]*$")
_HYPHENATED = re.compile(r"(?P<first>[^\W\d_]+)[-\u00ad\u2010]$")
_FIRST_WORD = re.compile(r"[^\W\d_]+")

_WIDE_GAP = 1.3
"""Times the usual distance of lines, from which on a gap parts two paragraphs."""
_INDENT = 0.8
"""Times the size of the letters, from which on a line is indented."""
_SHORT_LINE = 0.85
"""Share of the column's width below which a line that ends a sentence ends its paragraph."""
_OTHER_SIZE = 0.15
_LARGE = 1.2
"""Times the usual size, from which on letters are those of a title."""


@dataclass(frozen=True)
class Line:
    """A line of a page, measured in points."""

    page: int
    text: str
    left: float
    right: float
    baseline: float
    """Above the bottom of the page."""
    size: float


def without_margins(lines: Sequence[Line]) -> list[Line]:
    """Return the lines without the headers, footers and numbers that pages have in common."""
    pages: dict[int, list[Line]] = {}
    for line in lines:
        pages.setdefault(line.page, []).append(line)
    if len(pages) < 2:
        return list(lines)
    edges = {page: _edges(there) for page, there in pages.items()}
    repeated = Counter(key for there in edges.values() for key in {_key(line) for line in there})
    often = max(2, len(pages) // 3)  # left and right pages may have headers of their own
    dropped = {
        id(line)
        for there in edges.values()
        for line in there
        if repeated[_key(line)] >= often or _PAGE_NUMBER.fullmatch(line.text)
    }
    return [line for line in lines if id(line) not in dropped]


def _edges(lines: list[Line]) -> list[Line]:
    heights = sorted({round(line.baseline) for line in lines})
    at_edge = {*heights[:_EDGE_LINES], *heights[-_EDGE_LINES:]}
    return [line for line in lines if round(line.baseline) in at_edge]


def _key(line: Line) -> tuple[str, int]:
    """What two lines at an edge have in common: words but for numbers, and the height."""
    return _DIGITS.sub("#", line.text.strip()), round(line.baseline / 5)


def title_of(lines: Sequence[Line]) -> str | None:
    """Return the words in the largest letters of the first page, None when none stand out."""
    usual = usual_size(lines)
    first = [line for line in lines if line.page == lines[0].page] if lines else []
    largest = max((line.size for line in first), default=0.0)
    if largest < usual * _LARGE:
        return None
    return " ".join(line.text.strip() for line in first if line.size == largest)


def usual_size(lines: Sequence[Line]) -> float:
    """Return the size of most letters, in points; 0 when there are none."""
    sizes: Counter[float] = Counter()
    for line in lines:
        sizes[line.size] += len(line.text)
    return sizes.most_common(1)[0][0] if sizes else 0.0


def paragraphs(lines: Sequence[Line]) -> Iterator[str]:
    """Yield the paragraphs of the lines, which stand in the order of reading."""
    words = Counter(word for line in lines for word in re.findall(r"[\w-]+", line.text.casefold()))
    step = _usual_step(lines)
    paragraph = ""
    for number, line in enumerate(lines):
        if number and _parted(lines[number - 1], line, lines, number, step):
            yield paragraph
            paragraph = ""
        paragraph = _joined(paragraph, line.text.strip(" "), words)
    if paragraph:
        yield paragraph


def _usual_step(lines: Sequence[Line]) -> float:
    """The usual distance of two baselines, by the size of the letters."""
    steps = [
        (above.baseline - line.baseline) / max(line.size, 1)
        for above, line in itertools.pairwise(lines)
        if above.page == line.page and 0 < above.baseline - line.baseline < 3 * line.size
    ]
    return median(steps) if steps else 1.2


def _parted(above: Line, line: Line, lines: Sequence[Line], number: int, step: float) -> bool:
    """Whether a paragraph ends between two lines that follow each other."""
    if abs(above.size - line.size) > _OTHER_SIZE * above.size:
        return True
    ended = _SENTENCE_END.search(above.text.strip()) is not None
    down = above.baseline - line.baseline
    if above.page != line.page or down < 0 or down > 4 * line.size:
        # Another page or column: only the words tell whether the paragraph goes on.
        return ended or not (line.text.strip()[:1].islower() or _HYPHENATED.search(above.text))
    if abs(down) < 1:
        return False  # two pieces of one line
    if down > _WIDE_GAP * step * line.size:
        return True
    below = lines[number + 1] if number + 1 < len(lines) else line
    column_left = min(above.left, below.left)
    if line.left - column_left > _INDENT * line.size and ended:
        return True
    column_right = max(above.right, line.right, below.right)
    width = column_right - above.left
    return ended and above.right - above.left < _SHORT_LINE * width


def _joined(paragraph: str, text: str, words: Counter[str]) -> str:
    """The paragraph with one more line; a word that the line end parted is whole again.

    A word that has its own hyphen, like "peut-être", keeps it where the document has it elsewhere.
    """
    if not paragraph:
        return text
    parted, after = _HYPHENATED.search(paragraph), _FIRST_WORD.match(text)
    if parted and after:
        whole = (parted["first"] + after[0]).casefold()
        kept = f"{parted['first']}-{after[0]}".casefold()
        stays = not after[0][0].islower() or words[kept] > words[whole]
        return paragraph[: parted.end() - 1] + ("-" if stays else "") + text
    return f"{paragraph} {text}"
