"""A request's scope: how long it may take, and what goes on after it."""

from labs.commerce.platform.scope import Scope, current, entered, expiry, tightened


def test_a_request_without_a_deadline_leaves_timeouts_alone() -> None:
    with entered(Scope()) as scope:
        assert scope.remaining_s() is None
        assert tightened(2.5) == 2.5


def test_a_deadline_tightens_every_timeout_within_it() -> None:
    with entered(Scope(expires_at=expiry(50))):
        assert tightened(2.5) <= 0.05


def test_whoever_waits_for_others_keeps_time_to_say_that_it_was_in_vain() -> None:
    with entered(Scope(expires_at=expiry(1000))) as scope:
        assert tightened(2.5) <= (scope.remaining_s() or 0) - 0.05


def test_a_deadline_that_has_passed_leaves_nothing_and_never_less() -> None:
    with entered(Scope(expires_at=expiry(-1000))) as scope:
        assert scope.remaining_s() == 0.0
        assert tightened(1.0) == 0.0


def test_scopes_nest() -> None:
    with entered(Scope(request_id="outer")):
        with entered(Scope(request_id="inner")):
            assert current().request_id == "inner"
        assert current().request_id == "outer"


def test_what_goes_on_after_the_request_keeps_its_trace_and_not_its_deadline() -> None:
    scope = Scope("r", expires_at=expiry(50), hops=3, traceparent="00-a", tracestate="b=c")
    assert scope.detached() == Scope("r", traceparent="00-a", tracestate="b=c")
