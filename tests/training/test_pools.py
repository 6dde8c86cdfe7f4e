"""What trains never judges."""

import pytest

from training.pools import EVAL, across, part_of, pool, rows, untranslated
from training.reader.data import plan

needs_data = pytest.mark.skipif(not EVAL.is_dir(), reason=f"needs the development sets at {EVAL}")


@needs_data
@pytest.mark.parametrize("name", ["squad_es_v2", "squad_it"])
def test_every_translated_title_is_known_in_all_sets(name: str) -> None:
    known = {row["title"] for row in rows("xquad_en", "passages.jsonl")}
    titles = {row["title"] for row in rows(name, "passages.jsonl")}
    assert {untranslated(name, title) for title in titles} <= known


def test_a_translated_title_that_nobody_named_is_refused() -> None:
    with pytest.raises(KeyError):
        untranslated("squad_it", "Un titolo nuovo")


@needs_data
def test_the_reader_is_trained_on_no_text_that_judges_or_weighs() -> None:
    examples = plan({"piaf_v11": 40, "squad_es_v2": 40, "xquad": 40}, seed=3)
    others = [
        row["text"]
        for name in {example.source for example in examples}
        for row in rows(name, "passages.jsonl")
        if part_of(untranslated(name, row["title"])) != "read"
    ]
    assert len(examples) == 120
    assert not [one for one in examples if any(one.text in other for other in others)]


@needs_data
def test_an_example_s_answer_stands_in_its_text() -> None:
    examples = plan({"piaf_v11": 60}, seed=3)
    answered = [one for one in examples if one.start >= 0]
    assert 20 < len(answered) < 60
    assert all(one.text[one.start : one.end].strip() for one in answered)


@needs_data
def test_a_pool_asks_only_questions_of_its_part() -> None:
    titles = {row["passage_id"]: row["title"] for row in rows("xquad_en", "passages.jsonl")}
    for part in ("weigh", "judge"):
        made = pool("xquad_en", part, questions=10_000, ordinals=0)
        asked = {ask.text for ask in made.asks}
        expected = {
            row["question"]
            for row in rows("xquad_en", "questions.jsonl")
            if part_of(titles[row["gold_passage"]]) == part
        }
        assert asked == expected


@needs_data
def test_questions_that_judge_are_asked_of_the_whole_set() -> None:
    assert len(across("en", ("de",), "judge", questions=5, ordinals=0).articles) == 240
    assert len(across("en", ("de",), "weigh", questions=5, ordinals=0).articles) == 120
