"""What a widget is given of an answer or an article: what it shows, and nothing else."""

from textwrap import shorten
from typing import Literal
from urllib.parse import urlsplit

from babel import Locale
from pydantic import BaseModel, ConfigDict

from assistant.answer import Answer, Citation
from assistant.wording import date_text, written_date
from index.article import Article
from index.scope import Scope
from ui.answer_pieces import pieces
from ui.words import Language, all_words

_TITLE_LIMIT = 90  # characters of a quote that stand for a title that is not known


class ReplyPiece(BaseModel):
    """A run of the answer's text; see ui.answer_pieces.Piece."""

    model_config = ConfigDict(frozen=True)

    kind: Literal["text", "quote", "answering", "marker"]
    text: str
    marker: int | None
    """Of the citation that a marker points to and a quotation is from."""
    quoted: bool


class ReplyCitation(BaseModel):
    """Where a marker leads: a range of an article, in code points, and the words that answer."""

    model_config = ConfigDict(frozen=True)

    marker: int
    article_id: str
    passage_id: str
    start: int
    end: int
    low: int
    high: int
    """The words that answer; `low` is `high` when none are marked."""
    title: str
    about: str
    """Source and date, in the language of the widget."""
    url: str | None
    language: str | None
    translation: str | None
    """Of the quote, by a language model, into the language of the answer."""
    carried_by: str
    """Who else carries the article, in one line; empty where nobody does."""


class Reply(BaseModel):
    """An answer, taken apart."""

    model_config = ConfigDict(frozen=True)

    language: str
    abstained: bool
    pieces: list[ReplyPiece]
    citations: list[ReplyCitation]


class ShownArticle(BaseModel):
    """An article as the widget shows it."""

    model_config = ConfigDict(frozen=True)

    title: str | None
    text: str
    about: str
    """Source, date and language, in the language of the widget."""
    url: str | None
    language: str | None


def reply(answer: Answer, language: Language, scope: Scope) -> Reply:
    """Return what a widget in `language`, whose questions search `scope`, shows of `answer`."""
    return Reply(
        language=answer.language,
        abstained=answer.abstained,
        pieces=[
            ReplyPiece(
                kind=piece.kind,
                text=piece.text,
                marker=piece.citation.marker if piece.citation else None,
                quoted=piece.in_quotation,
            )
            for piece in pieces(answer)
        ],
        citations=[_citation(each, language, scope) for each in answer.citations],
    )


def shown_article(article: Article, language: Language) -> ShownArticle:
    """Return what a widget in `language` shows of `article`."""
    code, day = article.language, article.published
    date = written_date(day, article.published_precision, language) if day else None
    spoken = Locale.parse(language).languages.get(code, code) if code else None
    return ShownArticle(
        title=article.title,
        text=article.text,
        about=_line(article.source, date, spoken),
        url=_web_address(article.url),
        language=article.language,
    )


def lies_in(source: str | None, scope: Scope) -> bool:
    """Whether a widget whose questions search `scope` may name or show what `source` published."""
    return scope.source is None or (source or "").casefold() == scope.source.casefold()


def _citation(citation: Citation, language: Language, scope: Scope) -> ReplyCitation:
    marked = citation.highlight
    return ReplyCitation(
        marker=citation.marker,
        article_id=citation.article_id,
        passage_id=citation.passage_id,
        start=citation.start,
        end=citation.end,
        low=marked.start if marked else citation.start,
        high=marked.end if marked else citation.start,
        title=citation.title or shorten(citation.quote, _TITLE_LIMIT, placeholder="…"),
        about=_line(citation.source, date_text(citation, language)),
        url=_web_address(citation.url),
        language=citation.language,
        translation=citation.translation,
        carried_by=", ".join(
            dict.fromkeys(
                each.source or each.title or all_words()[language].untitled
                for each in citation.carried_by
                if lies_in(each.source, scope)
            )
        ),
    )


def _line(*known: str | None) -> str:
    return " · ".join(part for part in known if part)


def _web_address(url: str | None) -> str | None:
    """Return an address that a page may link to; None for javascript: and the like."""
    try:
        parts = urlsplit(url or "")
    except ValueError:
        return None
    return url if parts.scheme in {"http", "https"} and parts.hostname else None
