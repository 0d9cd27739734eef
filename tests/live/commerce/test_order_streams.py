"""Orders are what their events say, in every way to check out."""

from collections.abc import Callable, Iterator
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path
from subprocess import CalledProcessError

import pytest

from tests.live.commerce.servers import Servers
from tests.live.commerce.shop import HOME, SPLIT, Shop
from tests.shops import MONOLITH

pytestmark = pytest.mark.live

WAYS = {
    "acid": (MONOLITH, "acid"),
    "orchestration": (SPLIT, "saga-orchestration"),
    "choreography": (SPLIT, "saga-choreography"),
}


@pytest.fixture(scope="module", params=WAYS)
def shop(request: pytest.FixtureRequest, servers: Servers, directory: Path) -> Iterator[Shop]:
    launched = Shop.launch(servers, directory, *WAYS[request.param])
    yield launched
    launched.stop()


def comparison(shop: Shop, method: str = "GET") -> dict[str, object]:
    admin = shop.sign_in("admin@shop.example")
    return shop.request(method, "/api/v1/orders/rebuild", token=admin).body


def history(shop: Shop, token: str, order: str) -> list[tuple[int, str, str]]:
    entries = shop.request("GET", f"/api/v1/orders/{order}/history", token=token).body["history"]
    return [(entry["version"], entry["event"], entry["status"]) for entry in entries]


def test_orders_rebuilt_from_their_events_equal_their_rows(shop: Shop) -> None:
    token = shop.sign_in()

    def buy(number: int) -> str:
        method = "pm_test_decline" if number % 4 == 0 else "pm_test_approve"
        home = {**HOME, "country": "AQ"} if number % 5 == 0 else HOME
        items = [{"productId": 10 + number % 8, "quantity": 1}]
        return shop.order(token, method, items=items, address=home).body["status"]

    with ThreadPoolExecutor(6) as pool:
        statuses = list(pool.map(buy, range(24)))
    assert set(statuses) == {"CONFIRMED", "CANCELLED"}
    made = comparison(shop)
    assert (made["differing"], made["differences"]) == (0, [])
    assert made["orders"] == len(statuses)
    assert made["events"] == 2 * len(statuses)


def test_a_customer_reads_all_that_happened_to_an_order(shop: Shop) -> None:
    token = shop.sign_in()
    good, bad = shop.order(token).body, shop.order(token, "pm_test_decline").body
    ended = [(1, "OrderCreated", "PENDING"), (2, "OrderConfirmed", "CONFIRMED")]
    assert history(shop, token, good["orderId"]) == ended
    assert history(shop, token, bad["orderId"])[-1] == (2, "OrderCancelled", "CANCELLED")
    stranger = shop.sign_in("customer-02@shop.example")
    hidden = shop.request("GET", f"/api/v1/orders/{good['orderId']}/history", token=stranger)
    assert hidden.status == 404


def test_rows_that_were_tampered_with_are_found_out_and_made_anew(
    launch: Callable[..., Shop],
) -> None:
    shop = launch(MONOLITH, "acid")
    token = shop.sign_in()
    changed, lost = (shop.order(token, key=key).body["orderId"] for key in ("one", "two"))
    shop.sql("orders", f"UPDATE orders.orders SET total_minor = 1 WHERE order_id = '{changed}'")  # noqa: S608
    shop.sql("orders", f"DELETE FROM orders.orders WHERE order_id = '{lost}'")  # noqa: S608
    found = {d["orderId"]: d["field"] for d in comparison(shop)["differences"]}
    assert found == {changed: "total_minor", lost: "row"}
    assert comparison(shop, "POST")["repaired"] == 2
    assert comparison(shop)["differing"] == 0
    again = shop.order(token, key="two")
    assert (again.body["orderId"], again.body["status"]) == (lost, "CONFIRMED")


def test_an_order_written_before_there_were_currencies_is_read_like_any_other(
    launch: Callable[..., Shop],
) -> None:
    shop = launch(MONOLITH, "acid")
    token = shop.sign_in()
    order = shop.order(token).body["orderId"]
    older = "UPDATE orders.events SET schema_version = 1, data = data - 'currency'"
    shop.sql("orders", f"{older} WHERE order_id = '{order}' AND version = 1")
    assert [event for _, event, _ in history(shop, token, order)] == [
        "OrderCreated",
        "OrderConfirmed",
    ]
    assert comparison(shop)["differing"] == 0


def test_two_writers_cannot_append_the_same_version(launch: Callable[..., Shop]) -> None:
    shop = launch(MONOLITH, "acid")
    order = shop.order(shop.sign_in()).body["orderId"]
    twice = "INSERT INTO orders.events SELECT * FROM orders.events WHERE version = 2"
    with pytest.raises(CalledProcessError):
        shop.sql("orders", f"{twice} AND order_id = '{order}'")
    assert comparison(shop)["events"] == 2
