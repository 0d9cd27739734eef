"""What is made of events can be made anew while the shop serves and sells."""

import asyncio
import contextlib
import http.client
import json
import threading
from collections.abc import Callable, Iterator
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit

import nats
import pytest
from nats.js.errors import NotFoundError

from labs.commerce.platform.brokers.port import LOG
from labs.commerce.platform.messages import SUBJECTS
from tests.crash.cells import EVENTS
from tests.live.commerce.servers import Servers
from tests.live.commerce.shop import SPLIT, Shop
from tests.waiting import eventually

pytestmark = pytest.mark.live

TABLES = {
    "order-status": {
        "order_status.timeline": "event_id, order_id, event, detail, at",
        "order_status.owners": "order_id, user_id",
    },
    "sales-reports": {
        "sales_reports.sales": "order_id, day, items, revenue_minor, cancelled",
        "sales_reports.lines": "order_id, product_id, quantity, revenue_minor",
    },
}

_LEFT_OVER = "SELECT 1 FROM pg_namespace WHERE nspname LIKE 'order_status_%'"
_LOCKED = "SELECT 1 FROM pg_locks WHERE locktype = 'advisory'"


@pytest.fixture(scope="module")
def shop(servers: Servers, directory: Path) -> Iterator[Shop]:
    """Orders in one deployable, what is made of their events in another."""
    launched = Shop.launch(servers, directory, SPLIT)
    yield launched
    launched.stop()


def operate(shop: Shop, module: str, method: str, path: str, body: object = None) -> Any:  # noqa: ANN401 - JSON
    return ask(shop.spec.peers[module], shop, method, path, body)


def ask(replica: str, shop: Shop, method: str, path: str, body: object = None) -> Any:  # noqa: ANN401 - JSON
    url = urlsplit(replica)
    connection = http.client.HTTPConnection(url.hostname or "", url.port, timeout=15)
    headers = {"x-internal-token": shop.spec.secrets.internal_token}
    connection.request(method, f"/_ops/{path}", json.dumps(body), headers)
    answer = connection.getresponse()
    told = json.loads(answer.read())
    connection.close()
    return answer.status, told


def state(shop: Shop, module: str) -> dict[str, Any]:
    _, states = operate(shop, module, "GET", "projections")
    return next(known for known in states if known["projection"] == module)


def rebuilt(shop: Shop, module: str) -> dict[str, Any]:
    status, _ = operate(shop, module, "POST", "projections/rebuild", {"projection": module})
    assert status == 202
    eventually(lambda: state(shop, module)["rebuild"]["status"] != "running")
    return state(shop, module)["rebuild"]


def rows(shop: Shop, module: str) -> dict[str, list[list[str]]]:
    return {
        table: sorted(shop.sql(module, f"SELECT {columns} FROM {table}"))  # noqa: S608 - constants
        for table, columns in TABLES[module].items()
    }


def buy(shop: Shop, token: str, count: int) -> None:
    for number in range(count):
        method = "pm_test_decline" if number % 3 == 0 else "pm_test_approve"
        shop.order(token, method, items=[{"productId": 1 + number % 8, "quantity": 1}])


def settled(shop: Shop, module: str) -> dict[str, list[list[str]]]:
    """The tables when every event of every order has been applied."""
    ended = "SELECT count(*) FROM orders.orders WHERE status <> 'PENDING'"
    heard = {
        "order-status": "SELECT count(*) FROM order_status.timeline"
        " WHERE event IN ('OrderConfirmed', 'OrderCancelled')",
        "sales-reports": "SELECT count(*) FROM sales_reports.sales",
    }
    eventually(lambda: shop.sql("orders", ended) == shop.sql(module, heard[module]))
    for held in SPLIT.values():
        eventually(lambda of=held[0]: shop.sql(of, "SELECT 1 FROM platform.outbox") == [])
    told = asyncio.run(_told(shop))
    eventually(lambda: int(shop.sql(module, "SELECT position FROM platform.cursors")[0][0]) >= told)
    eventually(lambda: state(shop, module)["lagEvents"] == 0)
    return rows(shop, module)


async def _told(shop: Shop) -> int:
    """The position of the last event that tells of an order: both projections' reader hears it."""
    client = await nats.connect(shop.spec.broker)
    last = 0
    for event in EVENTS:
        with contextlib.suppress(NotFoundError):
            message = await client.jetstream().get_last_msg(LOG, f"{SUBJECTS}.{event}")
            last = max(last, message.seq or 0)
    await client.close()
    return last


@pytest.mark.parametrize("module", TABLES)
def test_a_projection_that_was_emptied_is_rebuilt_as_it_was(shop: Shop, module: str) -> None:
    buy(shop, shop.sign_in(), 6)
    before = settled(shop, module)
    for table in TABLES[module]:
        shop.sql(module, f"TRUNCATE {table}")
    done = rebuilt(shop, module)
    assert (done["status"], done["error"]) == ("done", "")
    assert rows(shop, module) == before
    schema = module.replace("-", "_")
    left = f"SELECT nspname FROM pg_namespace WHERE nspname LIKE '{schema}%'"  # noqa: S608
    assert shop.sql(module, left) == [[schema]]


def test_a_rebuild_under_load_misses_nothing_and_always_serves(shop: Shop) -> None:
    token, over = shop.sign_in(), threading.Event()
    order = shop.order(token).body["orderId"]
    status = f"/api/v1/order-status/{order}"
    eventually(lambda: shop.request("GET", status, token=token).status == 200)
    answers: list[int] = []

    def sell() -> None:
        while not over.is_set():
            buy(shop, token, 1)

    def look() -> None:
        while not over.is_set():
            answers.append(shop.request("GET", status, token=token).status)

    threads = [threading.Thread(target=work) for work in (sell, sell, look)]
    for thread in threads:
        thread.start()
    done = [rebuilt(shop, "order-status") for _ in range(3)]
    over.set()
    for thread in threads:
        thread.join()
    assert [rebuild["status"] for rebuild in done] == ["done"] * 3
    assert set(answers) == {200}
    served = settled(shop, "order-status")
    rebuilt(shop, "order-status")
    assert rows(shop, "order-status") == served


def test_of_replicas_that_are_asked_at_once_exactly_one_rebuilds(
    launch: Callable[..., Shop],
) -> None:
    shop = launch(SPLIT, twice=["rest"])
    buy(shop, shop.sign_in(), 2)
    replicas = [one.url for one in shop.spec.deployables if one.name == "rest"]
    wanted = {"projection": "order-status"}

    def begin(replica: str) -> int:
        status, _ = ask(replica, shop, "POST", "projections/rebuild", wanted)
        return int(status)

    served = []
    for _ in range(3):
        with ThreadPoolExecutor(4) as pool:
            asked = list(pool.map(begin, replicas * 2))
        assert sorted(asked) == [202, 409, 409, 409]
        # who was refused may ask again as soon as the other is done
        eventually(lambda: shop.sql("order-status", _LOCKED) == [])
        assert shop.sql("order-status", _LEFT_OVER) == []
        served.append(rows(shop, "order-status"))
    assert served[-1] == served[-2]
    assert served[-1]["order_status.timeline"]


def test_how_far_a_projection_lags_is_measured(shop: Shop) -> None:
    buy(shop, shop.sign_in(), 1)
    settled(shop, "sales-reports")
    known = state(shop, "sales-reports")
    assert (known["lagEvents"], known["lagSeconds"], known["waiting"]) == (0, 0.0, 0)
    metrics = shop.at("sales-reports", "/metrics").body
    assert 'shop_projection_lag_seconds{projection="sales-reports"} 0.0' in metrics
    assert 'shop_event_delay_seconds_count{consumer="sales-reports"}' in metrics


def test_dead_letters_are_listed_and_replayed_by_an_operation(
    launch: Callable[..., Shop],
) -> None:
    shop = launch(SPLIT)
    token = shop.sign_in()
    shop.sql("sales-reports", "ALTER TABLE sales_reports.sales RENAME TO mislaid")
    order = shop.order(token).body["orderId"]
    eventually(lambda: operate(shop, "sales-reports", "GET", "dead-letters")[1] != [])
    _, (letter,) = operate(shop, "sales-reports", "GET", "dead-letters?consumer=sales-reports")
    assert (letter["consumer"], letter["event"], letter["key"]) == (
        "sales-reports",
        "OrderConfirmed",
        order,
    )
    shop.sql("sales-reports", "ALTER TABLE sales_reports.mislaid RENAME TO sales")
    wanted = {"consumer": "sales-reports", "eventId": letter["eventId"]}
    replayed = operate(shop, "sales-reports", "POST", "dead-letters/replay", wanted)
    assert replayed == (200, {"count": 1})
    sold = "SELECT order_id FROM sales_reports.sales"
    eventually(lambda: shop.sql("sales-reports", sold) == [[order]])
    assert operate(shop, "sales-reports", "GET", "dead-letters") == (200, [])


def test_operations_are_for_those_who_know_the_token(shop: Shop) -> None:
    assert shop.at("orders", "/_ops/dead-letters").status == 403


def test_a_deployable_lists_what_its_events_look_like(shop: Shop) -> None:
    _, events = operate(shop, "orders", "GET", "events")
    created = next(event for event in events if event["event"] == "OrderCreated")
    assert (created["version"], created["reads"]) == (2, [1, 2])
    assert "OrderCreated" in created["jsonSchema"]["$defs"]
