"""What must hold, one check each: the books in, violations out; None where a store was silent.

Sums hide errors: a double charge with its refund leaves the total at zero. So each order is
compared by itself, across the stores of the modules that know it.
"""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass

from labs.observe.books import CANCELLED, CONFIRMED, PENDING, Evidence, OrderRow


@dataclass(frozen=True, slots=True)
class Violation:
    """One order, product or event that breaks an invariant."""

    subject: str
    detail: str
    """Figures, for people who look into it."""


Violations = Iterator[Violation]

_ENDS = {CONFIRMED: "OrderConfirmed", CANCELLED: "OrderCancelled"}


def lost(books: Evidence) -> Violations | None:
    """An order that a customer was promised is in the books."""
    if books.orders is None:
        return None
    missing = sorted(books.accepted - books.orders.keys())
    return (Violation(order, "accepted, not in the books") for order in missing)


def unsettled(books: Evidence) -> Violations | None:
    """No order is pending and nothing is left to be done for one. Ask a shop at rest."""
    if books.orders is None or books.unfinished is None:
        return None
    pending = {order: row.status for order, row in books.orders.items() if row.status == PENDING}
    return (Violation(order, what) for order, what in {**books.unfinished, **pending}.items())


def charged_twice(books: Evidence) -> Violations | None:
    """Money was taken for an order once at most, in our books and in the provider's."""
    if books.captures is None or books.their_captures is None:
        return None
    return iter((*_repeated(books.captures, "ours"), *_repeated(books.their_captures, "theirs")))


def _repeated(captures: Mapping[str, tuple[int, ...]], whose: str) -> Violations:
    for order, amounts in sorted(captures.items()):
        if len(amounts) > 1:
            yield Violation(order, f"taken {list(amounts)} in {whose}")


def money_amiss(books: Evidence) -> Violations | None:
    """What was taken and not returned is what each order costs: a cancelled one nothing.

    What staff gave back of an order that stands is told twice, independently: by the ledger, and by
    the order's own events.
    """
    if books.orders is None or books.captures is None or books.refunds is None:
        return None
    return _charges(books.orders, books.captures, books.refunds)


def _charges(
    orders: Mapping[str, OrderRow],
    captures: Mapping[str, tuple[int, ...]],
    refunds: Mapping[str, tuple[int, ...]],
) -> Violations:
    for order in sorted(orders.keys() | captures.keys() | refunds.keys()):
        taken, returned = captures.get(order, ()), refunds.get(order, ())
        due = _due(orders.get(order))
        if due is not None and (due < 0 or sum(taken) - sum(returned) != due):
            yield Violation(
                order,
                f"{_status(orders.get(order))}, due {due}, taken {list(taken)},"
                f" returned {list(returned)}",
            )


def books_differ(books: Evidence) -> Violations | None:
    """The shop and its payment provider tell the same of every order's money.

    Ask a shop at rest: what was authorised by then is taken or let go.
    """
    sources = (books.captures, books.refunds, books.their_captures, books.their_refunds)
    if None in sources or books.hanging is None:
        return None
    return iter((*_contradictions(books), *_hanging(books.hanging)))


def _contradictions(books: Evidence) -> Violations:
    ours = (books.captures or {}, books.refunds or {})
    theirs = (books.their_captures or {}, books.their_refunds or {})
    for order in sorted(set().union(*ours, *theirs)):
        here = [sorted(book.get(order, ())) for book in ours]
        there = [sorted(book.get(order, ())) for book in theirs]
        if here != there:
            yield Violation(order, f"ours: taken, returned {here}; provider's: {there}")


def _hanging(orders: frozenset[str]) -> Violations:
    for order in sorted(orders):
        yield Violation(order, "authorised, neither taken nor let go")


def left_in_doubt(books: Evidence) -> Violations | None:
    """No database waits for a coordinator's decision. Ask a shop at rest."""
    if books.in_doubt is None:
        return None
    return (
        Violation(name, f"prepared {age_s} s ago") for name, age_s in sorted(books.in_doubt.items())
    )


def _due(row: OrderRow | None) -> int | None:
    """What the customer should have paid; None while the order is under way."""
    if row is None:
        return 0
    return {CONFIRMED: row.total_minor - row.refunded_minor, CANCELLED: 0}.get(row.status)


def stock_amiss(books: Evidence) -> Violations | None:
    """Levels are the sum of their movements, and each order took exactly what it should.

    So all that ever came in is on hand, reserved or sold.
    """
    if None in (books.orders, books.takes, books.levels, books.movements):
        return None
    return iter((*_levels(books), *_takes(books)))


def _levels(books: Evidence) -> Violations:
    levels, movements = books.levels or {}, books.movements or {}
    for product in sorted(levels.keys() | movements.keys()):
        level, moved = levels.get(product, 0), movements.get(product, 0)
        if level != moved:
            yield Violation(f"product {product}", f"level {level}, movements sum to {moved}")


def _takes(books: Evidence) -> Violations:
    orders, takes = books.orders or {}, books.takes or {}
    for order in sorted(orders.keys() | takes.keys()):
        row = orders.get(order)
        if row is not None and row.status == PENDING:
            continue
        due = dict(row.items) if row is not None and row.status == CONFIRMED else {}
        taken = {product: n for product, n in takes.get(order, {}).items() if n}
        if taken != due:
            yield Violation(order, f"{_status(row)}, due {due}, taken {taken}")


def reserved(books: Evidence) -> Violations | None:
    """At rest goods are set aside for confirmed orders alone. Ask a shop at rest."""
    if books.orders is None or books.held is None:
        return None
    return _reservations(books.orders, books.held)


def _reservations(orders: Mapping[str, OrderRow], held: Mapping[str, str]) -> Violations:
    for order, reservation in sorted(held.items()):
        row = orders.get(order)
        if row is None or row.status != CONFIRMED:
            yield Violation(order, f"{_status(row)}, reservation {reservation}")


def not_undone(books: Evidence) -> Violations | None:
    """A cancelled order was given its money back, its goods let go, its parcel stopped."""
    sources = (books.orders, books.captures, books.refunds, books.takes, books.parcels)
    return None if None in sources else _leftovers(books)


def _leftovers(books: Evidence) -> Violations:
    captures, refunds = books.captures or {}, books.refunds or {}
    takes, parcels = books.takes or {}, books.parcels or frozenset()
    for order, row in (books.orders or {}).items():
        if row.status != CANCELLED:
            continue
        kept = sum(captures.get(order, ())) - sum(refunds.get(order, ()))
        goods = {product: n for product, n in takes.get(order, {}).items() if n}
        if kept or goods or order in parcels:
            yield Violation(order, f"kept {kept}, goods {goods}, parcel {order in parcels}")


def undelivered(books: Evidence) -> Violations | None:
    """No event waits or was set aside, and each order's status was told of its end, once."""
    if None in (books.orders, books.waiting, books.parked, books.told):
        return None
    return iter((*_left_over(books), *_untold(books)))


def _left_over(books: Evidence) -> Violations:
    for event, count in sorted((books.waiting or {}).items()):
        yield Violation(event, f"{count} in the outbox")
    for event, count in sorted((books.parked or {}).items()):
        yield Violation(event, f"{count} dead letters")


def _untold(books: Evidence) -> Violations:
    told = books.told or {}
    for order, row in (books.orders or {}).items():
        heard = told.get(order, {})
        wanted = {"OrderCreated", _ENDS.get(row.status, "OrderCreated")}
        missing = sorted(wanted - heard.keys())
        repeated = sorted(event for event in wanted if heard.get(event, 0) > 1)
        if missing or repeated:
            yield Violation(order, f"{row.status}, not told {missing}, told twice {repeated}")


def written_twice(books: Evidence) -> Violations | None:
    """A customer gets one letter at most about each thing that happens to an order."""
    if books.letters is None or books.mails is None:
        return None
    return iter((*_letters(books.letters), *_mails(books.mails)))


def _letters(letters: Mapping[tuple[str, str], int]) -> Violations:
    for (order, kind), count in sorted(letters.items()):
        if count > 1:
            yield Violation(order, f"{count} letters {kind}")


def _mails(mails: Mapping[str, int]) -> Violations:
    for message, count in sorted(mails.items()):
        if count > 1:
            yield Violation(message, f"mailed {count} times")


def answered_otherwise(books: Evidence) -> Violations | None:
    """A request that is repeated under its key gets the answer it got the first time."""
    if books.replays is None:
        return None
    return (
        Violation(replay.key, f"first {replay.first}, then {replay.again}")
        for replay in books.replays
        if replay.first != replay.again
    )


def _status(row: OrderRow | None) -> str:
    return row.status if row else "unknown"
