"""A request's scope, and what may be written down about it."""

import json
from io import StringIO

from labs.commerce.platform.scope import Scope, current, entered, expiry, tightened
from labs.commerce.platform.telemetry import HIDDEN, Log, Metrics


def test_a_request_without_a_deadline_leaves_timeouts_alone() -> None:
    with entered(Scope()) as scope:
        assert scope.remaining_s() is None
        assert tightened(2.5) == 2.5


def test_a_deadline_tightens_every_timeout_within_it() -> None:
    with entered(Scope(expires_at=expiry(50))):
        assert tightened(2.5) <= 0.05


def test_a_deadline_that_has_passed_leaves_nothing_and_never_less() -> None:
    with entered(Scope(expires_at=expiry(-1000))) as scope:
        assert scope.remaining_s() == 0.0
        assert tightened(1.0) == 0.0


def test_scopes_nest() -> None:
    with entered(Scope(request_id="outer")):
        with entered(Scope(request_id="inner")):
            assert current().request_id == "inner"
        assert current().request_id == "outer"


def test_log_lines_carry_the_request_and_no_secret() -> None:
    stream = StringIO()
    with entered(Scope(request_id="r-7")):
        Log("order-1", stream).info(
            "signed-in", email="a@b.example", password="hunter2", cardNumber="4242", token="t"
        )
    line = json.loads(stream.getvalue())
    assert (line["requestId"], line["instance"], line["email"]) == ("r-7", "order-1", "a@b.example")
    assert (line["password"], line["cardNumber"], line["token"]) == (HIDDEN, HIDDEN, HIDDEN)


def test_metrics_are_shown_as_prometheus_reads_them() -> None:
    metrics = Metrics()
    metrics.count("calls_total", peer="stock")
    metrics.count("calls_total", peer="stock")
    metrics.observe("seconds", 0.02, module="cart")
    shown = metrics.exposition()
    assert 'calls_total{peer="stock"} 2\n' in shown
    assert 'seconds_bucket{module="cart",le="0.01"}' not in shown
    assert 'seconds_bucket{module="cart",le="0.025"} 1\n' in shown
    assert 'seconds_bucket{module="cart",le="+Inf"} 1\n' in shown
