"""The invariants, each broken once in every way it can be."""

import pytest

from labs.observe.audit import Invariant, audit, lasting
from labs.observe.books import Evidence, OrderRow, Replay

TEA, CUP = 1, 2


def sound(**changes: object) -> Evidence:
    """One order that went through and one that was cancelled after its payment was declined."""
    rows: dict[str, object] = {
        "orders": {
            "a": OrderRow("CONFIRMED", 500, {TEA: 2}),
            "b": OrderRow("CANCELLED", 900, {CUP: 1}),
        },
        "unfinished": {},
        "captures": {"a": (500,)},
        "refunds": {},
        "hanging": frozenset(),
        "in_doubt": {},
        "takes": {"a": {TEA: 2}, "b": {CUP: 0}},
        "levels": {TEA: 8, CUP: 10},
        "movements": {TEA: 8, CUP: 10},
        "held": {"a": "HELD"},
        "parcels": frozenset({"a"}),
        "waiting": {},
        "parked": {},
        "told": {
            "a": {"OrderCreated": 1, "PaymentProcessed": 1, "OrderConfirmed": 1},
            "b": {"OrderCreated": 1, "OrderCancelled": 1},
        },
        "letters": {("a", "order-confirmed"): 1, ("b", "order-cancelled"): 1},
        "mails": {"event-1@shop": 1, "event-2@shop": 1},
        "accepted": frozenset({"a", "b"}),
        "replays": [Replay("key", "order a", "order a")],
    }
    rows |= changes
    # the provider tells the same, unless a test says otherwise
    theirs = {"their_captures": rows["captures"], "their_refunds": rows["refunds"]}
    return Evidence(**{**theirs, **rows})  # type: ignore[arg-type]


def broken(evidence: Evidence) -> dict[Invariant, list[str]]:
    findings = audit(evidence)
    return {f.invariant: [v.subject for v in f.violations] for f in findings if f.held is False}


def test_a_sound_shop_breaks_nothing():
    assert [finding.held for finding in audit(sound())] == [True] * len(Invariant)


def test_replays_are_judged_only_where_somebody_asked_twice():
    judged = {finding.invariant for finding in audit(sound(replays=None))}
    assert judged == set(Invariant) - {Invariant.REPLAYS_AGREE}


def test_an_accepted_order_that_is_not_in_the_books_is_lost():
    assert broken(sound(accepted=frozenset({"a", "z"}))) == {Invariant.NO_ORDER_LOST: ["z"]}


def test_two_captures_are_a_double_charge_even_when_one_was_returned():
    evidence = sound(captures={"a": (500, 500)}, refunds={"a": (500,)})
    assert broken(evidence) == {Invariant.NO_DOUBLE_CHARGE: ["a", "a"]}


def test_a_provider_that_took_twice_is_found_though_our_books_tell_once():
    evidence = sound(their_captures={"a": (500, 500)})
    assert broken(evidence) == {
        Invariant.NO_DOUBLE_CHARGE: ["a"],
        Invariant.BOOKS_AGREE: ["a"],
    }


@pytest.mark.parametrize("taken", [(), (400,)])
def test_a_confirmed_order_is_paid_in_full(taken):
    assert broken(sound(captures={"a": taken})) == {Invariant.MONEY_ADDS_UP: ["a"]}


def test_a_cancelled_order_that_kept_the_money_is_found_though_the_totals_look_right():
    assert broken(sound(captures={"b": (500,)})) == {
        Invariant.MONEY_ADDS_UP: ["a", "b"],
        Invariant.CANCELLED_UNDONE: ["b"],
    }


def returned(told_minor: int, ledger: tuple[int, ...]) -> Evidence:
    orders = {**(sound().orders or {}), "a": OrderRow("CONFIRMED", 500, {TEA: 2}, told_minor)}
    return sound(orders=orders, refunds={"a": ledger})


@pytest.mark.parametrize(("told", "ledger"), [(120, (120,)), (500, (120, 380))])
def test_what_staff_gave_back_of_an_order_that_stands_is_no_fault(told, ledger):
    assert broken(returned(told, ledger)) == {}


@pytest.mark.parametrize(("told", "ledger"), [(0, (120,)), (120, ()), (120, (120, 120))])
def test_money_given_back_that_the_order_and_the_ledger_tell_differently_is_found(told, ledger):
    assert broken(returned(told, ledger)) == {Invariant.MONEY_ADDS_UP: ["a"]}


def test_more_given_back_than_the_order_cost_is_found_though_both_books_tell_it():
    assert broken(returned(501, (501,))) == {Invariant.MONEY_ADDS_UP: ["a"]}


def test_money_for_an_order_nobody_knows_is_found():
    evidence = sound(captures={"a": (500,), "z": (1,)})
    assert broken(evidence) == {Invariant.MONEY_ADDS_UP: ["z"]}


def test_money_taken_while_an_order_is_under_way_is_no_fault():
    orders = {"a": OrderRow("PENDING", 500, {TEA: 2})}
    told = {"a": {"OrderCreated": 1}}
    evidence = sound(orders=orders, accepted=frozenset(), takes={"a": {TEA: 1}}, told=told)
    assert broken(evidence) == {
        Invariant.ORDERS_SETTLED: ["a"],
        Invariant.NOTHING_RESERVED: ["a"],
    }


def test_what_is_still_to_be_done_for_an_order_is_found_though_it_looks_finished():
    evidence = sound(unfinished={"b": "RefundPayment"})
    assert broken(evidence) == {Invariant.ORDERS_SETTLED: ["b"]}


def test_stock_that_a_cancelled_order_never_gave_back_is_found():
    takes = {"a": {TEA: 2}, "b": {CUP: 1}}
    evidence = sound(takes=takes, levels={TEA: 8, CUP: 9}, movements={TEA: 8, CUP: 9})
    assert broken(evidence) == {
        Invariant.STOCK_CONSERVED: ["b"],
        Invariant.CANCELLED_UNDONE: ["b"],
    }


def test_stock_taken_by_the_wrong_order_is_found_though_the_totals_look_right():
    takes = {"a": {}, "z": {TEA: 2}}
    assert broken(sound(takes=takes)) == {Invariant.STOCK_CONSERVED: ["a", "z"]}


def test_a_level_that_its_movements_do_not_explain_is_found():
    evidence = sound(levels={TEA: 7, CUP: 10})
    assert broken(evidence) == {Invariant.STOCK_CONSERVED: [f"product {TEA}"]}


@pytest.mark.parametrize("order", ["b", "z"])
def test_goods_reserved_for_an_order_that_is_not_confirmed_are_found(order):
    assert broken(sound(held={order: "PENDING"})) == {Invariant.NOTHING_RESERVED: [order]}


def test_a_parcel_of_a_cancelled_order_is_found():
    assert broken(sound(parcels=frozenset({"a", "b"}))) == {Invariant.CANCELLED_UNDONE: ["b"]}


def test_an_event_that_nobody_published_is_found():
    assert broken(sound(waiting={"OrderConfirmed": 2})) == {
        Invariant.EVENTS_DELIVERED: ["OrderConfirmed"]
    }


def test_an_event_that_was_set_aside_is_found():
    assert broken(sound(parked={"ratings": 1})) == {Invariant.EVENTS_DELIVERED: ["ratings"]}


@pytest.mark.parametrize(
    "heard",
    [{}, {"OrderCreated": 1}, {"OrderConfirmed": 1}, {"OrderCreated": 1, "OrderConfirmed": 2}],
)
def test_an_end_that_was_not_told_or_told_twice_is_found_though_no_event_waits(heard):
    told = {"a": heard, "b": {"OrderCreated": 1, "OrderCancelled": 1}}
    assert broken(sound(told=told)) == {Invariant.EVENTS_DELIVERED: ["a"]}


@pytest.mark.parametrize(
    "theirs",
    [
        {"their_captures": {}},
        {"their_captures": {"a": (499,)}},
        {"their_refunds": {"a": (500,)}},
    ],
)
def test_a_provider_that_tells_otherwise_is_found(theirs):
    assert broken(sound(**theirs)) == {Invariant.BOOKS_AGREE: ["a"]}


def test_money_that_only_the_provider_took_is_found():
    evidence = sound(their_captures={"a": (500,), "z": (7,)})
    assert broken(evidence) == {Invariant.BOOKS_AGREE: ["z"]}


def test_money_that_hangs_is_found():
    assert broken(sound(hanging=frozenset({"b"}))) == {Invariant.BOOKS_AGREE: ["b"]}


def test_a_transaction_in_doubt_is_found():
    evidence = sound(in_doubt={"checkout:a:1:payment": 90})
    assert broken(evidence) == {Invariant.NOTHING_IN_DOUBT: ["checkout:a:1:payment"]}


def test_two_letters_about_the_same_are_found():
    letters = {("a", "order-confirmed"): 2, ("a", "shipping-scheduled"): 1}
    assert broken(sound(letters=letters)) == {Invariant.ONE_LETTER: ["a"]}


def test_a_mail_that_arrived_twice_is_found():
    assert broken(sound(mails={"event-1@shop": 2})) == {Invariant.ONE_LETTER: ["event-1@shop"]}


def test_a_repeated_request_that_got_another_answer_is_found():
    replays = [Replay("k1", "order a", "order a"), Replay("k2", "order a", "order c")]
    assert broken(sound(replays=replays)) == {Invariant.REPLAYS_AGREE: ["k2"]}


@pytest.mark.parametrize(
    ("store", "unknown"),
    [
        (
            "captures",
            {"no-double-charge", "money-adds-up", "books-agree", "cancelled-undone"},
        ),
        ("their_captures", {"no-double-charge", "books-agree"}),
        ("in_doubt", {"nothing-in-doubt"}),
        ("levels", {"stock-conserved"}),
        ("unfinished", {"orders-settled"}),
        ("held", {"nothing-reserved"}),
        ("parcels", {"cancelled-undone"}),
        ("waiting", {"events-delivered"}),
        ("told", {"events-delivered"}),
        ("letters", {"one-letter"}),
        ("mails", {"one-letter"}),
    ],
)
def test_a_store_that_did_not_answer_leaves_its_invariants_unknown(store, unknown):
    findings = audit(sound(**{store: None}))
    assert {finding.invariant.value for finding in findings if finding.held is None} == unknown


def test_without_the_orders_hardly_anything_is_known():
    known = {finding.invariant for finding in audit(sound(orders=None)) if finding.held}
    assert known == {
        Invariant.NO_DOUBLE_CHARGE,
        Invariant.BOOKS_AGREE,
        Invariant.ONE_LETTER,
        Invariant.NOTHING_IN_DOUBT,
        Invariant.REPLAYS_AGREE,
    }


def pending(order: str) -> Evidence:
    rows = {order: OrderRow("PENDING", 500, {TEA: 2})}
    told = {order: {"OrderCreated": 1}}
    return sound(orders=rows, accepted=frozenset(), told=told, captures={}, takes={}, held={})


def still_broken(earlier: Evidence, later: Evidence) -> dict[Invariant, list[str]]:
    findings = lasting(audit(earlier), audit(later))
    return {f.invariant: [v.subject for v in f.violations] for f in findings if f.held is False}


def test_an_order_that_went_on_between_two_readings_was_under_way():
    assert still_broken(pending("a"), pending("b")) == {}


def test_an_order_that_stays_where_it_was_is_stuck():
    assert still_broken(pending("a"), pending("a")) == {Invariant.ORDERS_SETTLED: ["a"]}


def test_a_store_that_is_silent_the_second_time_leaves_its_invariants_unknown():
    findings = lasting(audit(pending("a")), audit(sound(orders=None)))
    assert findings[0].held is None
