"""The order's own steps happen together with the saga's note of them, or not at all."""

from collections.abc import AsyncIterator
from dataclasses import dataclass
from uuid import uuid4

import pytest
from msgspec.structs import replace

from labs.commerce.modules.orders.actions import ShopActions
from labs.commerce.modules.orders.book import OrderBook
from labs.commerce.modules.orders.orchestrator import TakenOverError
from labs.commerce.modules.orders.own_steps import NotedSteps
from labs.commerce.modules.orders.purchase import Purchase
from labs.commerce.modules.orders.saga import Saga, begin, succeeded
from labs.commerce.modules.orders.saga_store import SagaStore
from labs.commerce.modules.orders.store import OrdersStore
from labs.commerce.platform.clock import SystemClock
from labs.commerce.platform.database import Database
from labs.commerce.platform.database.migration import Migration, migrate
from labs.commerce.platform.events import Outbox, decode_envelope, encode_envelope
from labs.commerce.platform.module import schema_of
from labs.commerce.platform.telemetry.sampling import Sampling
from labs.commerce.platform.telemetry.tracing import Tracer
from labs.commerce.spec import SagaStep
from tests.live.commerce.servers import Servers
from tests.unit.commerce.fakes import purchase

pytestmark = pytest.mark.live

STEPS = (
    SagaStep(action="CreateOrder", service="orders", compensation="CancelOrder"),
    SagaStep(action="ConfirmOrder", service="orders"),
)
NOBODY = None


@dataclass
class Desk:
    """Who drives sagas, and what is asked of them."""

    database: Database
    book: OrderBook

    def driver(self, name: str) -> tuple[NotedSteps, SagaStore]:
        sagas = SagaStore(self.database, name)
        actions = ShopActions(self.book, NOBODY, NOBODY, NOBODY, 1.0)  # type: ignore[arg-type]  # only orders' own
        return NotedSteps(self.book, sagas, actions, Tracer(None, Sampling(0.0, 0.0))), sagas

    async def stands(self, bought: Purchase) -> tuple[str, str, list[str]]:
        """The order's status, its saga's, and what was told."""
        order = await self.book.find(bought.order_id)
        saga = await SagaStore(self.database, "").find(bought.order_id)
        rows = await self.database.fetch("SELECT payload FROM platform.outbox ORDER BY position")
        told = [decode_envelope(row["payload"]).event for row in rows]
        return order.status, saga.status.value if saga else "", told


@pytest.fixture
async def desk(servers: Servers) -> AsyncIterator[Desk]:
    name = f"desk_{uuid4().hex[:8]}"
    servers.sql(f'CREATE DATABASE "{name}" OWNER shop')
    database = Database(servers.postgres.dsn(name), encode_envelope, lambda: None)
    await database.open("test")
    schema = schema_of("labs.commerce.modules.orders")
    await migrate(database, [Migration("orders", schema, None)], 7)
    clock = SystemClock()
    yield Desk(database, OrderBook(database, OrdersStore(database), Outbox(clock), clock))
    await database.close()


async def opened(steps: NotedSteps) -> tuple[Saga, Purchase]:
    bought = replace(purchase(), order_id=uuid4())
    saga = succeeded(begin(bought.order_id, STEPS))
    assert await steps.open(saga, bought)
    return saga, bought


async def test_an_order_is_opened_with_its_saga_once(desk: Desk) -> None:
    steps, _ = desk.driver("one")
    saga, bought = await opened(steps)
    assert not await steps.open(saga, bought)
    assert await desk.stands(bought) == ("PENDING", "running", ["OrderCreated"])


async def test_an_order_is_confirmed_with_the_note_and_again_changes_nothing(desk: Desk) -> None:
    steps, _ = desk.driver("one")
    saga, bought = await opened(steps)
    for _ in range(2):
        await steps.take("ConfirmOrder", succeeded(saga), bought, "")
    told = ["OrderCreated", "OrderConfirmed"]
    assert await desk.stands(bought) == ("CONFIRMED", "completed", told)


async def test_whoever_no_longer_drives_a_saga_ends_no_order(desk: Desk) -> None:
    steps, _ = desk.driver("one")
    saga, bought = await opened(steps)
    _, other = desk.driver("two")
    await other.turn_back(bought.order_id, "no-longer-wanted")
    with pytest.raises(TakenOverError):
        await steps.take("ConfirmOrder", succeeded(saga), bought, "")
    assert await desk.stands(bought) == ("PENDING", "compensating", ["OrderCreated"])


async def test_an_order_that_expired_meanwhile_is_cancelled_with_the_note(desk: Desk) -> None:
    steps, sagas = desk.driver("one")
    _, bought = await opened(steps)
    await desk.book.expire(bought.order_id, "order-expired")
    turned = await sagas.turn_back(bought.order_id, "order-expired")
    assert turned is not None
    await steps.take("CancelOrder", succeeded(turned.saga), bought, "order-expired")
    told = ["OrderCreated", "OrderExpired", "OrderCancelled"]
    assert await desk.stands(bought) == ("CANCELLED", "compensated", told)
