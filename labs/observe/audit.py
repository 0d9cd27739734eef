"""What must hold in the shop's data, whatever breaks. Pure: the books in, findings out."""

from collections.abc import Callable, Collection, Iterable, Mapping
from dataclasses import dataclass, field
from enum import StrEnum

from labs.observe import checks
from labs.observe.books import Evidence
from labs.observe.checks import Violation, Violations


class Invariant(StrEnum):
    """Message ids, `invariant-<…>` in the catalogue, in the order in which they are shown."""

    NO_ORDER_LOST = "no-order-lost"
    ORDERS_SETTLED = "orders-settled"
    NO_DOUBLE_CHARGE = "no-double-charge"
    MONEY_ADDS_UP = "money-adds-up"
    BOOKS_AGREE = "books-agree"
    STOCK_CONSERVED = "stock-conserved"
    NOTHING_RESERVED = "nothing-reserved"
    CANCELLED_UNDONE = "cancelled-undone"
    EVENTS_DELIVERED = "events-delivered"
    ONE_LETTER = "one-letter"
    NOTHING_IN_DOUBT = "nothing-in-doubt"
    REPLAYS_AGREE = "replays-agree"


_CHECKS: Mapping[Invariant, Callable[[Evidence], Violations | None]] = {
    Invariant.NO_ORDER_LOST: checks.lost,
    Invariant.ORDERS_SETTLED: checks.unsettled,
    Invariant.NO_DOUBLE_CHARGE: checks.charged_twice,
    Invariant.MONEY_ADDS_UP: checks.money_amiss,
    Invariant.BOOKS_AGREE: checks.books_differ,
    Invariant.STOCK_CONSERVED: checks.stock_amiss,
    Invariant.NOTHING_RESERVED: checks.reserved,
    Invariant.CANCELLED_UNDONE: checks.not_undone,
    Invariant.EVENTS_DELIVERED: checks.undelivered,
    Invariant.ONE_LETTER: checks.written_twice,
    Invariant.NOTHING_IN_DOUBT: checks.left_in_doubt,
    Invariant.REPLAYS_AGREE: checks.answered_otherwise,
}


@dataclass(frozen=True, slots=True)
class Finding:
    """An invariant at one moment."""

    invariant: Invariant
    held: bool | None
    """None: not known, for a store did not answer."""
    violations: tuple[Violation, ...] = field(default=())


def audit(evidence: Evidence) -> tuple[Finding, ...]:
    """Every invariant, each with what breaks it; replays only where somebody asked twice."""
    asked = [
        i for i in Invariant if i is not Invariant.REPLAYS_AGREE or evidence.replays is not None
    ]
    return tuple(_finding(invariant, _CHECKS[invariant](evidence)) for invariant in asked)


def lasting(earlier: Iterable[Finding], later: Iterable[Finding]) -> tuple[Finding, ...]:
    """The later findings, of their violations those whose subjects broke the same before.

    An order under way breaks some invariants for a moment; what is amiss stays.
    """
    broken = {(found.invariant, v.subject) for found in earlier for v in found.violations}
    return tuple(_only(found, broken) for found in later)


def _only(finding: Finding, broken: Collection[tuple[Invariant, str]]) -> Finding:
    if finding.held is None:
        return finding
    kept = tuple(v for v in finding.violations if (finding.invariant, v.subject) in broken)
    return Finding(finding.invariant, not kept, kept)


def _finding(invariant: Invariant, found: Violations | None) -> Finding:
    if found is None:
        return Finding(invariant, None)
    violations = tuple(found)
    return Finding(invariant, not violations, violations)
