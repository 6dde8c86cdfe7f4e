from datetime import date

import numpy as np
import pytest

from assistant.matter import matter
from assistant.question import understand
from assistant.reading import ReadSentence
from assistant.recency import newest_first
from assistant.sentences import Sentence
from index.article import Passage
from tests.conftest import article

WHO = "Who is the mayor of Hill Town?"
OLD, NEW = date(2021, 3, 1), date(2024, 3, 1)


def read(name: str, probability: float, published: date | None) -> ReadSentence:
    """Return a sentence of the article `name`."""
    text = "The mayor is somebody."
    whole = article(name, text, published=published)
    passage = Passage(id=f"{name}-0", article_id=whole.id, start=0, end=len(text), text=text)
    sentence = Sentence(
        article=whole, passage=passage, start=0, end=len(text), same_language=True,
        matter=matter(text, "en"), about_another=False, features={},
    )  # fmt: skip
    return ReadSentence(sentence, probability, True, True, np.zeros(2, np.float32))


def order(question: str, *sentences: ReadSentence, today: date = NEW) -> list[str]:
    """Return the names of the articles in their order."""
    asked = understand(question, language="en", today=today)
    ordered = newest_first(asked, sentences)
    return [one.sentence.article.id.lstrip("0") for one in ordered]


def test_a_newer_article_goes_before_one_about_as_likely() -> None:
    assert order(WHO, read("old", 0.90, OLD), read("new", 0.85, NEW)) == ["new", "old"]


def test_a_much_less_likely_one_stays_behind() -> None:
    assert order(WHO, read("old", 0.90, OLD), read("new", 0.70, NEW)) == ["old", "new"]


@pytest.mark.parametrize(
    "question", ["Who is the current mayor of Hill Town?", "Who is the next mayor?"]
)
def test_a_question_for_what_is_latest_prefers_the_newer_by_far(question: str) -> None:
    assert order(question, read("old", 0.90, OLD), read("new", 0.60, NEW)) == ["new", "old"]


@pytest.mark.parametrize(
    "question", ["Who was the mayor of Hill Town in 2021?", "Who was the mayor last year?"]
)
def test_what_is_asked_of_a_date_does_not_change(question: str) -> None:
    assert order(question, read("old", 0.90, OLD), read("new", 0.89, NEW)) == ["old", "new"]


def test_an_article_without_a_date_comes_after_those_with_one() -> None:
    assert order(WHO, read("none", 0.9, None), read("old", 0.88, OLD)) == ["old", "none"]


def test_small_steps_do_not_lead_to_an_unlikely_one() -> None:
    steps = [read(f"step{n}", 0.9 - 0.06 * n, date(2020 + n, 1, 1)) for n in range(4)]
    assert order(WHO, *steps) == ["step1", "step0", "step3", "step2"]
