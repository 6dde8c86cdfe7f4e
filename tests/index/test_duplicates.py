"""Which texts are one dispatch, how they find one another, and which of them is answered from."""

from datetime import date
from hashlib import sha256

import pytest

from index.duplicates import Copy, Signature, is_near_duplicate, leading, resemblance

OPENING = (
    "Snow has kept the road over the Karst pass closed since November, and the villages behind it "
    "have been supplied by helicopter ever since. "
)
MIDDLE = (
    "Engineers of the province said on Monday that two bridges had to be repaired first, and that "
    "lorries of more than 10 tonnes would have to wait until the end of the month. The hotels at "
    "both ends of the road have asked for help, because no guest has come to them this winter. "
)
ENDING = (
    "The governor wants to build a tunnel, which the parliament refused twice for its price. A new "
    "vote is expected after the summer, when the report of the geologists will be there, and the "
    "villages have already said that they would rather have a second road along the lake."
)
DISPATCH = OPENING + MIDDLE + ENDING
CHINESE = (
    "中国和中亚五国的外交部长星期四在西安举行会议，讨论铁路、能源和水资源方面的合作。"
    "会议结束后发表的联合声明说，各方同意在两年内建成新的口岸，并为货车司机办理多次往返签证。"
)

ALTERED = {
    "another agency's name and a byline": f"KARST, 3 May (Mountain News). By Ana Lis. {DISPATCH}",
    "a changed headline": f"The pass stays closed\n\n{DISPATCH}",
    "a cut end": OPENING + MIDDLE,
    "a changed word": DISPATCH.replace("Monday", "Tuesday"),
    "a number in words": DISPATCH.replace("10 tonnes", "ten tonnes"),
    "another typography": DISPATCH.replace(". ", ".\n\n").replace("governor", "GOVERNOR"),
}


def shared_bands(one: str, other: str) -> int:
    return len(set(Signature.of(one).bands()) & set(Signature.of(other).bands()))


@pytest.mark.parametrize("altered", ALTERED.values(), ids=ALTERED)
def test_a_copy_as_sites_make_them_is_found_and_recognised(altered: str) -> None:
    assert shared_bands(DISPATCH, altered)
    assert is_near_duplicate(DISPATCH, altered)
    assert is_near_duplicate(altered, DISPATCH)


def test_a_script_without_spaces_is_compared_by_its_characters() -> None:
    copied = CHINESE.replace("星期四", "周四")
    assert shared_bands(CHINESE, copied)
    assert is_near_duplicate(CHINESE, copied)
    assert not is_near_duplicate(CHINESE, CHINESE.replace("两年", "3年").replace("五国", "4国") * 2)


@pytest.mark.parametrize(
    "other",
    [
        DISPATCH.replace("10 tonnes", "12 tonnes"),
        DISPATCH.replace("said on Monday", "said on 4 May").replace("10 tonnes", "12 tonnes"),
        f"{OPENING}{MIDDLE}" * 2 + " ".join(reversed(DISPATCH.split())),
        OPENING + " ".join(reversed(f"{MIDDLE}{ENDING}".split())),
        OPENING,
        "",
    ],
    ids=["a number", "two facts", "much more", "another story", "a flash", "nothing"],
)
def test_what_tells_something_else_is_no_near_duplicate(other: str) -> None:
    assert not is_near_duplicate(DISPATCH, other)
    assert not is_near_duplicate(other, DISPATCH)


@pytest.mark.parametrize("written", ["13.500", "13 500", "13500"])
def test_a_number_written_otherwise_is_the_same(written: str) -> None:
    assert is_near_duplicate(
        f"{DISPATCH} It cost 13,500 euros.", f"{DISPATCH} It cost {written} euros."
    )


def test_short_notices_are_copies_only_when_they_are_equal() -> None:
    notice = "The museum is closed on Monday because of the strike, and open again on Tuesday."
    assert is_near_duplicate(notice, notice.upper().replace(",", ""))
    assert not is_near_duplicate(notice, notice.replace("Tuesday", "Sunday"))
    assert not is_near_duplicate("", "!")


def test_different_stories_share_no_band() -> None:
    assert shared_bands(DISPATCH, CHINESE) == 0
    assert shared_bands(DISPATCH, " ".join(reversed(DISPATCH.split()))) == 0


def test_resemblance_is_estimated_from_the_signatures() -> None:
    # Of the 124 shingles of the whole, the beginning has 75.
    whole, beginning = Signature.of(DISPATCH), Signature.of(OPENING + MIDDLE)
    assert resemblance(whole, whole) == 1
    assert resemblance(whole, beginning) == pytest.approx(75 / 124, abs=0.1)
    assert resemblance(whole, Signature.of(CHINESE)) == 0


def test_a_signature_is_the_same_when_it_is_read_again() -> None:
    signature = Signature.of(DISPATCH)
    read = Signature.from_bytes(signature.to_bytes())
    assert read.bands() == signature.bands()
    assert resemblance(read, signature) == 1


def test_bytes_that_are_no_signature_are_refused() -> None:
    with pytest.raises(ValueError, match="504 bytes, not 3"):
        Signature.from_bytes(b"abc")


def test_signatures_never_change_because_libraries_keep_them() -> None:
    signature = Signature.of(DISPATCH)
    assert sha256(signature.to_bytes()).hexdigest()[:16] == "96e7fc093b38df06"
    assert signature.bands()[:2] == [-7051062232415958969, -4861873719697959048]


def test_bands_are_integers_that_sqlite_can_store() -> None:
    bands = Signature.of(DISPATCH).bands()
    assert len(set(bands)) == 42
    assert all(-(2**63) <= band < 2**63 for band in bands)


EARLY, LATE = date(2025, 6, 17), date(2025, 6, 18)


@pytest.mark.parametrize(
    "copies",
    [
        [Copy("/a", EARLY, 1_000), Copy("/b", LATE, 1_030)],
        [Copy("/a", EARLY, 1_000), Copy("/b", None, 1_030)],
        [Copy("/b", EARLY, 1_000), Copy("/a", EARLY, 990)],
        [Copy("/a", EARLY, 1_000), Copy("/b", EARLY, 1_000)],
        [Copy("/b", LATE, 1_000), Copy("/a", EARLY, 700)],
        [Copy("/a", None, 1_000)],
    ],
    ids=["earliest", "dated", "longest", "smaller address", "whole", "alone"],
)
def test_one_of_the_copies_leads_in_whatever_order_they_come(copies: list[Copy]) -> None:
    assert leading(copies) == leading(copies[::-1]) == copies[0]
