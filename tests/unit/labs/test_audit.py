"""The invariants, each broken once in every way it can be."""

import pytest

from labs.observe.audit import Evidence, Invariant, OrderRow, audit
from labs.observe.evidence import evidence_of

TEA, CUP = 1, 2


def sound(**changes: object) -> Evidence:
    """One order that went through and one that was cancelled after its payment was declined."""
    rows: dict[str, object] = {
        "orders": {
            "a": OrderRow("CONFIRMED", 500, {TEA: 2}),
            "b": OrderRow("CANCELLED", 900, {CUP: 1}),
        },
        "captures": {"a": (500,)},
        "refunds": {},
        "takes": {"a": {TEA: 2}, "b": {CUP: 0}},
        "levels": {TEA: 8, CUP: 10},
        "movements": {TEA: 8, CUP: 10},
        "accepted": frozenset({"a", "b"}),
    }
    return Evidence(**{**rows, **changes})  # type: ignore[arg-type]


def broken(evidence: Evidence) -> dict[Invariant, list[str]]:
    findings = audit(evidence)
    return {f.invariant: [v.subject for v in f.violations] for f in findings if f.held is False}


def test_a_sound_shop_breaks_nothing():
    assert [finding.held for finding in audit(sound())] == [True, True, True, True]


def test_an_accepted_order_that_is_not_in_the_books_is_lost():
    assert broken(sound(accepted=frozenset({"a", "z"}))) == {Invariant.NO_ORDER_LOST: ["z"]}


def test_two_captures_are_a_double_charge_even_when_one_was_returned():
    evidence = sound(captures={"a": (500, 500)}, refunds={"a": (500,)})
    assert broken(evidence) == {Invariant.NO_DOUBLE_CHARGE: ["a"]}


@pytest.mark.parametrize("taken", [(), (400,)])
def test_a_confirmed_order_is_paid_in_full(taken):
    assert broken(sound(captures={"a": taken})) == {Invariant.NO_DOUBLE_CHARGE: ["a"]}


def test_a_cancelled_order_that_kept_the_money_is_found_though_the_totals_look_right():
    evidence = sound(captures={"b": (500,)})
    assert broken(evidence) == {Invariant.NO_DOUBLE_CHARGE: ["a", "b"]}


def test_money_for_an_order_nobody_knows_is_found():
    evidence = sound(captures={"a": (500,), "z": (1,)})
    assert broken(evidence) == {Invariant.NO_DOUBLE_CHARGE: ["z"]}


def test_money_taken_while_an_order_is_under_way_is_no_fault():
    orders = {"a": OrderRow("PENDING", 500, {TEA: 2})}
    evidence = sound(orders=orders, accepted=frozenset(), takes={"a": {TEA: 1}})
    assert broken(evidence) == {Invariant.ORDERS_SETTLED: ["a"]}


def test_stock_that_a_cancelled_order_never_gave_back_is_found():
    takes = {"a": {TEA: 2}, "b": {CUP: 1}}
    evidence = sound(takes=takes, levels={TEA: 8, CUP: 9}, movements={TEA: 8, CUP: 9})
    assert broken(evidence) == {Invariant.STOCK_CONSERVED: ["b"]}


def test_stock_taken_by_the_wrong_order_is_found_though_the_totals_look_right():
    assert broken(sound(takes={"b": {TEA: 2}})) == {Invariant.STOCK_CONSERVED: ["a", "b"]}


def test_a_level_that_its_movements_do_not_explain_is_found():
    evidence = sound(levels={TEA: 7, CUP: 10})
    assert broken(evidence) == {Invariant.STOCK_CONSERVED: [f"product {TEA}"]}


@pytest.mark.parametrize(
    ("store", "unknown"),
    [
        ("orders", set(Invariant)),
        ("captures", {Invariant.NO_DOUBLE_CHARGE}),
        ("levels", {Invariant.STOCK_CONSERVED}),
    ],
)
def test_a_store_that_did_not_answer_leaves_its_invariants_unknown(store, unknown):
    findings = audit(sound(**{store: None}))
    assert {finding.invariant for finding in findings if finding.held is None} == unknown


def test_rows_of_the_stores_become_evidence_by_order():
    items = '[{"productId": 1, "quantity": 2, "name": {}, "priceMinor": 250}]'
    rows = {
        "orders": [("a", "CONFIRMED", 500, items)],
        "ledger": [("a", "CAPTURED", 500), ("b", "CAPTURED", 9), ("b", "REFUNDED", 9)],
        "levels": [(TEA, 8)],
        "movements": [("seed", TEA, "RECEIVED", 10), ("a", TEA, "TAKEN", -2)],
    }
    evidence = evidence_of(rows, frozenset({"a"}))
    assert evidence.orders == {"a": OrderRow("CONFIRMED", 500, {TEA: 2})}
    assert evidence.captures == {"a": (500,), "b": (9,)}
    assert evidence.refunds == {"b": (9,)}
    assert evidence.takes == {"a": {TEA: 2}}
    assert evidence.movements == evidence.levels == {TEA: 8}


def test_what_no_store_told_stays_unknown():
    assert evidence_of({}, frozenset()) == Evidence()
