"""The rows of the shop's stores as an audit's evidence."""

from collections import defaultdict
from collections.abc import Callable, Iterable, Mapping
from typing import TypeVar

import msgspec

from labs.observe.books import Evidence, OrderRow
from labs.observe.stores import Rows, read_rows

RECEIVED = "RECEIVED"
"""The kind of movement that no order causes."""

T = TypeVar("T")


async def read_evidence(databases: Iterable[str], accepted: Iterable[str] = ()) -> Evidence:
    """The rows an audit needs, from every database of a lab.

    `accepted` are the orders that customers were told about. Stores are read one after the other,
    so an order that is under way meanwhile may look half done: audit a shop at rest, or twice.
    """
    return evidence_of(await read_rows(databases), frozenset(accepted))


def evidence_of(rows: Mapping[str, Rows], accepted: frozenset[str]) -> Evidence:
    """The rows of the stores as evidence; what is missing stays unknown."""
    movements = rows.get("movements")
    ledger, provider = rows.get("ledger"), rows.get("provider")
    return Evidence(
        orders=_of(rows, "orders", _orders),
        unfinished=_unfinished(rows),
        captures=None if ledger is None else _amounts(ledger, "CAPTURED"),
        refunds=None if ledger is None else _amounts(ledger, "REFUNDED"),
        their_captures=None if provider is None else _amounts(provider, "CAPTURED"),
        their_refunds=None if provider is None else _amounts(provider, "REFUNDED"),
        hanging=None if provider is None else _hanging(provider),
        in_doubt=_of(rows, "in_doubt", lambda found: dict(map(tuple, found))),
        takes=None if movements is None else _takes(movements),
        levels=_of(rows, "levels", lambda found: dict(map(tuple, found))),
        movements=None if movements is None else _sums(movements),
        held=_of(rows, "held", _by_order),
        parcels=_of(rows, "parcels", lambda found: frozenset(str(order) for (order,) in found)),
        waiting=_of(rows, "waiting", _counts),
        parked=_of(rows, "parked", _counts),
        told=_of(rows, "told", _told),
        letters=_of(rows, "letters", lambda found: {(o, kind): n for o, kind, n in found}),
        mails=_of(rows, "mails", _counts),
        accepted=accepted,
    )


def _of(rows: Mapping[str, Rows], name: str, read: Callable[[Rows], T]) -> T | None:
    return read(rows[name]) if name in rows else None


def _orders(rows: Rows) -> dict[str, OrderRow]:
    return {
        str(order): OrderRow(status, total, _quantities(items), refunded)
        for order, status, total, items, refunded in rows
    }


def _quantities(items: str) -> dict[int, int]:
    lines = msgspec.json.decode(items)
    return {line["productId"]: line["quantity"] for line in lines}


def _amounts(rows: Rows, wanted: str) -> dict[str, tuple[int, ...]]:
    """The amounts of one kind of movement; a ledger writes what goes out with a minus."""
    found: dict[str, list[int]] = defaultdict(list)
    for order, kind, amount in rows:
        if kind == wanted:
            found[str(order)].append(abs(amount))
    return {order: tuple(amounts) for order, amounts in found.items()}


def _hanging(rows: Rows) -> frozenset[str]:
    """What was authorised and neither captured nor voided."""
    kinds: dict[str, set[str]] = defaultdict(set)
    for order, kind, _ in rows:
        kinds[str(order)].add(kind)
    return frozenset(order for order, booked in kinds.items() if booked == {"AUTHORISED"})


def _takes(rows: Rows) -> dict[str, dict[int, int]]:
    found: dict[str, dict[int, int]] = defaultdict(lambda: defaultdict(int))
    for reference, product, kind, delta in rows:
        if kind != RECEIVED:
            found[str(reference)][product] -= delta
    return {order: dict(products) for order, products in found.items()}


def _sums(rows: Rows) -> dict[int, int]:
    sums: dict[int, int] = defaultdict(int)
    for _, product, _, delta in rows:
        sums[product] += delta
    return dict(sums)


def _by_order(rows: Rows) -> dict[str, str]:
    return {str(order): what for order, what in rows}


def _unfinished(rows: Mapping[str, Rows]) -> dict[str, str] | None:
    """What sagas, promises, distributed transactions and debts leave to be done."""
    if not {"sagas", "promised", "voted", "owed"} <= rows.keys():
        return None
    return _by_order([*rows["owed"], *rows["promised"], *rows["sagas"], *rows["voted"]])


def _counts(rows: Rows) -> dict[str, int]:
    """Of the same name in several databases."""
    sums: dict[str, int] = defaultdict(int)
    for name, count in rows:
        sums[name] += count
    return dict(sums)


def _told(rows: Rows) -> dict[str, dict[str, int]]:
    found: dict[str, dict[str, int]] = defaultdict(dict)
    for order, event, count in rows:
        found[str(order)][event] = count
    return dict(found)
