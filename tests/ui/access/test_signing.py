"""What is signed is read again: with the same secret, for the same purpose, until it ends."""

import time

import pytest
from itsdangerous import BadData, SignatureExpired, TimestampSigner

from ui.access.signing import Signer

SECRET = b"s" * 32


def test_what_was_signed_is_read_again() -> None:
    signer = Signer(SECRET, "a", lifetime_s=10)
    assert signer.read(signer.sign({"id": 1})) == {"id": 1}
    assert signer.is_signed(signer.sign())


@pytest.mark.parametrize(
    "other", [Signer(SECRET, "b", lifetime_s=10), Signer(b"t" * 32, "a", lifetime_s=10)]
)
def test_it_is_not_good_for_another_purpose_nor_with_another_secret(other: Signer) -> None:
    token = Signer(SECRET, "a", lifetime_s=10).sign()
    assert not other.is_signed(token)
    with pytest.raises(BadData):
        other.read(token)


def test_it_ends(monkeypatch: pytest.MonkeyPatch) -> None:
    signer = Signer(SECRET, "a", lifetime_s=10)
    token = signer.sign()
    moment = int(time.time()) + 12
    monkeypatch.setattr(TimestampSigner, "get_timestamp", lambda _: moment)
    with pytest.raises(SignatureExpired):
        signer.read(token)
    assert not signer.is_signed(token)


@pytest.mark.parametrize("forged", ["", ".", "..", "é", "bnVsbA", "A" * 100_000])
def test_what_was_never_signed_is_refused(forged: str) -> None:
    assert not Signer(SECRET, "a", lifetime_s=10).is_signed(forged)
