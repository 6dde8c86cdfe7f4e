"""How near-duplicates are made and looked for, to measure how they are found."""

from random import Random

import pytest

from benchmarks.altering import ALTERATIONS, cut, reworded, with_another_number
from benchmarks.near_duplicates import Bands, groups, sharing_pairs
from index.duplicates import Signature, is_near_duplicate, shingles
from tests.conftest import article
from tests.index.test_duplicates import ALTERED, CHINESE, DISPATCH, OPENING

TEXTS = [DISPATCH, CHINESE, ALTERED["a changed word"], OPENING, ALTERED["a cut end"]]
TOLD = article("a", DISPATCH)


def chance() -> Random:
    return Random(1)  # noqa: S311


def test_pairs_are_found_by_bands_and_without_them() -> None:
    bands = Bands([Signature.of(text) for text in TEXTS])
    near = {(0, 2), (0, 4), (2, 4)}
    assert near <= bands.pairs()
    assert near <= sharing_pairs(map(shingles, TEXTS))
    assert not any(1 in pair for pair in bands.pairs() | sharing_pairs(map(shingles, TEXTS)))
    assert bands.sharing(Signature.of(CHINESE)) == {1}


def test_texts_that_share_nothing_are_no_pairs() -> None:
    assert sharing_pairs([shingles(DISPATCH), shingles(CHINESE)]) == set()


def test_pairs_join_into_groups() -> None:
    joined = groups([(0, 1), (5, 6), (2, 3), (1, 2)])
    assert sorted(map(sorted, joined)) == [[0, 1, 2, 3], [5, 6]]


@pytest.mark.parametrize("name", ALTERATIONS)
def test_an_alteration_changes_the_text_and_is_the_same_every_time(name: str) -> None:
    first, again = (ALTERATIONS[name](TOLD, chance()) for _ in range(2))
    assert first == again != DISPATCH


def test_a_cut_leaves_two_thirds() -> None:
    kept = cut(TOLD, chance())
    assert DISPATCH.startswith(kept)
    assert len(kept) == pytest.approx(len(DISPATCH) * 2 / 3, abs=15)


def test_a_reworded_sentence_keeps_its_words() -> None:
    other = reworded(TOLD, chance())
    assert sorted(other.split()) == sorted(DISPATCH.split())


def test_another_number_is_other_news() -> None:
    other = with_another_number(TOLD, chance())
    assert other is not None
    assert len(set(other.split()) - set(DISPATCH.split())) == 1
    assert not is_near_duplicate(DISPATCH, other)
    assert with_another_number(article("b", OPENING), chance()) is None
