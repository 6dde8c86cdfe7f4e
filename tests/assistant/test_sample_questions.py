"""The questions that come with the sample articles."""

import tomllib

from assistant import Assistant
from tests.conftest import ROOT

QUESTIONS = tomllib.loads((ROOT / "samples" / "questions.toml").read_text(encoding="utf-8"))
RIGHT_AT_LEAST = 20
"""Of the 25. Raise it when more are right, never lower it."""


def is_right(assistant: Assistant, entry: dict[str, object]) -> bool:
    answer = assistant.ask(str(entry["question"]))
    if entry.get("abstains"):
        return answer.abstained
    expected = entry["expects"]
    assert isinstance(expected, list)
    return not answer.abstained and any(part in answer.citations[0].quote for part in expected)


def test_most_sample_questions_are_answered_right(samples: Assistant) -> None:
    wrong = [e["question"] for e in QUESTIONS["questions"] if not is_right(samples, e)]
    assert len(QUESTIONS["questions"]) - len(wrong) >= RIGHT_AT_LEAST, wrong


def test_every_quote_is_a_range_of_its_article(samples: Assistant) -> None:
    for entry in QUESTIONS["questions"]:
        answer = samples.ask(entry["question"])
        assert [c.marker for c in answer.citations] == list(range(1, len(answer.citations) + 1))
        for citation in answer.citations:
            text = samples.article(citation.article_id).text
            assert text[citation.start : citation.end] == citation.quote
            assert f"[{citation.marker}]" in answer.answer
