"""The limits of a widget, over a clock that the tests move."""

import pytest

from ui.widget.configuration import WidgetSettings
from ui.widget.limits import Limits, WindowCounter, network
from ui.widget.refusals import Refused


class Clock:
    now = 1_000_000_000.0 * 60  # the beginning of a minute, though not of a day

    def __call__(self) -> float:
        return self.now


@pytest.fixture
def clock() -> Clock:
    return Clock()


def test_one_too_many_is_refused_until_the_next_window(clock: Clock) -> None:
    counter = WindowCounter(2, 60, clock=clock)
    counter.take("a", "visitor_limit")
    clock.now += 50.5
    counter.take("a", "visitor_limit")
    with pytest.raises(Refused) as caught:
        counter.take("a", "visitor_limit")
    assert (caught.value.status, caught.value.reason) == (429, "visitor_limit")
    assert caught.value.retry_after_s == 10
    counter.take("b", "visitor_limit")  # another's limit is another's
    clock.now += 10
    counter.take("a", "visitor_limit")


def test_a_flood_of_keys_does_not_fill_the_memory(clock: Clock) -> None:
    counter = WindowCounter(5, 60, most_keys=3, clock=clock)
    for key in "abc":
        counter.take(key, "address_limit")
    for _ in range(100):
        with pytest.raises(Refused):
            counter.take("another", "address_limit")
    counter.take("a", "address_limit")  # who was there first may go on
    assert len(counter._counts) == 3


def test_visitors_addresses_and_the_day_have_each_their_limit(clock: Clock) -> None:
    settings = WidgetSettings(questions_per_visitor=2, calls_per_address=3, questions_per_day=4)
    limits = Limits(settings, clock=clock)

    def reason_of(take: object, key: str) -> str | None:
        try:
            take(key)  # type: ignore[operator]
        except Refused as refused:
            return refused.reason
        return None

    asked = [reason_of(limits.take_question, visitor) for visitor in "aaabbc"]
    assert asked == [None, None, "visitor_limit", None, None, "day_limit"]
    clock.now += 60  # the day is the same
    assert reason_of(limits.take_question, "d") == "day_limit"
    clock.now += 24 * 60 * 60
    assert reason_of(limits.take_question, "d") is None
    called = [reason_of(limits.take_call, address) for address in ["::1"] * 4 + ["127.0.0.1"]]
    assert called == [None, None, None, "address_limit", None]


def test_a_subscriber_of_ipv6_is_one_address() -> None:
    assert network("2001:db8:1:2::5") == network("2001:db8:1:2:ffff:1:2:3")
    assert network("2001:db8:1:2::5") != network("2001:db8:1:3::5")
    assert network("192.0.2.1") != network("192.0.2.2")
    assert network("::ffff:192.0.2.1") == network("192.0.2.1") == "192.0.2.1"
    assert network("fe80::1%eth0") == network("fe80::2")
    assert network("unix socket") == "unix socket"
