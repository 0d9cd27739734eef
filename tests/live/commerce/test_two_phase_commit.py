"""Checkout as one transaction over several databases: all of it or nothing, and what that costs."""

from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path
from uuid import uuid4

import pytest

from tests.live.commerce.servers import Servers
from tests.live.commerce.shop import HOME, SPLIT, Answer, Shop
from tests.live.commerce.test_journey import DOMAINS
from tests.shops import MONOLITH, REFERENCE
from tests.waiting import eventually

pytestmark = pytest.mark.live

TWO_PHASES = "two-phase-commit"
STOCK_FAR = {
    **SPLIT,
    "inventory": ["stock"],
    "reservation": ["reservations"],
    "rest": [m for m in SPLIT["rest"] if m not in ("stock", "reservations")],
}
"""Reservations and the stock they set aside in two databases: both vote."""

CUTS = {"monolith": MONOLITH, "domains": DOMAINS, "reference": REFERENCE, "stock far": STOCK_FAR}


@pytest.fixture(scope="module", params=CUTS)
def shop(request: pytest.FixtureRequest, servers: Servers, directory: Path) -> Iterator[Shop]:
    launched = Shop.launch(servers, directory, CUTS[request.param], TWO_PHASES)
    yield launched
    launched.stop()


def status(shop: Shop, token: str, order: str) -> str:
    return shop.request("GET", f"/api/v1/orders/{order}", token=token).body["status"]


def ended(shop: Shop, token: str, order: str, wanted: str) -> None:
    eventually(lambda: status(shop, token, order) == wanted)


def in_doubt(shop: Shop) -> list[str]:
    """The databases of this shop with a prepared transaction, by name of their deployable."""
    tag = shop.database("orders").partition("_")[0]
    names = f"SELECT database FROM pg_prepared_xacts WHERE database LIKE '{tag}%'"  # noqa: S608
    return sorted(row[0].partition("_")[2] for row in shop.servers.sql(names))


def ledger(shop: Shop, order: str) -> list[str]:
    kinds = f"SELECT kind FROM payment_provider.ledger WHERE reference = '{order}' ORDER BY entry"  # noqa: S608
    return [row[0] for row in shop.sql("payment-provider", kinds)]


def test_all_databases_commit_an_order_together(shop: Shop) -> None:
    token, before = shop.sign_in(), shop.available(40)
    placed = shop.order(token, items=[{"productId": 40, "quantity": 2}])
    assert (placed.status, placed.body["status"]) == (201, "CONFIRMED"), placed
    order = placed.body["orderId"]
    assert shop.available(40) == before - 2
    parcel = shop.request("GET", f"/api/v1/shipping/{order}", token=token).body
    assert parcel["status"] == "SCHEDULED"
    admin = shop.sign_in("admin@shop.example")
    held = shop.request("GET", f"/api/v1/inventory/reservations/{order}", token=admin).body
    assert held["status"] == "HELD"
    eventually(lambda: ledger(shop, order) == ["AUTHORISED", "CAPTURED"])
    assert in_doubt(shop) == []

    def told() -> set[str]:
        shown = shop.request("GET", f"/api/v1/order-status/{order}", token=token).body
        return {entry["event"] for entry in shown.get("timeline", [])}

    happened = {"OrderCreated", "ItemsReserved", "ShippingScheduled", "PaymentProcessed"}
    eventually(lambda: told() == {*happened, "OrderConfirmed"})


@pytest.mark.parametrize(
    ("wish", "reason", "money"),
    [
        ({"method": "pm_test_decline"}, "card-declined", ["DECLINED"]),
        ({"address": {**HOME, "country": "AQ"}}, "address-not-served", ["AUTHORISED", "VOIDED"]),
        ({"items": [{"productId": 41, "quantity": 2}]}, "out-of-stock", ["AUTHORISED", "VOIDED"]),
    ],
)
def test_one_no_and_no_database_keeps_anything(
    shop: Shop, wish: dict[str, object], reason: str, money: list[str]
) -> None:
    token = shop.sign_in()
    shop.sql("stock", "UPDATE stock.levels SET available = 1 WHERE product_id = 41")
    before = shop.available()
    placed = shop.order(token, **wish)
    assert (placed.status, placed.body["status"]) == (201, "CANCELLED"), placed
    assert placed.body["reason"] == reason
    assert (shop.available(), shop.available(41)) == (before, 1)
    order = placed.body["orderId"]
    assert shop.request("GET", f"/api/v1/shipping/{order}", token=token).status == 404
    eventually(lambda: ledger(shop, order) == money)
    assert in_doubt(shop) == []


def test_the_last_item_is_sold_once(shop: Shop) -> None:
    token = shop.sign_in()
    shop.sql("stock", "UPDATE stock.levels SET available = 1 WHERE product_id = 42")

    def buy(_: int) -> Answer:
        return shop.order(token, items=[{"productId": 42, "quantity": 1}])

    with ThreadPoolExecutor(6) as pool:
        orders = [answer.body["orderId"] for answer in pool.map(buy, range(6))]
    eventually(lambda: "PENDING" not in [status(shop, token, order) for order in orders])
    statuses = [status(shop, token, order) for order in orders]
    assert sorted(statuses) == ["CANCELLED"] * 5 + ["CONFIRMED"]
    assert shop.available(42) == 0


def test_the_same_key_at_the_same_time_is_one_order(shop: Shop) -> None:
    token, key, before = shop.sign_in(), uuid4().hex, shop.available(43)
    items = [{"productId": 43, "quantity": 1}]
    with ThreadPoolExecutor(6) as pool:
        answers = list(pool.map(lambda _: shop.order(token, items=items, key=key), range(6)))
    (order,) = {answer.body["orderId"] for answer in answers}
    ended(shop, token, order, "CONFIRMED")
    assert shop.available(43) == before - 1
    eventually(lambda: ledger(shop, order) == ["AUTHORISED", "CAPTURED"])
