"""Rows of the stores as evidence."""

from labs.observe.books import Evidence, OrderRow
from labs.observe.evidence import evidence_of

TEA = 1
ITEMS = '[{"productId": 1, "quantity": 2, "name": {}, "priceMinor": 250}]'


def test_rows_of_the_stores_become_evidence_by_order():
    rows = {
        "orders": [("a", "CONFIRMED", 500, ITEMS, 9)],
        "ledger": [("a", "CAPTURED", 500), ("b", "CAPTURED", 9), ("b", "REFUNDED", -9)],
        "levels": [(TEA, 8)],
        "movements": [("seed", TEA, "RECEIVED", 10), ("a", TEA, "TAKEN", -2)],
    }
    evidence = evidence_of(rows, frozenset({"a"}))
    assert evidence.orders == {"a": OrderRow("CONFIRMED", 500, {TEA: 2}, 9)}
    assert evidence.captures == {"a": (500,), "b": (9,)}
    assert evidence.refunds == {"b": (9,)}
    assert evidence.takes == {"a": {TEA: 2}}
    assert evidence.movements == evidence.levels == {TEA: 8}


def test_what_is_told_of_orders_becomes_evidence_by_order():
    rows = {
        "held": [("a", "HELD")],
        "parcels": [("a",)],
        "told": [("a", "OrderCreated", 1), ("a", "OrderConfirmed", 2)],
        "letters": [("a", "order-confirmed", 1)],
    }
    evidence = evidence_of(rows, frozenset())
    assert evidence.held == {"a": "HELD"}
    assert evidence.parcels == {"a"}
    assert evidence.told == {"a": {"OrderCreated": 1, "OrderConfirmed": 2}}
    assert evidence.letters == {("a", "order-confirmed"): 1}


def test_outboxes_of_several_databases_are_one():
    rows = {"waiting": [("ItemsReserved", 1), ("OrderCreated", 2), ("ItemsReserved", 3)]}
    waiting = evidence_of(rows, frozenset()).waiting
    assert waiting == {"ItemsReserved": 4, "OrderCreated": 2}


def test_sagas_promises_debts_and_votes_are_what_is_left_to_be_done():
    rows = {
        "sagas": [("a", "running")],
        "promised": [("b", "ReleaseItems")],
        "owed": [("c", "REVERSAL")],
        "voted": [("d", "voting")],
    }
    unfinished = evidence_of(rows, frozenset()).unfinished
    assert unfinished == {"a": "running", "b": "ReleaseItems", "c": "REVERSAL", "d": "voting"}


def test_what_no_store_told_stays_unknown():
    assert evidence_of({}, frozenset()) == Evidence()


def test_the_providers_ledger_tells_what_it_took_and_what_hangs():
    lines = [("a", "AUTHORISED", 5), ("a", "CAPTURED", 5), ("b", "AUTHORISED", 9)]
    reversed_ = [("c", "AUTHORISED", 7), ("c", "VOIDED", -7), ("d", "DECLINED", 3)]
    evidence = evidence_of({"provider": [*lines, *reversed_]}, frozenset())
    assert evidence.their_captures == {"a": (5,)}
    assert evidence.their_refunds == {}
    assert evidence.hanging == {"b"}
