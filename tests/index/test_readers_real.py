"""Five real French articles, as untidy as they came; their text is not in this repository."""

import re
from datetime import date
from pathlib import Path

import pytest

from index.article import Article
from index.readers import read_article

ARTICLES = Path(__file__).resolve().parents[2] / ".." / "shared" / "articles"

EXPECTED: dict[str, tuple[str | None, date | None, str | None, str | None]] = {
    "000": (None, None, None, "cgtn.com"),
    "001": ("Le deuxième dialogue stratégique", date(2025, 4, 26), "day", None),
    "002": ("Chine - Kazakhstan : des compagnons", date(2024, 7, 1), "month", "Xinhua/VNA/CVN"),
    "003": ("La Chine et le Kazakhstan s'engagent", None, None, None),
    "004": ("L'ASIE CENTRALE ET LA CHINE", None, None, "La Gazette"),
}
FURNITURE = re.compile(
    r"Recommander à|Imprimer|Code Postal|Téléphone|[AÀ] lire également|Photo :|VNA/CVN|cgtn\.com|"
    r"^date 20|15:11|Paris / ",
    re.MULTILINE,
)


def article(number: str) -> Article:
    path = next(ARTICLES.glob(f"{number}_*.txt"), None)
    if path is None:
        pytest.skip(f"the real articles are not in {ARTICLES}")
    return read_article(path)


@pytest.mark.parametrize("number", EXPECTED)
def test_facts(number: str) -> None:
    title, published, precision, source = EXPECTED[number]
    read = article(number)
    assert read.title == title or (title and read.title and read.title.startswith(title))
    assert (read.published, read.published_precision) == (published, precision)
    assert read.published_origin == ("text" if published else None)
    assert (read.source, read.language, read.url) == (source, "fr", None)


@pytest.mark.parametrize("number", EXPECTED)
def test_no_furniture_and_no_lost_paragraph(number: str) -> None:
    read = article(number)
    assert not FURNITURE.search(read.text)
    raw = next(ARTICLES.glob(f"{number}_*.txt")).read_text(encoding="utf-8")
    paragraphs = [line.strip() for line in raw.split("\n") if len(line) > 200]
    assert paragraphs
    assert all(paragraph in read.text for paragraph in paragraphs)
