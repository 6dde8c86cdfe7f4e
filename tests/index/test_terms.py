import pytest

from index.terms import fold, stem, tokens


def test_tokens_carry_their_characters() -> None:
    text = "L’accord de 23,6 % à Xi'an"
    assert [(t.word, text[t.start : t.end]) for t in tokens(text)] == [
        ("l", "L"), ("accord", "accord"), ("de", "de"), ("23,6", "23,6"), ("à", "à"),
        ("xi", "Xi"), ("an", "an"),
    ]  # fmt: skip


def test_unspaced_scripts_are_cut_into_overlapping_pairs() -> None:
    assert [t.word for t in tokens("第二届G20峰会")] == ["第二", "二届", "g20", "峰会"]


@pytest.mark.parametrize(
    ("word", "folded"),
    [("tokaïev", "tokaiev"), ("алматы", "almaty"), ("23,6", "23.6"), ("峰会", "峰会")],
)
def test_fold(word: str, folded: str) -> None:
    assert fold(word) == folded


def test_stems_meet_inside_a_language() -> None:
    assert stem("sommets", "fr") == stem("sommet", "fr")
    assert stem("встречи", "ru") == stem("встреча", "ru")
    assert stem("2025", "en") == "2025"
    assert stem("mots", None) == "mots"
    assert stem("έως", "el") == "eos"  # of which the stemmer leaves nothing
