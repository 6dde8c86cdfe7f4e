"""The sample articles are whole, ours, and say what `samples/questions.toml` claims they say."""

import re
import tomllib
from datetime import date
from html.parser import HTMLParser
from pathlib import Path
from typing import NamedTuple

import pytest
from pydantic import BaseModel, ConfigDict, TypeAdapter

ROOT = Path(__file__).parents[1]
SAMPLES = ROOT / "samples"
FILES = sorted((SAMPLES / "articles").iterdir())
OTHER_PEOPLES_ARTICLES = ROOT.parent / "shared" / "articles"

INVENTED_SOURCES = {
    "Almaty Daily Review",
    "La Gazette des Steppes",
    "Le Courrier d’Asie",
    "Silk Road Observer",
}
LONGEST_SHARED_RUN = 59
"""Characters. Names and dates recur in all reports of one event; a longer run is a copy."""


class Sample(NamedTuple):
    """One sample file, with the words as a reader sees them."""

    title: str
    published: date
    source: str
    language: str
    text: str


class Question(BaseModel):
    """One entry of `questions.toml`."""

    model_config = ConfigDict(frozen=True, extra="forbid")

    question: str
    language: str
    expects: tuple[str, ...] = ()
    abstains: bool = False
    absent: tuple[str, ...] = ()


class Page(HTMLParser):
    """Collects the metadata and the paragraphs of an HTML sample."""

    def __init__(self) -> None:
        super().__init__()
        self.properties: dict[str, str] = {}
        self.language = ""
        self.paragraphs: list[str] = []
        self._in_paragraph = False

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        found = {name: value or "" for name, value in attrs}
        if tag == "html":
            self.language = found["lang"]
        if "property" in found:
            self.properties[found["property"]] = found["content"]
        if tag == "p":
            self._in_paragraph = True
            self.paragraphs.append("")

    def handle_endtag(self, tag: str) -> None:
        if tag == "p":
            self._in_paragraph = False

    def handle_data(self, data: str) -> None:
        if self._in_paragraph:
            self.paragraphs[-1] += data


def read_sample(path: Path) -> Sample:
    """Read a sample without the product, so that these tests judge the files and nothing else."""
    content = path.read_text(encoding="utf-8")
    if path.suffix == ".html":
        page = Page()
        page.feed(content)
        return Sample(
            title=page.properties["og:title"],
            published=date.fromisoformat(page.properties["article:published_time"][:10]),
            source=page.properties["og:site_name"],
            language=page.language,
            text="\n\n".join(page.paragraphs),
        )
    head, text = content.removeprefix("---\n").split("\n\n", 1)
    fields = dict(line.split(": ", 1) for line in head.removesuffix("\n---").splitlines())
    if path.suffix == ".txt":
        fields = {name.lower(): value for name, value in fields.items()}
    return Sample(
        title=fields["title"].strip('"'),
        published=date.fromisoformat(fields["date"]),
        source=fields["source"],
        language=fields["language"],
        text=text,
    )


def read_questions() -> list[Question]:
    """All entries of `questions.toml`, checked for unknown keys."""
    content = (SAMPLES / "questions.toml").read_text(encoding="utf-8")
    return TypeAdapter(list[Question]).validate_python(tomllib.loads(content)["questions"])


ARTICLES = [read_sample(path) for path in FILES]
QUESTIONS = read_questions()
ANSWERED = [question for question in QUESTIONS if not question.abstains]
UNANSWERED = [question for question in QUESTIONS if question.abstains]


def languages_saying(words: str) -> set[str]:
    return {article.language for article in ARTICLES if words in article.text}


@pytest.mark.parametrize("path", FILES, ids=lambda path: path.name)
def test_article_is_whole(path: Path) -> None:
    article = read_sample(path)
    assert article.title
    assert path.name.startswith(article.published.isoformat())
    assert date(2023, 1, 1) <= article.published <= date(2025, 12, 31)
    assert article.source in INVENTED_SOURCES
    assert article.language in {"fr", "en"}
    assert 150 <= len(article.text.split()) <= 450


def test_both_languages_and_all_formats_are_there() -> None:
    assert [sum(a.language == code for a in ARTICLES) for code in ("fr", "en")] == [7, 7]
    assert {path.suffix for path in FILES} == {".md", ".txt", ".html"}
    assert len({article.title for article in ARTICLES}) == len(ARTICLES)


@pytest.mark.parametrize("question", ANSWERED, ids=lambda question: question.question)
def test_expected_words_stand_in_an_article(question: Question) -> None:
    assert question.expects
    assert not question.absent
    assert [words for words in question.expects if not languages_saying(words)] == []


@pytest.mark.parametrize("question", UNANSWERED, ids=lambda question: question.question)
def test_words_of_an_unanswered_question_stand_nowhere(question: Question) -> None:
    assert question.absent
    assert not question.expects
    everything = "\n".join(f"{a.title}\n{a.text}" for a in ARTICLES).casefold()
    assert [words for words in question.absent if words.casefold() in everything] == []


def test_questions_cover_languages_and_abstention() -> None:
    assert len({question.question for question in QUESTIONS}) == len(QUESTIONS) >= 24
    assert {question.language for question in ANSWERED} == {"fr", "en"}
    assert {question.language for question in UNANSWERED} == {"fr", "en"}
    assert len(UNANSWERED) == 6


@pytest.mark.parametrize("language", ["fr", "en"])
def test_some_questions_are_answered_only_in_the_other_language(language: str) -> None:
    across = [
        question
        for question in ANSWERED
        if question.language == language
        and not any(language in languages_saying(words) for words in question.expects)
    ]
    assert len(across) >= 3


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("summit will be held in Almaty", "sommet Chine–Asie centrale se tiendra à Astana"),
        ("41 billion dollars in 2023", "31.5 billion dollars"),
    ],
)
def test_articles_disagree_where_the_readme_says_so(one: str, other: str) -> None:
    assert languages_saying(one)
    assert languages_saying(other)


def test_second_summit_is_reported_in_both_languages() -> None:
    reports = (r"tenu à Astana le 17\sjuin 2025", r"took place in Astana on 17 June 2025")
    for language, words in zip(("fr", "en"), reports, strict=True):
        assert any(a.language == language and re.search(words, a.text) for a in ARTICLES)


def test_nothing_is_copied_from_the_shared_articles() -> None:
    if not OTHER_PEOPLES_ARTICLES.is_dir():
        pytest.skip(f"{OTHER_PEOPLES_ARTICLES} is not on this machine: nothing to compare with")
    length = LONGEST_SHARED_RUN + 1
    theirs = set[str]()
    for path in OTHER_PEOPLES_ARTICLES.iterdir():
        text = comparable(path.read_text(encoding="utf-8"))
        theirs.update(text[i : i + length] for i in range(len(text) - length + 1))
    assert theirs
    for article in ARTICLES:
        text = comparable(f"{article.title} {article.text}")
        runs = (text[i : i + length] for i in range(len(text) - length + 1))
        assert [run for run in runs if run in theirs] == [], article.title


def comparable(text: str) -> str:
    """The text with spaces, apostrophes, dashes and case made alike, so that none hides a copy."""
    return " ".join(text.casefold().translate(str.maketrans("’‑–—", "'---")).split())
