"""How many facts of real web pages are read right: `python -m benchmarks.readers [--wrong]`.

Two sets of pages that nobody here wrote, in ../shared/corpus: 60 test pages of Mozilla's
Readability, with its own expected metadata, and 150 pages of one French news site, whose facts
come from the site's feed. A date counts as right when the day is the same; a title or a site when
it is the same but for case, blanks and quotation marks. Where nothing is expected, a value found
is counted apart and not as an error: Readability looks at fewer places than we do.
"""

import argparse
import gzip
import json
import re
import time
from collections.abc import Iterator
from dataclasses import dataclass, field
from pathlib import Path

from index.article import Article
from index.errors import UnreadableArticle
from index.language import detect_language
from index.readers import read_article

CORPUS = Path(__file__).resolve().parents[1] / ".." / "shared" / "corpus"
FIELDS = ("title", "date", "site", "language")


@dataclass(frozen=True)
class Page:
    """A page, and the value expected of each of FIELDS (None: nothing is expected)."""

    path: Path
    expected: dict[str, str | None]
    text: str | None = None


@dataclass
class Score:
    """What came out of one set of pages."""

    right: dict[str, int] = field(default_factory=lambda: dict.fromkeys(FIELDS, 0))
    expected: dict[str, int] = field(default_factory=lambda: dict.fromkeys(FIELDS, 0))
    unexpected: dict[str, int] = field(default_factory=lambda: dict.fromkeys(FIELDS, 0))
    refused: int = 0
    words_found: float = 0.0
    words_extra: float = 0.0
    texts: int = 0
    seconds: list[float] = field(default_factory=list)


def main() -> None:
    """Print one table for each set; with --wrong, every page that is read wrong as well."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--wrong", action="store_true", help="list the values that are wrong")
    show_wrong = parser.parse_args().wrong
    detect_language("The model is loaded before anything is timed.")
    for name, pages in (("html_readability", _readability()), ("html_news_fr", _news_fr())):
        print(name)
        _print(_measure(pages, show_wrong))


def _readability() -> Iterator[Page]:
    for meta in sorted((CORPUS / "html_readability").glob("*.meta.json")):
        stated = json.loads(meta.read_text(encoding="utf-8"))
        published = stated.get("publishedTime")
        language = stated.get("lang")
        expected = {
            "title": stated.get("title") or None,
            "date": published[:10] if published else None,
            "site": stated.get("siteName"),
            "language": language.split("-")[0].lower() if language else None,
        }
        yield Page(meta.with_name(meta.name.replace(".meta.json", ".html")), expected)


def _news_fr() -> Iterator[Page]:
    folder = CORPUS / "html_news_fr"
    with gzip.open(CORPUS / "news_fr_2011_2019.jsonl.gz", "rt", encoding="utf-8") as lines:
        for line in lines:
            row = json.loads(line)
            path = folder / f"{row['id']}.html"
            if path.exists():
                expected = {
                    "title": row["title"],
                    "date": row["date"],
                    "site": "Orange Actualités",
                    "language": row["language"],
                }
                yield Page(path, expected, row["text"])


def _measure(pages: Iterator[Page], show_wrong: bool) -> Score:
    score = Score()
    for page in pages:
        start = time.perf_counter()
        try:
            article = read_article(page.path)
        except UnreadableArticle as error:
            score.refused += 1
            print(f"  refused: {error}")
            continue
        score.seconds.append(time.perf_counter() - start)
        _judge(page, article, score, show_wrong)
    return score


def _judge(page: Page, article: Article, score: Score, show_wrong: bool) -> None:
    found = {
        "title": article.title,
        "date": article.published.isoformat() if article.published else None,
        "site": article.source,
        "language": article.language,
    }
    for name, expected in page.expected.items():
        if expected is None:
            score.unexpected[name] += found[name] is not None
            continue
        score.expected[name] += 1
        right = _bare(expected) == _bare(found[name] or "")
        score.right[name] += right
        if show_wrong and not right:
            print(f"  {page.path.name} {name}: expected {expected!r}, found {found[name]!r}")
    if page.text:
        wanted, given = set(re.findall(r"\w+", page.text)), set(re.findall(r"\w+", article.text))
        score.texts += 1
        score.words_found += len(wanted & given) / len(wanted)
        score.words_extra += len(given - wanted) / max(1, len(given))


def _bare(text: str) -> str:
    return re.sub(r"[\s'’‘\"“”«»]+", " ", text).strip().casefold()


def _print(score: Score) -> None:
    for name in FIELDS:
        share = score.right[name] / max(1, score.expected[name])
        print(
            f"  {name:9} {score.right[name]:3} of {score.expected[name]:3} right ({share:.0%}), "
            f"found {score.unexpected[name]} times where none is expected"
        )
    if score.texts:
        print(f"  words of the text found {score.words_found / score.texts:.1%}, "
              f"other words {score.words_extra / score.texts:.1%}")  # fmt: skip
    times = sorted(score.seconds)
    print(
        f"  {len(times)} pages read, {score.refused} refused, "
        f"median {times[len(times) // 2] * 1000:.0f} ms, slowest {times[-1] * 1000:.0f} ms"
    )


if __name__ == "__main__":
    main()
