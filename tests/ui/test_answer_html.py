"""Answers as HTML: quotes found where they stand, nothing of an article acting as markup."""

import re
from html import unescape
from itertools import pairwise

import pytest

from assistant.answer import Answer
from tests.ui.standin import HOSTILE, StandIn
from ui.answer_pieces import pieces
from ui.chat.answer_html import answer_html, growing_answer_html
from ui.chat.markup import escaped


@pytest.mark.parametrize("question", ["sommet", "visa", "hostile", "dispute", "prix du blé"])
def test_pieces_are_the_whole_answer(question: str) -> None:
    answer = StandIn().ask(question)
    assert "".join(piece.text for piece in pieces(answer)) == answer.answer


def test_answering_words_and_markers_are_found() -> None:
    found = pieces(StandIn().ask("sommet"))
    assert [piece.text for piece in found if piece.kind == "answering"] == ["à Astana"]
    markers = [piece for piece in found if piece.kind == "marker"]
    assert [piece.text for piece in markers] == ["[1]", "[2]"]
    assert all(piece.citation and piece.text == f"[{piece.citation.marker}]" for piece in markers)


def test_answers_that_differ_are_marked_in_their_lines_and_in_their_quotes() -> None:
    found = pieces(StandIn().ask("dispute"))
    answering = [(piece.text, piece.in_quotation) for piece in found if piece.kind == "answering"]
    assert answering == [
        ("2027", False),
        ("10 November 2023", False),
        ("2027", True),
        ("10 November 2023", True),
    ]
    markers = [piece.text for piece in found if piece.kind == "marker"]
    assert markers == ["[1]", "[2]", "[1]", "[2]"]


def test_a_number_in_a_quote_is_no_marker() -> None:
    answer = StandIn().ask("hostile")
    assert answer.answer.count("[1]") == 2
    assert [piece.kind for piece in pieces(answer)].count("marker") == 1


def test_a_marker_without_a_citation_stays_text() -> None:
    answer = _with_text(StandIn().ask("visa"), "Said elsewhere [7], and here [1].")
    markers = [piece.text for piece in pieces(answer) if piece.kind == "marker"]
    assert markers == ["[1]"]


def test_words_of_a_quote_elsewhere_are_no_quotation() -> None:
    answer = StandIn().ask("visa")
    quote = answer.citations[0].quote
    found = pieces(_with_text(answer, f"{quote} So it is written: “{quote}” [1]"))
    assert [piece.text for piece in found if not piece.in_quotation] == [
        f"{quote} So it is written: "
    ]


def test_nothing_of_an_article_is_markup() -> None:
    html = answer_html(StandIn().ask("hostile"), "en")
    tags = set(re.findall(r"<(\w+)", html))
    assert tags <= {"div", "p", "blockquote", "strong", "a", "ul", "li", "span", "button"}
    assert not re.search(r"(?<![\w&#;])[*_`$|]", re.sub(r"<[^>]*>", "", html))
    assert HOSTILE in unescape(re.sub(r"<[^>]*>", "", html))


def test_escaped_text_reads_as_itself() -> None:
    text = "# <b> &amp; *x* _y_ `z` | [a](b) ![c](d) $$e$$ www.f.g h@i.j ~~k~~ 1. l"
    assert unescape(escaped(text)) == text
    assert re.fullmatch(r"[\w\s&#;]*", escaped(text))


def test_the_answer_grows_and_no_marker_is_cut() -> None:
    steps = list(growing_answer_html(StandIn().ask("sommet"), 8))
    shown = [re.sub(r"<[^>]*>", "", step) for step in steps]
    assert len(steps) == 7
    assert all(len(one) <= len(next_one) for one, next_one in pairwise(shown))
    assert all(step.count("<a ") == step.count("</a>") for step in steps)


def test_date_is_no_more_precise_than_known() -> None:
    html = unescape(answer_html(StandIn().ask("visa"), "fr"))
    assert "juillet 2024" in html
    assert "1 juillet 2024" not in html


def test_near_duplicates_of_a_source_are_links_below_it() -> None:
    html = unescape(answer_html(StandIn().ask("visa"), "fr"))
    below = html[html.index('<div class="dp-carried">') :]
    assert below.startswith('<div class="dp-carried">repris par <a href="#a-00000000000000a1"')
    assert re.findall(r">([^<>]+)</a>", below) == [
        "La Gazette des Steppes",
        "[click](javascript:window.hacked=1)",
    ]
    assert "dp-carried" not in answer_html(StandIn().ask("sommet"), "fr")


def _with_text(answer: Answer, text: str) -> Answer:
    return answer.model_copy(update={"answer": text})
