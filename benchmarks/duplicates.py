"""Near-duplicates in the news corpus: how many, how surely found, and at what cost.

`python -m benchmarks.duplicates` prints the figures, of the articles as they are and of copies
that are altered as sites alter a dispatch. Times are processor time.

--articles N   how many articles of the corpus (default all)
--copies N     how many of them are copied and altered (default 1,000)
--folder DIR   where the prepared model is (default build/bench)
"""

import argparse
import random
import time
from collections.abc import Sequence
from itertools import islice
from pathlib import Path
from statistics import mean

from rapidfuzz.distance import LCSseq
from rich.progress import track

from benchmarks.altering import ALTERATIONS, with_another_number
from benchmarks.corpus import NEWS, ROOT, news_articles
from benchmarks.near_duplicates import Bands, Pair, groups, sharing_pairs
from index.article import Article
from index.chunks import SentenceChunker, embedded_text
from index.duplicates import Signature, is_copied, is_near_duplicate, shingles
from index.embedding import open_embedding
from index.terms import fold, tokens

_SEED = 20
_EMBEDDED = 100  # articles: enough for the time of one
_CHECKED = 200  # pairs
_COPIED_WORDS = 60
"""Words that an article has at least, to be copied: two thirds of fewer are a notice, which is
recognised only when nothing is changed."""


def main() -> None:
    """Measure and print."""
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    parser.add_argument("--articles", type=int, default=None)
    parser.add_argument("--copies", type=int, default=1_000)
    parser.add_argument("--folder", type=Path, default=ROOT / "build" / "bench")
    given = parser.parse_args()
    if not NEWS.exists():
        raise SystemExit(f"This needs the news corpus at {NEWS}.")
    articles = list(islice(news_articles(), given.articles))
    bands = _cost(articles, given.folder / "cache")
    _check(articles, _find(articles, bands))
    _alter(articles, bands, given.copies)


def _cost(articles: Sequence[Article], cache: Path) -> Bands:
    """Print what signatures cost beside embedding; return their bands."""
    Signature.of(articles[0].text)  # what is imported late is not an article's own time
    started = time.process_time()
    bands = Bands([Signature.of(article.text) for article in track(articles, "Signatures")])
    signed = (time.process_time() - started) / len(articles) * 1_000
    chunker, embedding = SentenceChunker(), open_embedding(cache=cache, notify=print)
    drawn = random.Random(_SEED).sample(articles, min(_EMBEDDED, len(articles)))  # noqa: S311
    texts = [embedded_text(node) for article in drawn for node in chunker.chunks(article)]
    embedding.encode_passages(texts[:2])
    started = time.process_time()
    embedding.encode_passages(texts)
    embedded = (time.process_time() - started) / len(drawn) * 1_000
    length = mean(len(article.text) for article in articles)
    print(f"{len(articles):,} articles of {length:,.0f} characters on average")
    print(f"  signature and bands        {signed:.2f} ms an article, embedding {embedded:.0f} ms")
    print(f"  of 1,600 characters        {signed * 1_600 / length:.2f} ms   (goal: under 2)")
    print(f"  share of embedding         {signed / embedded:.2%}   (goal: under 1 %)")
    return bands


def _find(articles: Sequence[Article], bands: Bands) -> set[Pair]:
    """Print what the bands find and the texts decide; return the near-duplicates."""
    candidates = bands.pairs()
    started = time.process_time()
    found = {pair for pair in candidates if _are_near_duplicates(articles, pair)}
    each = (time.process_time() - started) / max(1, len(candidates)) * 1_000
    grouped = groups(found)
    print(f"  pairs that share a band    {len(candidates):,}, compared in {each:.1f} ms each")
    print(f"  near-duplicates            {len(found)} pairs in {len(grouped)} groups")
    print(f"  articles that repeat one   {sum(len(group) - 1 for group in grouped)}")
    return found


def _check(articles: Sequence[Article], found: set[Pair]) -> None:
    """Print precision and recall against comparisons that use no signature."""
    drawn = random.Random(_SEED).sample(sorted(found), min(_CHECKED, len(found)))  # noqa: S311
    held = [_held(articles[one].text, articles[other].text) for one, other in drawn]
    shared = sharing_pairs(shingles(article.text) for article in track(articles, "All pairs"))
    every = {pair for pair in shared if _are_near_duplicates(articles, pair)}
    others = sum(
        is_copied(*(shingles(articles[number].text) for number in pair)) for pair in shared - every
    )
    right = sum(share >= 0.8 for share in held)
    print(f"  precision                  {right} of {len(held)} pairs: the shorter's words are at")
    print(f"                             least 80 % in the longer, in order ({mean(held):.1%})")
    print(f"  recall                     {len(found & every)} of {len(every)} pairs of all")
    print(f"  kept apart                 {others} pairs with as much in common: short notices,")
    print("                             parts of a much longer text, other numbers")


def _alter(articles: Sequence[Article], bands: Bands, count: int) -> None:
    """Print how many altered copies find their original, and how often they find another."""
    chance = random.Random(_SEED)  # noqa: S311
    long = [n for n, article in enumerate(articles) if len(_words(article.text)) >= _COPIED_WORDS]
    drawn = chance.sample(long, min(count, len(long)))
    print(f"Copies of {len(drawn):,} articles of at least {_COPIED_WORDS} words")
    for name, alter in ALTERATIONS.items():
        right = wrong = 0
        for number in track(drawn, name):
            found = _found(articles, bands, alter(articles[number], chance))
            right += number in found
            wrong += sum(not _are_near_duplicates(articles, (number, one)) for one in found)
        precision = right / max(1, right + wrong)
        print(f"  {name:26} recall {right / len(drawn):.3f}   precision {precision:.3f}")
    told = [(n, with_another_number(articles[n], chance)) for n in drawn]
    numbered = [(number, text) for number, text in told if text is not None]
    kept = sum(number not in _found(articles, bands, text) for number, text in numbered)
    print(f"  {'another number: other news':26} kept apart {kept / max(1, len(numbered)):.3f}")


def _found(articles: Sequence[Article], bands: Bands, text: str) -> list[int]:
    """Return the articles that `text` is a near-duplicate of."""
    candidates = bands.sharing(Signature.of(text))
    return [number for number in candidates if is_near_duplicate(text, articles[number].text)]


def _are_near_duplicates(articles: Sequence[Article], pair: Pair) -> bool:
    return is_near_duplicate(articles[pair[0]].text, articles[pair[1]].text)


def _held(one: str, other: str) -> float:
    """Return the share of the shorter text's words that the longer has, in the same order."""
    shorter, longer = sorted((_words(one), _words(other)), key=len)
    return float(LCSseq.similarity(shorter, longer)) / max(1, len(shorter))


def _words(text: str) -> list[str]:
    return [fold(token.word) for token in tokens(text)]


if __name__ == "__main__":
    main()
