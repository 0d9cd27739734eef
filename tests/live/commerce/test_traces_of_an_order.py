"""One order, traced: the same modules call each other whatever the partition."""

from pathlib import Path
from uuid import uuid4

import pytest

from labs.observe.traces import FileTraces, Span, observed_calls, observed_events, tree
from tests.live.commerce.shop import Shop
from tests.waiting import eventually

pytestmark = pytest.mark.live

ACROSS = {("orders", "reservations"), ("orders", "payments"), ("orders", "shipping")}
WITHIN = {("reservations", "stock")}
"""In one service by the reference, too."""

HEARD = {("orders", "OrderConfirmed", "notifications"), ("orders", "OrderCreated", "order-status")}


def spans_of(shop: Shop, trace_id: str) -> list[Span]:
    files = [Path(d.traces) for d in shop.spec.deployables]
    found = FileTraces(files[0].parent).trace(trace_id)
    return [span for span in found if span.service in {d.name for d in shop.spec.deployables}]


def traced_order(shop: Shop) -> list[Span]:
    trace_id = uuid4().hex
    placed = {
        "items": [{"productId": 1, "quantity": 1}],
        "address": {"name": "A", "street": "B", "city": "C", "postalCode": "1", "country": "DE"},
        "paymentMethod": "pm_test_approve",
    }
    parent = f"00-{trace_id}-b7ad6b7169203331-01"
    answer = shop.request("POST", "/api/v1/orders", placed, shop.sign_in(), traceparent=parent)
    assert answer.status == 201

    def whole() -> bool:
        spans = spans_of(shop, trace_id)
        events = {(e.producer, e.event, e.consumer) for e in observed_events(spans)}
        return events >= HEARD and len(tree(spans)) == 1

    eventually(whole)
    return spans_of(shop, trace_id)


def edges(spans: list[Span], *, remote: bool) -> set[tuple[str, str]]:
    return {(c.caller, c.callee) for c in observed_calls(spans) if c.remote is remote}


def test_in_eleven_services_the_order_is_one_trace_over_the_network(reference: Shop) -> None:
    spans = traced_order(reference)
    assert edges(spans, remote=True) >= ACROSS
    assert edges(spans, remote=False) >= WITHIN


def test_in_the_monolith_the_same_calls_are_seen_within_the_process(monolith: Shop) -> None:
    spans = traced_order(monolith)
    assert edges(spans, remote=False) >= ACROSS | WITHIN
    assert not edges(spans, remote=True)
