"""Which route a path takes, and what a burst may show."""

import pytest

from exercises.base import base_blueprint
from exercises.catalogue import exercise
from exercises.fixtures import compose, solution
from exercises.gateway.evidence import read
from exercises.gateway.limits_and_security.bursts import Burst, Bursts, limits_hold


@pytest.fixture
def evidence():
    found = exercise("gateway-routes")
    return read(compose(found, solution(found).texts, base_blueprint()))


@pytest.mark.parametrize(
    ("path", "service"),
    [
        ("/api/v1/orders", "order"),
        ("/api/v1/orders/7/items", "order"),
        ("/api/v1/order-status/7", "order"),
        ("/api/v1/inventory/stock/9", "inventory"),
    ],
)
def test_the_longest_prefix_takes_the_request(evidence, path, service):
    assert evidence.route_for(path)[1].service == service


@pytest.mark.parametrize("path", ["/api/v1/orders-old", "/api/v1", "/health", "/"])
def test_a_prefix_ends_at_a_segment(evidence, path):
    assert evidence.route_for(path) is None


def burst(passed, sent=15, allowed=10, seconds=0.1):
    return Burst("tier", "free", "ann", "/api/v1/cart", sent, passed, allowed, seconds)


@pytest.mark.parametrize(
    ("passed", "held"),
    [(10, True), (11, True), (12, False), (9, False), (15, False)],
)
def test_a_burst_is_cut_at_the_limit_and_what_flowed_in_meanwhile(passed, held):
    assert burst(passed).held is held


def test_fewer_requests_than_the_limit_all_pass():
    assert burst(5, sent=5).held
    assert not burst(4, sent=5).held


def test_a_slow_machine_gives_the_bucket_time_to_refill():
    assert burst(13, seconds=15.0).held


def test_a_burst_that_is_not_cut_is_told_with_its_counts(evidence):
    found = list(limits_hold(Bursts(evidence, (burst(15), burst(10)))))
    assert [finding.code for finding in found] == ["limit-wrong"]
    assert "15 × GET /api/v1/cart by ann" in found[0].evidence
