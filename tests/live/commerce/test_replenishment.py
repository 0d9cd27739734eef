"""Buying goods: proposed when stock is low, and on the shelf exactly once."""

import asyncio
from concurrent.futures import ThreadPoolExecutor
from datetime import UTC, datetime
from uuid import uuid4

import pytest

from labs.commerce.modules.suppliers.store import Replenishment, Supplier, SuppliersStore
from labs.commerce.platform.database import Database
from labs.commerce.platform.database.migration import PLATFORM_SCHEMA
from labs.commerce.platform.events import encode_envelope
from labs.commerce.platform.module import schema_of
from tests.live.commerce.servers import Servers
from tests.live.commerce.shop import Shop
from tests.waiting import eventually

pytestmark = pytest.mark.live

ORDERS = "/api/v1/inventory/suppliers/replenishments"


@pytest.fixture
def admin(reference: Shop) -> str:
    return reference.sign_in("admin@shop.example")


def placed(shop: Shop, admin: str, product: int, quantity: int = 7) -> str:
    goods = {"supplierId": 1, "productId": product, "quantity": quantity}
    made = shop.request("POST", ORDERS, goods, admin)
    assert made.status == 201
    return made.body["replenishmentId"]


def do(shop: Shop, admin: str, number: str, what: str) -> tuple[int, str]:
    done = shop.request("POST", f"{ORDERS}/{number}/{what}", {}, admin)
    return done.status, done.body.get("status") or done.body["error"]["params"].get("status")


def proposal() -> Replenishment:
    return Replenishment(
        replenishment_id=uuid4(), supplier_id=1, product_id=7, quantity=100, status="PROPOSED"
    )


def of(shop: Shop, admin: str, product: int) -> list[tuple[str, str]]:
    listed = shop.request("GET", f"{ORDERS}?limit=100", token=admin).body
    return [(o["replenishmentId"], o["status"]) for o in listed if o["productId"] == product]


def test_goods_that_are_received_by_several_at_once_arrive_once(reference: Shop, admin: str):
    before = reference.available(91)
    number = placed(reference, admin, 91)
    with ThreadPoolExecutor(8) as pool:
        results = list(pool.map(lambda _: do(reference, admin, number, "receipt"), range(8)))
    assert results == [(200, "RECEIVED")] * 8
    assert reference.available(91) == before + 7


def test_what_was_cancelled_cannot_arrive_and_what_arrived_cannot_be_cancelled(
    reference: Shop, admin: str
):
    before = reference.available(92)
    cancelled, received = placed(reference, admin, 92), placed(reference, admin, 92)
    assert do(reference, admin, cancelled, "cancellation") == (200, "CANCELLED")
    assert do(reference, admin, cancelled, "receipt") == (409, "CANCELLED")
    assert do(reference, admin, received, "receipt") == (200, "RECEIVED")
    assert do(reference, admin, received, "cancellation") == (409, "RECEIVED")
    assert reference.available(92) == before + 7


def test_goods_whose_receipt_was_cut_off_arrive_when_it_is_repeated(reference: Shop, admin: str):
    before = reference.available(93)
    number = placed(reference, admin, 93)
    # as a crash leaves it between its two databases
    arriving = "UPDATE suppliers.replenishments SET status = 'ARRIVING'"
    reference.sql("suppliers", f"{arriving} WHERE replenishment_id = '{number}'")
    assert do(reference, admin, number, "cancellation") == (409, "ARRIVING")
    assert do(reference, admin, number, "receipt") == (200, "RECEIVED")
    assert reference.available(93) == before + 7


def test_low_stock_is_proposed_once_until_somebody_decides(reference: Shop, admin: str):
    customer = reference.sign_in("customer-03@shop.example")

    def low() -> None:
        reference.sql("stock", "UPDATE stock.levels SET available = 12 WHERE product_id = 94")
        bought = reference.order(customer, items=[{"productId": 94, "quantity": 5}])
        assert bought.body["status"] == "CONFIRMED"

    low()
    eventually(lambda: [status for _, status in of(reference, admin, 94)] == ["PROPOSED"])
    ((proposed, _),) = of(reference, admin, 94)
    low()
    assert do(reference, admin, proposed, "placement") == (200, "PLACED")
    low()
    # an event of another product that is told after all of them
    reference.sql("stock", "UPDATE stock.levels SET available = 12 WHERE product_id = 95")
    reference.order(customer, items=[{"productId": 95, "quantity": 5}])
    eventually(lambda: len(of(reference, admin, 95)) == 1)
    assert of(reference, admin, 94) == [(proposed, "PLACED")]


def test_a_proposal_that_is_accepted_while_stock_is_low_again_is_not_made_anew(servers: Servers):
    name = f"suppliers_{uuid4().hex[:8]}"
    servers.sql(f'CREATE DATABASE "{name}" OWNER shop')

    async def both() -> list[str]:
        database = Database(servers.postgres.dsn(name), encode_envelope, lambda: None)
        await database.open("test")
        await database.execute(PLATFORM_SCHEMA + schema_of("labs.commerce.modules.suppliers"))
        store = SuppliersStore(database)
        await store.put([Supplier(supplier_id=1, name="S", lead_days=1)])
        first = proposal()
        await store.add(first, datetime.now(UTC))
        accepting = store.move(first.replenishment_id, "PLACED", ["PROPOSED"])
        accepted = asyncio.create_task(accepting)  # in a context of its own, and so outside of ours
        async with database.transaction():
            awaited = await store.is_awaited(7)
            await asyncio.wait([accepted], timeout=0.2)
            if not awaited:
                await store.add(proposal(), datetime.now(UTC))
        await accepted
        kept = await store.latest(10)
        await database.close()
        return [each.status for each in kept]

    assert asyncio.run(both()) == ["PLACED"]


def test_an_unknown_replenishment_is_not_found(reference: Shop, admin: str):
    for what in ("receipt", "placement", "cancellation"):
        assert reference.request("POST", f"{ORDERS}/{uuid4()}/{what}", {}, admin).status == 404
