"""The circuit breaker."""

from labs.commerce.platform.calls.breaker import Breaker, BreakerState


class Hands:
    """A clock moved by hand."""

    now = 0.0

    def __call__(self) -> float:
        return self.now


def broken(clock: Hands) -> Breaker:
    breaker = Breaker(failures=3, open_s=10, clock=clock)
    for _ in range(3):
        breaker.failed()
    return breaker


def test_a_breaker_opens_after_consecutive_failures_only() -> None:
    breaker = Breaker(failures=3, open_s=10, clock=Hands())
    for _ in range(5):
        breaker.failed()
        breaker.failed()
        breaker.succeeded()
    assert breaker.allows()
    assert broken(Hands()).state is BreakerState.OPEN


def test_failing_over_one_thing_again_and_again_opens_nothing() -> None:
    breaker = Breaker(failures=3, open_s=10, clock=Hands())
    for _ in range(5):
        breaker.failed(over="this")
        breaker.failed(over="that")
    assert breaker.state is BreakerState.CLOSED
    breaker.failed(over="another")
    assert breaker.state is BreakerState.OPEN


def test_an_open_breaker_lets_nothing_through_until_its_time_is_over() -> None:
    clock = Hands()
    breaker = broken(clock)
    clock.now = 9.9
    assert not breaker.allows()
    clock.now = 10.0
    assert breaker.allows()


def test_one_probe_goes_out_at_a_time() -> None:
    clock = Hands()
    breaker = broken(clock)
    clock.now = 10.0
    assert breaker.allows()
    assert breaker.state is BreakerState.HALF_OPEN
    assert not breaker.allows()


def test_a_probe_that_succeeds_closes_the_breaker() -> None:
    clock = Hands()
    breaker = broken(clock)
    clock.now = 10.0
    assert breaker.allows()
    breaker.succeeded()
    assert breaker.state is BreakerState.CLOSED
    breaker.failed()
    assert breaker.allows()


def test_a_probe_that_fails_opens_it_again_for_the_whole_time() -> None:
    clock = Hands()
    breaker = broken(clock)
    clock.now = 10.0
    assert breaker.allows()
    breaker.failed()
    clock.now = 19.9
    assert not breaker.allows()
    clock.now = 20.0
    assert breaker.allows()


def test_a_probe_that_never_reports_does_not_shut_the_peer_out_for_ever() -> None:
    clock = Hands()
    breaker = broken(clock)
    clock.now = 10.0
    assert breaker.allows()
    clock.now = 20.0
    assert breaker.allows()
