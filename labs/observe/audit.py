"""What must hold in the shop's data, whatever breaks. Pure: rows in, violations out.

Sums hide errors: a double charge with its refund leaves the total at zero. So each order is
compared by itself, across the stores of the modules that know it.
"""

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from enum import StrEnum

CONFIRMED, CANCELLED, PENDING = "CONFIRMED", "CANCELLED", "PENDING"


class Invariant(StrEnum):
    """Message ids, `invariant-<…>` in the catalogue, in the order in which they are shown."""

    NO_ORDER_LOST = "no-order-lost"
    NO_DOUBLE_CHARGE = "no-double-charge"
    STOCK_CONSERVED = "stock-conserved"
    ORDERS_SETTLED = "orders-settled"


@dataclass(frozen=True, slots=True)
class OrderRow:
    """What the orders module knows of an order."""

    status: str
    total_minor: int
    items: Mapping[int, int]
    """Product -> quantity."""


@dataclass(frozen=True, slots=True)
class Evidence:
    """The rows of one moment, by order or by product. None: the store did not answer."""

    orders: Mapping[str, OrderRow] | None = None
    captures: Mapping[str, tuple[int, ...]] | None = None
    """Order -> every amount that was taken, in minor units."""
    refunds: Mapping[str, tuple[int, ...]] | None = None
    takes: Mapping[str, Mapping[int, int]] | None = None
    """Order -> product -> net quantity taken from stock."""
    levels: Mapping[int, int] | None = None
    """Product -> quantity available."""
    movements: Mapping[int, int] | None = None
    """Product -> sum of every change to its level."""
    accepted: frozenset[str] = frozenset()
    """Orders whose customers were told that they stand or are under way."""


@dataclass(frozen=True, slots=True)
class Violation:
    """One order or product that breaks an invariant."""

    subject: str
    detail: str
    """Figures, for people who look into it."""


@dataclass(frozen=True, slots=True)
class Finding:
    """An invariant at one moment."""

    invariant: Invariant
    held: bool | None
    """None: not known, for a store did not answer."""
    violations: tuple[Violation, ...] = field(default=())


def audit(evidence: Evidence) -> tuple[Finding, ...]:
    """Every invariant, each with what breaks it."""
    return (
        _finding(Invariant.NO_ORDER_LOST, _lost(evidence)),
        _finding(Invariant.NO_DOUBLE_CHARGE, _wrongly_charged(evidence)),
        _finding(Invariant.STOCK_CONSERVED, _stock_amiss(evidence)),
        _finding(Invariant.ORDERS_SETTLED, _unsettled(evidence)),
    )


def _finding(invariant: Invariant, found: Iterable[Violation] | None) -> Finding:
    if found is None:
        return Finding(invariant, None)
    violations = tuple(found)
    return Finding(invariant, not violations, violations)


def _lost(evidence: Evidence) -> Iterable[Violation] | None:
    """An order that a customer was promised is in the books."""
    if evidence.orders is None:
        return None
    missing = sorted(evidence.accepted - evidence.orders.keys())
    return (Violation(order, "accepted, not in the books") for order in missing)


def _unsettled(evidence: Evidence) -> Iterable[Violation] | None:
    """No order is pending. Ask when the shop had time to settle."""
    if evidence.orders is None:
        return None
    rows = evidence.orders.items()
    return (Violation(order, row.status) for order, row in rows if row.status == PENDING)


def _wrongly_charged(evidence: Evidence) -> Iterable[Violation] | None:
    """A confirmed order is paid once and in full; a cancelled one cost nothing in the end."""
    if evidence.orders is None or evidence.captures is None or evidence.refunds is None:
        return None
    return _charges(evidence.orders, evidence.captures, evidence.refunds)


def _charges(
    orders: Mapping[str, OrderRow],
    captures: Mapping[str, tuple[int, ...]],
    refunds: Mapping[str, tuple[int, ...]],
) -> Iterator[Violation]:
    for order in sorted(orders.keys() | captures.keys()):
        taken, returned = captures.get(order, ()), refunds.get(order, ())
        row = orders.get(order)
        due = _due(row)
        if len(taken) > 1 or (due is not None and sum(taken) - sum(returned) != due):
            status = row.status if row else "unknown"
            detail = f"{status}, due {due}, taken {list(taken)}, returned {list(returned)}"
            yield Violation(order, detail)


def _due(row: OrderRow | None) -> int | None:
    """What the customer should have paid; None while the order is under way."""
    if row is None:
        return 0
    return {CONFIRMED: row.total_minor, CANCELLED: 0}.get(row.status)


def _stock_amiss(evidence: Evidence) -> Iterable[Violation] | None:
    """Levels are the sum of their movements; each order took exactly what it should."""
    if None in (evidence.orders, evidence.takes, evidence.levels, evidence.movements):
        return None
    return (*_levels(evidence), *_takes(evidence))


def _levels(evidence: Evidence) -> Iterator[Violation]:
    levels, movements = evidence.levels or {}, evidence.movements or {}
    for product in sorted(levels.keys() | movements.keys()):
        level, moved = levels.get(product, 0), movements.get(product, 0)
        if level != moved:
            yield Violation(f"product {product}", f"level {level}, movements sum to {moved}")


def _takes(evidence: Evidence) -> Iterator[Violation]:
    orders, takes = evidence.orders or {}, evidence.takes or {}
    for order in sorted(orders.keys() | takes.keys()):
        row = orders.get(order)
        taken = {product: n for product, n in takes.get(order, {}).items() if n}
        if row is not None and row.status == PENDING:
            continue
        due = row.items if row is not None and row.status == CONFIRMED else {}
        if taken != dict(due):
            status = row.status if row else "unknown"
            yield Violation(order, f"{status}, due {dict(due)}, taken {taken}")
