"""A stand-in for the assistant over three known articles, one of them hostile."""

import threading
from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import date
from pathlib import Path

from assistant.answer import Answer, CarriedBy, Citation, Disagreement, Span
from assistant.conversation import Turn
from assistant.positions import position_of
from assistant.wording import answer_text
from index.article import Article, ArticleEntry, DateOrigin, DatePrecision, Passage
from index.document import Skipped
from index.errors import NotFound, QuestionRefused
from index.intake import IndexReport
from index.scope import EVERYTHING, Scope
from ui.contract import PassagesFound

QUESTION_LIMIT = 2000

HOSTILE = (
    '<img src="http://tracker.example/x.png" onerror="window.hacked=1">'
    "<script>window.hacked=1</script>"
)

ARTICLES = [
    Article(
        id="00000000000000a1",
        address="/home/someone/articles/sommet.txt",
        title="Le deuxième sommet Chine-Asie centrale s’ouvre à Astana",
        published=date(2025, 6, 17),
        published_precision=DatePrecision.DAY,
        published_origin=DateOrigin.METADATA,
        source="La Gazette des Steppes",
        url="https://gazette.example/sommet",
        language="fr",
        # The characters outside the Basic Multilingual Plane move every JavaScript offset.
        text="𝔄𝔰𝔱𝔞𝔫𝔞 🏔 — "
        "Le deuxième sommet Chine-Asie centrale s’est tenu à Astana le 17 juin 2025. "
        "Les six dirigeants y ont signé un traité de bon voisinage.\n\n"
        + "Les délégations ont parlé de transport, d’énergie et de douanes. " * 25
        + "\n\nLe prochain sommet aura lieu en Chine en 2027.",
    ),
    Article(
        id="00000000000000b2",
        address="/home/someone/articles/visa.txt",
        title=None,
        published=date(2024, 7, 1),
        published_precision=DatePrecision.MONTH,
        published_origin=DateOrigin.TEXT,
        source=None,
        url=None,
        language="en",
        text="Visitors may stay for thirty days without a visa. The exemption between China and "
        "Kazakhstan took effect on 10 November 2023. Airlines added flights within weeks.",
    ),
    Article(
        id="00000000000000c3",
        address="/home/someone/articles/hostile.txt",
        title=f"# Title *of* the `hostile` | article {HOSTILE}",
        published=None,
        published_precision=None,
        published_origin=None,
        source="[click](javascript:window.hacked=1)",
        url="javascript:window.hacked=1",
        language="en",
        text=f"Before. The hostile **sentence** ![x](http://tracker.example/y.png) {HOSTILE} "
        "$$x^2$$ www.tracker.example &lt;b&gt; [1] _ends_. After.",
    ),
]


@dataclass(frozen=True)
class StandInStatus:
    articles: int = len(ARTICLES)
    passages: int = len(ARTICLES)
    indexed_through: date | None = date(2025, 6, 17)
    sources: list[str] = field(
        default_factory=lambda: sorted({one.source for one in ARTICLES if one.source})
    )
    languages: dict[str, int] = field(default_factory=lambda: {"fr": 1, "en": 2})
    model: str | None = "stand-in"


@dataclass(frozen=True)
class Quoted:
    """What the stand-in quotes: of which article, which words, and which of them answer."""

    article: Article
    words: str
    answering: str | None = None
    carried_by: tuple[CarriedBy, ...] = ()


def _carried_by(article: Article) -> CarriedBy:
    known = article.model_dump(include=set(CarriedBy.model_fields))
    return CarriedBy(article_id=article.id, **known)


QUOTES = {
    "sommet": [
        Quoted(
            ARTICLES[0],
            "Le deuxième sommet Chine-Asie centrale s’est tenu à Astana le 17 juin 2025.",
            "à Astana",
        ),
        Quoted(ARTICLES[0], "Le prochain sommet aura lieu en Chine en 2027."),
    ],
    "visa": [
        Quoted(
            ARTICLES[1],
            "The exemption between China and Kazakhstan took effect on 10 November 2023.",
            "10 November 2023",
            (_carried_by(ARTICLES[0]), _carried_by(ARTICLES[2])),
        )
    ],
    "dispute": [
        Quoted(ARTICLES[0], "Le prochain sommet aura lieu en Chine en 2027.", "2027"),
        Quoted(
            ARTICLES[1],
            "The exemption between China and Kazakhstan took effect on 10 November 2023.",
            "10 November 2023",
        ),
    ],
    "hostile": [Quoted(ARTICLES[2], ARTICLES[2].text[8:-7], "sentence")],
}


class StandIn:
    """Behaves as the assistant does, over ARTICLES, with quotes chosen by hand."""

    def __init__(self) -> None:
        self.scopes: list[Scope] = []
        """What it was asked to search, question by question."""
        self.histories: list[list[Turn]] = []
        """What was asked before each question."""
        self.go_on = threading.Event()
        """The question "wait" is answered when this is set."""
        self.taken_in: dict[str, bytes] = {}
        """What was taken in, by the name of the file."""
        self.copies = 1
        """How often the library page lists each article."""

    def ask(
        self,
        question: str,
        *,
        language: str | None = None,
        scope: Scope = EVERYTHING,
        history: Sequence[Turn] = (),
        found: PassagesFound | None = None,
    ) -> Answer:
        self.scopes.append(scope)
        self.histories.append(list(history))
        if not question.strip():
            raise QuestionRefused("The question is empty; write one.")
        if len(question) > QUESTION_LIMIT:
            raise QuestionRefused(
                f"The question has {len(question)} characters; use at most {QUESTION_LIMIT}."
            )
        if question == "wait":
            self.go_on.wait(timeout=20)
        if question == "crash":
            raise RuntimeError("a secret of the server")
        leaning = history and question.lower().startswith(("and ", "et "))
        understood = f"{history[-1].question} {question}" if leaning else None
        topic = next((word for word in QUOTES if word in (understood or question).lower()), None)
        quotes = QUOTES[topic or "visa"]
        if found:
            articles = dict.fromkeys(quote.article.id for quote in quotes)
            found([self.passage(f"{article_id}-0") for article_id in articles])
        if question == "crash later":
            raise RuntimeError("a secret of the server")
        citations = [_citation(number, quote) for number, quote in enumerate(quotes, start=1)]
        quoted = [f"« {each.quote} » [{each.marker}]" for each in citations]
        proved = "\n\n".join(f"According to the paper: {each}" for each in quoted)
        groups = [[each] for each in citations]
        disagreement = Disagreement(kind="differ", between=2) if topic == "dispute" else None
        if disagreement:
            proved = answer_text(groups, language or "en", disagreement)
        nearest = "\n\n".join(["The articles do not say. The nearest passages:", *quoted])
        return Answer(
            question=question,
            understood=understood,
            language=language or "en",
            answer=proved if topic else nearest,
            abstained=topic is None,
            sure=topic is not None,
            confidence=0.9 if topic else 0.1,
            mode="verbatim",
            citations=citations,
            positions=[position_of(group) for group in groups] if topic else [],
            disagreement=disagreement,
            indexed_through=date(2025, 6, 17),
            took_ms=1.0,
        )

    def search(
        self,
        question: str,
        *,
        language: str | None = None,
        scope: Scope = EVERYTHING,
        history: Sequence[Turn] = (),
        limit: int = 10,
    ) -> list[Passage]:
        answer = self.ask(question, language=language, scope=scope, history=history)
        found = dict.fromkeys(citation.passage_id for citation in answer.citations)
        return [self.passage(passage_id) for passage_id in found][:limit]

    def articles(self, scope: Scope, offset: int, limit: int) -> tuple[int, list[ArticleEntry]]:
        held = [one for one in ARTICLES if scope.source in (None, one.source)] * self.copies
        entries = [
            ArticleEntry.model_validate(one.model_dump() | {"beginning": one.text[:300]})
            for one in held[offset : offset + limit]
        ]
        return len(held), entries

    def skipped(self) -> list[Skipped]:
        return [Skipped(address=HOSTILE, reason=f"{HOSTILE} does not exist any more.")]

    def article(self, article_id: str) -> Article:
        for article in ARTICLES:
            if article.id == article_id:
                return article
        raise NotFound(f"There is no article {article_id!r} in the library.")

    def passage(self, passage_id: str) -> Passage:
        for article in ARTICLES:
            if passage_id == _passage_id(article):
                text = article.text[:120]
                return Passage(id=passage_id, article_id=article.id, start=0, end=120, text=text)
        raise NotFound(f"There is no passage {passage_id!r} in the library.")

    def take_in(self, paths: Sequence[Path]) -> IndexReport:
        """Take in text files, each of them one article."""
        (path,) = paths
        content, before = path.read_bytes(), self.taken_in.get(path.name)
        if content == b"wait":
            self.go_on.wait(timeout=20)
        if content == b"crash":
            raise RuntimeError("a secret of the server")
        if path.suffix != ".txt" or not content:
            reason = f"{path} holds no text: give a file with an article in it."
            return IndexReport(skipped=(Skipped(address=str(path), reason=reason),))
        self.taken_in[path.name] = content
        if before is None:
            return IndexReport(added=1)
        return IndexReport(unchanged=1) if before == content else IndexReport(updated=1)

    def status(self) -> StandInStatus:
        return StandInStatus()


def _passage_id(article: Article) -> str:
    return f"{article.id}-0"


def _citation(marker: int, quoted: Quoted) -> Citation:
    article, quote = quoted.article, quoted.words
    start = article.text.index(quote)
    answering = quoted.answering
    low = article.text.index(answering, start) if answering else 0
    return Citation(
        marker=marker,
        article_id=article.id,
        title=article.title,
        published=article.published,
        published_precision=article.published_precision,
        source=article.source,
        url=article.url,
        language=article.language,
        quote=quote,
        start=start,
        end=start + len(quote),
        highlight=Span(start=low, end=low + len(answering)) if answering else None,
        passage_id=_passage_id(article),
        score=0.9,
        carried_by=quoted.carried_by,
    )
