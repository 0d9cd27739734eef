"""The rows of one moment that an audit compares, by order or by product."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

CONFIRMED, CANCELLED, PENDING = "CONFIRMED", "CANCELLED", "PENDING"

Goods = Mapping[int, int]
"""Product -> quantity."""


@dataclass(frozen=True, slots=True)
class OrderRow:
    """What the orders module knows of an order."""

    status: str
    total_minor: int
    items: Goods
    refunded_minor: int = 0
    """What it was told that staff gave back while it stood."""


@dataclass(frozen=True, slots=True)
class Replay:
    """A request that was sent again under its idempotency key."""

    key: str
    first: str
    """What the first answer promised, as text that can be compared."""
    again: str


@dataclass(frozen=True, slots=True)
class Evidence:
    """What the modules' stores hold. None: a store did not answer."""

    orders: Mapping[str, OrderRow] | None = None
    unfinished: Mapping[str, str] | None = None
    """Order -> what is still to be done for it: a saga's status, an action promised, money owed."""
    captures: Mapping[str, tuple[int, ...]] | None = None
    """Order -> every amount that was taken, in minor units."""
    refunds: Mapping[str, tuple[int, ...]] | None = None
    their_captures: Mapping[str, tuple[int, ...]] | None = None
    """As `captures`, in the payment provider's own books."""
    their_refunds: Mapping[str, tuple[int, ...]] | None = None
    hanging: frozenset[str] | None = None
    """Orders for which the provider holds money that was neither taken nor let go."""
    in_doubt: Mapping[str, int] | None = None
    """Prepared transaction -> for how many seconds it has waited for its decision."""
    takes: Mapping[str, Goods] | None = None
    """Order -> net quantities taken from stock."""
    levels: Goods | None = None
    """What is on hand."""
    movements: Goods | None = None
    """Sum of every change to a level."""
    held: Mapping[str, str] | None = None
    """Order -> status of a reservation that holds goods, or is about to."""
    parcels: frozenset[str] | None = None
    """Orders with a parcel that was not cancelled."""
    waiting: Mapping[str, int] | None = None
    """Event -> how many are in outboxes."""
    parked: Mapping[str, int] | None = None
    """`event of module` -> how many are set aside as dead letters."""
    told: Mapping[str, Mapping[str, int]] | None = None
    """Order -> event -> how often the order's status, a reader of events alone, was told it."""
    letters: Mapping[tuple[str, str], int] | None = None
    """Order and kind of letter -> how many its customer got."""
    mails: Mapping[str, int] | None = None
    """Message id -> how often a mail with it arrived outside the shop."""
    accepted: frozenset[str] = frozenset()
    """Orders whose customers were told that they stand or are under way."""
    replays: Sequence[Replay] | None = None
    """None: nobody asked twice."""
