"""Services are killed in the middle of things, and nothing is lost, doubled or stuck."""

import asyncio
import contextlib
import json
import os
import signal
import subprocess
import sys
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from datetime import UTC, datetime
from http.client import HTTPException
from pathlib import Path
from uuid import UUID, uuid4

import msgspec
import nats
import psutil
import pytest

from labs.commerce.modules.orders.api import OrderCancelled
from labs.commerce.platform.events import encode_envelope
from labs.commerce.platform.messages import Envelope
from tests.live.commerce.shop import SPLIT, Shop
from tests.shops import MONOLITH
from tests.waiting import eventually

pytestmark = pytest.mark.live


def status(shop: Shop, order: str, token: str) -> str:
    return shop.request("GET", f"/api/v1/orders/{order}", token=token).body["status"]


def test_a_killed_payment_service_delays_the_order_and_loses_nothing(
    launch: Callable[..., Shop],
) -> None:
    shop = launch(SPLIT, checkout_timeout_ms=300)
    token, before = shop.sign_in(), shop.available()
    shop.signal("payment-1", signal.SIGKILL)
    order = shop.order(token)
    assert (order.status, order.body["status"]) == (202, "PENDING")
    assert shop.available() == before - 2
    shop.bring_back("payment-1")
    eventually(lambda: status(shop, order.body["orderId"], token) == "CONFIRMED")
    assert len(shop.sql("payments", "SELECT 1 FROM payments.payments")) == 1


def test_a_killed_orchestrator_finishes_its_sagas_when_it_is_back(
    launch: Callable[..., Shop],
) -> None:
    shop = launch(SPLIT)
    token, before = shop.sign_in(), shop.available()

    def place(number: int) -> None:
        # a service that is killed answers nothing, or half of it
        with contextlib.suppress(OSError, HTTPException):
            shop.order(token, items=[{"productId": 1, "quantity": 1}], key=f"k{number}")

    with ThreadPoolExecutor(8) as pool:
        placed = [pool.submit(place, number) for number in range(40)]
        eventually(lambda: len(shop.sql("orders", "SELECT 1 FROM orders.sagas")) > 5)
        shop.signal("order-1", signal.SIGKILL)
        for future in placed:
            future.result()
    shop.bring_back("order-1")
    unfinished = "SELECT 1 FROM orders.sagas WHERE status IN ('running', 'compensating')"
    eventually(lambda: shop.sql("orders", unfinished) == [])
    confirmed = shop.sql("orders", "SELECT order_id FROM orders.orders WHERE status = 'CONFIRMED'")
    charged = shop.sql("payments", "SELECT order_id FROM payments.payments")
    taken = shop.sql("stock", "SELECT order_id FROM stock.takes")
    assert len(confirmed) > 5
    assert sorted(confirmed) == sorted(charged) == sorted(taken)
    assert shop.available() == before - len(confirmed)


def test_events_written_while_the_broker_was_away_arrive_later(launch: Callable[..., Shop]) -> None:
    shop = launch(MONOLITH, "acid")
    token = shop.sign_in()
    os.kill(shop.broker.pid, signal.SIGSTOP)
    assert shop.order(token).body["status"] == "CONFIRMED"
    assert len(shop.sql("orders", "SELECT 1 FROM platform.outbox")) > 0
    os.kill(shop.broker.pid, signal.SIGCONT)
    eventually(lambda: shop.sql("orders", "SELECT 1 FROM platform.outbox") == [])

    def letters() -> list[str]:
        mailbox = shop.request("GET", "/api/v1/notifications", token=token).body
        return sorted(letter["kind"] for letter in mailbox)

    eventually(lambda: letters() == ["order-confirmed", "shipping-scheduled"])


def test_an_event_delivered_twice_writes_one_letter(reference: Shop) -> None:
    user, event_id = uuid4(), uuid4()
    event = OrderCancelled(order_id=uuid4(), user_id=user, reason="test")

    async def publish_twice() -> None:
        client = await nats.connect(reference.spec.broker)
        # Without a message id the broker cannot tell that it is the same.
        for _ in range(2):
            await client.jetstream().publish("events.OrderCancelled", _envelope(event_id, event))
        await client.close()

    asyncio.run(publish_twice())
    handled = f"SELECT consumer FROM platform.inbox WHERE event_id = '{event_id}'"  # noqa: S608
    eventually(lambda: reference.sql("notifications", handled) == [["notifications"]])
    repeated = 'consumer="notifications",event="OrderCancelled",outcome="repeated"'

    def metrics() -> str:
        return reference.at("notifications", "/metrics").body

    eventually(lambda: repeated in metrics())
    letters = f"SELECT 1 FROM notifications.mailbox WHERE user_id = '{user}'"  # noqa: S608
    assert len(reference.sql("notifications", letters)) == 1


def test_an_event_nobody_understands_is_parked_and_holds_up_no_other(
    launch: Callable[..., Shop],
) -> None:
    shop = launch({"all": [*MONOLITH["shop"]]}, "acid")
    broken = Envelope(
        id=uuid4(),
        event="OrderCancelled",
        at=datetime.now(UTC),
        request_id="x",
        data=msgspec.Raw(b'{"orderId": 7}'),
    )

    async def publish() -> None:
        client = await nats.connect(shop.spec.broker)
        await client.jetstream().publish("events.OrderCancelled", encode_envelope(broken))
        await client.close()

    asyncio.run(publish())
    token = shop.sign_in()
    shop.order(token)
    mailbox = "SELECT 1 FROM notifications.mailbox WHERE kind = 'order-confirmed'"
    eventually(lambda: len(shop.sql("notifications", mailbox)) == 1)
    parked = "SELECT consumer FROM platform.dead_letters ORDER BY consumer"
    expected = [["notifications"], ["order-status"], ["sales-reports"]]
    eventually(lambda: shop.sql("notifications", parked) == expected)


def _envelope(event_id: UUID, event: OrderCancelled) -> bytes:
    data = msgspec.Raw(msgspec.json.encode(event))
    kind = type(event).__name__
    return encode_envelope(
        Envelope(id=event_id, event=kind, at=datetime.now(UTC), request_id="test", data=data)
    )


def test_readiness_tells_that_the_broker_is_away(launch: Callable[..., Shop]) -> None:
    shop = launch(MONOLITH, "acid")
    assert shop.at("orders", "/ready").status == 200
    os.kill(shop.broker.pid, signal.SIGKILL)
    eventually(lambda: shop.at("orders", "/ready").body["shortfalls"] == ["broker"])
    assert shop.at("orders", "/ready").status == 503
    assert shop.at("orders", "/health").status == 200


def test_no_child_outlives_the_launcher(launch: Callable[..., Shop]) -> None:
    shop = launch(SPLIT)
    children = psutil.Process(shop.process.pid).children()
    assert len(children) == 5
    shop.process.kill()
    shop.process.wait()
    eventually(lambda: not any(child.is_running() and _alive(child) for child in children))


def test_the_end_of_its_input_ends_the_launcher_and_every_child(
    launch: Callable[..., Shop],
) -> None:
    shop = launch(SPLIT)
    children = psutil.Process(shop.process.pid).children()
    shop.process.stdin.close()
    assert shop.process.wait(10) == 0
    assert not any(_alive(child) for child in children)


def test_what_cannot_run_is_refused_before_anything_starts(tmp_path: Path) -> None:
    step = {"action": "BakeCake", "service": "orders", "compensation": None}
    spec = {
        "deployables": [
            {"name": "shop", "modules": ["orders"], "database": "postgresql:///x", "port": 1}
        ],
        "peers": {},
        "cache": "redis://127.0.0.1:1/0",
        "broker": "nats://127.0.0.1:1",
        "secrets": {"sealing_key": "x", "internal_token": "y"},
        "saga": [step],
    }
    path = tmp_path / "spec.json"
    path.write_text(json.dumps(spec))
    argv = [sys.executable, "-m", "labs.commerce.launch", str(path)]
    done = subprocess.run(argv, capture_output=True, text=True, check=False)
    assert done.returncode == 2
    assert json.loads(done.stdout) == {"problem": "saga-action-unknown: BakeCake"}


def test_what_the_launcher_does_not_do_it_says(reference: Shop) -> None:
    reference.tell(start="order-1")
    eventually(lambda: reference.says(refused="order-1", reason="its end was not seen yet"))
    reference.tell(arm="order-1", at="nowhere:OrderCreated")
    reason = "'nowhere' is not a valid Place"
    eventually(lambda: reference.says(refused="nowhere:OrderCreated", reason=reason))


def test_a_replica_restarts_on_demand(launch: Callable[..., Shop]) -> None:
    shop = launch(SPLIT)
    before = shop.heard("rest-1")
    shop.tell(restart="rest-1")
    eventually(lambda: shop.heard("rest-1") not in (0, before))
    shop.await_ready("rest-1")
    assert shop.request("GET", "/api/v1/cart", token=shop.sign_in()).status == 200


def _alive(process: psutil.Process) -> bool:
    try:
        return process.status() != psutil.STATUS_ZOMBIE
    except psutil.NoSuchProcess:
        return False
