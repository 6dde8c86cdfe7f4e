import pytest

from ui.access.limits import Rate, RateLimiter


class Clock:
    now = 0.0

    def __call__(self) -> float:
        return self.now


def test_a_burst_then_as_they_are_due() -> None:
    clock, rate = Clock(), Rate.parse("2/min")
    limiter = RateLimiter(clock=clock)
    assert [limiter.take("bot", rate) for _ in range(3)] == [0, 0, 30]
    assert limiter.take("other", rate) == 0
    clock.now = 29.9
    assert limiter.take("bot", rate) == 1
    clock.now = 30
    assert limiter.take("bot", rate) == 0, "waiting as told is enough"
    assert limiter.take("bot", rate) == 30
    clock.now = 10_000
    assert [limiter.take("bot", rate) for _ in range(3)] == [0, 0, 30], "no more than the burst"


def test_the_table_is_bounded_and_forgets_who_asked_longest_ago() -> None:
    limiter, rate = RateLimiter(size=2, clock=Clock()), Rate.parse("1/h")
    assert limiter.take("flood", rate) == 0
    for number in range(100):
        assert limiter.take(f"other {number}", rate) == 0
        assert limiter.take("flood", rate) > 0, "a flood does not get its bucket forgotten"
    assert limiter.take("other 0", rate) == 0


@pytest.mark.parametrize("text", ["", "60", "0/min", "-1/min", "60/week", "1.5/s", "9999999/s"])
def test_what_is_no_rate(text: str) -> None:
    with pytest.raises(ValueError, match="60/min"):
        Rate.parse(text)
