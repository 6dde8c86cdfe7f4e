"""The limits of a widget, over a clock that the tests move."""

import pytest

from ui.access.callers import network_of
from ui.widget.configuration import WidgetSettings
from ui.widget.limits import Limits
from ui.widget.refusals import Refused


class Clock:
    now = 1_000_000_000.0 * 60

    def __call__(self) -> float:
        return self.now


@pytest.fixture
def clock() -> Clock:
    return Clock()


def test_one_too_many_is_refused_until_it_is_due(clock: Clock) -> None:
    limits = Limits(WidgetSettings(questions_per_visitor=2), clock=clock)
    limits.take_question("a")
    limits.take_question("a")
    with pytest.raises(Refused) as caught:
        limits.take_question("a")
    assert (caught.value.status, caught.value.reason) == (429, "visitor_limit")
    assert caught.value.retry_after_s == 30
    limits.take_question("b")  # another's limit is another's
    clock.now += 30
    limits.take_question("a")


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
    assert network_of("2001:db8:1:2::5") == network_of("2001:db8:1:2:ffff:1:2:3")
    assert network_of("2001:db8:1:2::5") != network_of("2001:db8:1:3::5")
    assert network_of("192.0.2.1") != network_of("192.0.2.2")
    assert network_of("::ffff:192.0.2.1") == network_of("192.0.2.1") == "192.0.2.1"
    assert network_of("fe80::1%eth0") == network_of("fe80::2")
    assert network_of("unix socket") == "unix socket"
