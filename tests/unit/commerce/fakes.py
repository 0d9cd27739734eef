"""Hand-written stand-ins for what the shop's pure parts are given."""

from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from io import StringIO
from uuid import UUID

from labs.commerce.modules.orders.api import Order, OrderItem
from labs.commerce.modules.orders.orchestrator import TakenOverError
from labs.commerce.modules.orders.purchase import Purchase
from labs.commerce.modules.orders.saga import Saga
from labs.commerce.modules.shipping.api import Address
from labs.commerce.platform.messages import Text
from labs.commerce.platform.telemetry import Log

ORDER = UUID(int=1)


class FixedClock:
    """Stands still until it is moved."""

    def __init__(self) -> None:
        self.moment = datetime(2026, 11, 22, 12, tzinfo=UTC)

    def now(self) -> datetime:
        return self.moment

    def move(self, **by: float) -> None:
        self.moment += timedelta(**by)


def purchase() -> Purchase:
    item = OrderItem(product_id=1, quantity=2, name=Text(ru="Лампа", en="Lamp"), price_minor=500)
    home = Address(name="A", street="B", city="C", postal_code="1", country="DE")
    return Purchase(
        order_id=ORDER,
        user_id=UUID(int=2),
        items=[item],
        total_minor=1000,
        currency="EUR",
        address=home,
        payment_method="pm",
        fingerprint=b"",
        placed_at=datetime(2026, 11, 22, tzinfo=UTC),
    )


def pending_order() -> Order:
    """The order that the purchase becomes."""
    bought = purchase()
    return Order(
        order_id=bought.order_id,
        user_id=bought.user_id,
        status="PENDING",
        items=bought.items,
        total_minor=bought.total_minor,
        currency=bought.currency,
        created_at=bought.placed_at,
    )


def log() -> Log:
    return Log("test-1", StringIO())


@dataclass
class ScriptedActions:
    """Performs whatever is asked; fails as the script says, once for each error listed."""

    errors: dict[str, list[Exception]] = field(default_factory=dict)
    performed: list[str] = field(default_factory=list)

    async def perform(self, action: str, _purchase: Purchase, reason: str) -> None:
        waiting = self.errors.get(action, [])
        if waiting:
            raise waiting.pop(0)
        self.performed.append(f"{action} {reason}".strip())

    async def expire(self, _purchase: Purchase) -> None:
        self.performed.append("ExpireOrder")


@dataclass
class RememberedProgress:
    """Keeps every state that it is given; another driver takes over after `keeps` of them."""

    states: list[Saga] = field(default_factory=list)
    pauses: list[timedelta] = field(default_factory=list)
    keeps: int = 1000

    async def add(self, saga: Saga, purchase: Purchase) -> bool:
        assert purchase.order_id == saga.order_id
        return await self.save(saga)

    async def save(self, saga: Saga) -> bool:
        self.states.append(saga)
        return len(self.states) <= self.keeps

    async def put_off(self, saga: Saga, pause: timedelta) -> bool:
        self.pauses.append(pause)
        return await self.save(saga)


@dataclass
class NotedSteps:
    """Steps of the order's own: performed, and then kept."""

    actions: ScriptedActions
    progress: RememberedProgress

    async def open(self, noted: Saga, purchase: Purchase) -> bool:
        if not await self.progress.add(noted, purchase):
            return False
        await self.actions.perform("CreateOrder", purchase, "")
        return True

    async def take(self, action: str, noted: Saga, purchase: Purchase, reason: str) -> None:
        await self.actions.perform(action, purchase, reason)
        if not await self.progress.save(noted):
            raise TakenOverError


@asynccontextmanager
async def no_transaction() -> AsyncIterator[None]:
    yield
