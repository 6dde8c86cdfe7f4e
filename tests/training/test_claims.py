"""Claims that are learned from and judged by: nothing of one is in the other."""

import pytest

from training.altering import negated
from training.claims import across, attributions, within
from training.pools import EVAL

needs_data = pytest.mark.skipif(not EVAL.is_dir(), reason=f"needs the development sets at {EVAL}")


@needs_data
def test_the_halves_of_the_attribution_set_share_no_question() -> None:
    learn, judge = attributions("learn"), attributions("judge")
    assert len(learn) + len(judge) == 1_198
    assert min(len(learn), len(judge)) > 400
    assert not {one.group for one in learn} & {one.group for one in judge}


@needs_data
def test_the_halves_of_made_claims_share_no_article() -> None:
    learn, judge = (across("en", "ru", half, 200) for half in ("learn", "judge"))
    assert not {one.group for one in learn} & {one.group for one in judge}


@needs_data
def test_only_a_sentence_of_its_own_passage_is_supported() -> None:
    made = within("xquad_es", "learn", 20)
    assert {one.supported for one in made if one.origin == "own passage"} == {True}
    assert {one.supported for one in made if one.origin != "own passage"} == {False}
    true = {one.group + one.sources[0].text: one for one in made if one.supported}
    for one in made:
        if one.origin not in {"own passage", "other passage"}:
            assert one.text != true[one.group + one.sources[0].text].text


@needs_data
def test_a_claim_across_languages_cites_the_translation_of_its_passage() -> None:
    made = [one for one in across("en", "zh", "learn", 5) if one.supported]
    assert {one.language for one in made} == {"en"}
    assert {one.sources[0].language for one in made} == {"zh"}


@pytest.mark.parametrize(
    ("text", "language", "expected"),
    [
        ("The bridge was opened and is closed.", "en", "The bridge was not opened and is closed."),
        ("Les ponts sont ouverts.", "fr", "Les ponts ne sont pas ouverts."),
        ("这座桥是新的。", "zh", "这座桥不是新的。"),
        ("Most otwarto.", "pl", None),
        ("The bridge opened.", "en", None),
    ],
)
def test_a_statement_is_denied_at_its_verb(text: str, language: str, expected: str | None) -> None:
    assert negated(text, language) == expected
