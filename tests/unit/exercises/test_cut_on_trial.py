"""What the customers of two shops say about a cut."""

import pytest

from exercises.base import base_blueprint
from exercises.catalogue import exercise
from exercises.fixtures import compose, solution
from exercises.monolith.boundaries.evidence import read
from exercises.monolith.boundaries.run import (
    Run,
    SideBySide,
    figures,
    orders_complete,
    stock_conserved,
)
from labs.traffic.journey import Journey, Step


@pytest.fixture
def evidence():
    found = exercise("boundaries")
    return read(compose(found, solution(found).texts, base_blueprint()))


def journey(status="CONFIRMED", latency_ms=30.0, http=201):
    steps = [
        Step("product", "GET /api/v1/products/1", 200, 3.0, 0, "product-1"),
        Step("order", "POST /api/v1/orders", http, latency_ms, 5, "order-1"),
    ]
    return Journey("ann@example.com", steps, "o1", status, 1, 2)


def side_by_side(evidence, journeys, missing):
    run = Run(11, tuple(journeys), missing)
    return SideBySide(evidence, run, run)


def test_a_shop_that_serves_everybody_has_no_findings(evidence):
    seen = side_by_side(evidence, [journey(), journey()], missing=4)
    assert list(orders_complete(seen)) == list(stock_conserved(seen)) == []


def test_an_order_that_stays_pending_is_found(evidence):
    seen = side_by_side(evidence, [journey(), journey("PENDING")], missing=2)
    assert [finding.code for finding in orders_complete(seen)] == ["boundaries-order-incomplete"]


def test_a_refused_order_names_the_step_where_it_ended(evidence):
    found = list(orders_complete(side_by_side(evidence, [journey("", http=503)], missing=0)))
    assert found[0].params["step"] == "order"
    assert "POST /api/v1/orders → 503" in found[0].evidence


def test_pieces_that_nobody_bought_are_found(evidence):
    found = list(stock_conserved(side_by_side(evidence, [journey()], missing=5)))
    assert [finding.code for finding in found] == ["boundaries-stock-drifts"]
    assert (found[0].params["missing"], found[0].params["sold"]) == (5, 2)


def test_the_first_customer_warms_up_and_is_not_measured(evidence):
    seen = side_by_side(evidence, [journey(latency_ms=900.0), journey()], missing=4)
    assert figures(seen)["cut_order_p50_ms"] == 30.0
    assert figures(seen)["cut_order_hops"] == 5
