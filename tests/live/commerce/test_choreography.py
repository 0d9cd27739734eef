"""The checkout that nobody coordinates: the same outcomes as with an orchestrator."""

import asyncio
import contextlib
import signal
from collections.abc import Callable, Iterator
from concurrent.futures import ThreadPoolExecutor
from datetime import UTC, datetime
from http.client import HTTPException
from pathlib import Path
from uuid import UUID, uuid4

import msgspec
import nats
import pytest

from labs.commerce.modules.orders.api import OrderExpired
from labs.commerce.platform.events import decode_envelope, encode_envelope
from labs.commerce.platform.messages import Envelope
from tests.live.commerce.servers import Servers
from tests.live.commerce.shop import HOME, SPLIT, Answer, Shop
from tests.shops import MONOLITH, REFERENCE
from tests.waiting import eventually

pytestmark = pytest.mark.live

CHOREOGRAPHY = "saga-choreography"
EVERY_PART_ALONE = {
    **SPLIT,
    "inventory": ["stock"],
    "reservation": ["reservations"],
    "shipping": ["shipping"],
    "rest": [m for m in SPLIT["rest"] if m != "shipping"],
}
"""Reservations and the stock they take apart: what a handler's transaction must not call."""

CUTS = {"monolith": MONOLITH, "reference": REFERENCE}


@pytest.fixture(scope="module", params=CUTS)
def shop(request: pytest.FixtureRequest, servers: Servers, directory: Path) -> Iterator[Shop]:
    launched = Shop.launch(servers, directory, CUTS[request.param], CHOREOGRAPHY)
    yield launched
    launched.stop()


def look(shop: Shop, token: str, order: str, part: str = "") -> Answer:
    return shop.request("GET", f"/api/v1/orders/{order}{part}", token=token)


def ended(shop: Shop, token: str, order: str, status: str) -> None:
    eventually(lambda: look(shop, token, order).body["status"] == status)


def ledger(shop: Shop, order: str) -> list[str]:
    kinds = f"SELECT kind FROM payments.ledger WHERE order_id = '{order}' ORDER BY entry"  # noqa: S608
    return [row[0] for row in shop.sql("payments", kinds)]


def timeline(shop: Shop, token: str, order: str) -> set[str]:
    shown = shop.request("GET", f"/api/v1/order-status/{order}", token=token).body
    return {entry["event"] for entry in shown.get("timeline", [])}


def unfinished(shop: Shop, module: str, order: str) -> list[list[str]]:
    promised = "SELECT action FROM platform.reactions WHERE called_for AND NOT is_done"
    return shop.sql(module, f"{promised} AND order_id = '{order}'")


def test_an_order_goes_from_module_to_module_until_it_is_confirmed(shop: Shop) -> None:
    token, before = shop.sign_in(), shop.available(20)
    placed = shop.order(token, items=[{"productId": 20, "quantity": 2}])
    assert (placed.status, placed.body["status"]) == (201, "CONFIRMED")
    order = placed.body["orderId"]
    assert shop.available(20) == before - 2
    assert ledger(shop, order) == ["AUTHORISED", "CAPTURED"]
    saga = look(shop, token, order, "/saga").body
    assert (saga["status"], {step["status"] for step in saga["steps"]}) == (
        "completed",
        {"completed"},
    )
    chain = {"OrderCreated", "ItemsReserved", "PaymentProcessed", "ShippingScheduled"}
    eventually(lambda: timeline(shop, token, order) == {*chain, "OrderConfirmed"})
    parcel = shop.request("GET", f"/api/v1/shipping/{order}", token=token).body
    assert parcel["status"] == "SCHEDULED"


def test_a_declined_card_cancels_the_order_and_releases_the_goods(shop: Shop) -> None:
    token, before = shop.sign_in(), shop.available(21)
    placed = shop.order(token, "pm_test_decline", items=[{"productId": 21, "quantity": 3}])
    assert (placed.status, placed.body["status"]) == (201, "CANCELLED")
    assert placed.body["reason"] == "card-declined"
    assert shop.available(21) == before
    saga = look(shop, token, placed.body["orderId"], "/saga").body
    statuses = [step["status"] for step in saga["steps"]]
    assert statuses == ["compensated", "compensated", "failed", "pending", "pending"]


def test_a_parcel_nobody_delivers_gives_money_and_goods_back(shop: Shop) -> None:
    token, before = shop.sign_in(), shop.available()
    placed = shop.order(token, address={**HOME, "country": "AQ"})
    assert (placed.status, placed.body["reason"]) == (201, "address-not-served")
    order = placed.body["orderId"]
    assert ledger(shop, order) == ["AUTHORISED", "CAPTURED", "REFUNDED"]
    assert shop.available() == before
    undone = {"ShippingFailed", "PaymentRefunded", "ItemsReleased", "OrderCancelled"}
    eventually(lambda: undone <= timeline(shop, token, order))


def test_an_answer_that_gets_lost_is_asked_for_again(shop: Shop) -> None:
    token = shop.sign_in()
    order = shop.order(token, "pm_test_lose_answer").body["orderId"]
    ended(shop, token, order, "CONFIRMED")
    assert ledger(shop, order) == ["AUTHORISED", "CAPTURED"]


def test_what_makes_no_sense_to_payments_is_told_too(shop: Shop) -> None:
    token, before = shop.sign_in(), shop.available()
    placed = shop.order(token, "pm_nobody_has")
    assert (placed.status, placed.body["reason"]) == (201, "payment-method-unknown")
    assert shop.available() == before


def test_the_last_item_is_sold_once(shop: Shop) -> None:
    token = shop.sign_in()
    shop.sql("stock", "UPDATE stock.levels SET available = 1 WHERE product_id = 22")

    def buy(_: int) -> Answer:
        return shop.order(token, items=[{"productId": 22, "quantity": 1}])

    with ThreadPoolExecutor(6) as pool:
        orders = [answer.body for answer in pool.map(buy, range(6))]
    assert sorted(order["status"] for order in orders) == ["CANCELLED"] * 5 + ["CONFIRMED"]
    assert {order["reason"] for order in orders} == {"", "out-of-stock"}
    assert shop.available(22) == 0


def test_an_order_told_again_under_another_number_is_carried_through_once(shop: Shop) -> None:
    token, before, key = shop.sign_in(), shop.available(23), uuid4().hex
    placed = shop.order(token, items=[{"productId": 23, "quantity": 1}], key=key)
    order = placed.body["orderId"]
    told = f"SELECT 1 FROM order_status.timeline WHERE order_id = '{order}'"  # noqa: S608
    eventually(lambda: len(shop.sql("order-status", told)) == 5)
    asyncio.run(_tell_again(shop, order))
    eventually(lambda: len(shop.sql("order-status", told)) == 10)
    for module in ("reservations", "payments", "shipping"):
        eventually(lambda m=module: unfinished(shop, m, order) == [])
    assert shop.available(23) == before - 1
    assert ledger(shop, order) == ["AUTHORISED", "CAPTURED"]
    assert look(shop, token, order).body["status"] == "CONFIRMED"
    again = shop.order(token, items=[{"productId": 23, "quantity": 1}], key=key)
    assert (again.status, again.body) == (201, placed.body)


def test_a_refusal_stays_one_though_the_goods_arrive_before_it_was_noted(shop: Shop) -> None:
    token = shop.sign_in()
    shop.sql("stock", "UPDATE stock.levels SET available = 0 WHERE product_id = 24")
    placed = shop.order(token, items=[{"productId": 24, "quantity": 1}])
    assert placed.body["reason"] == "out-of-stock"
    order = placed.body["orderId"]
    told = f"SELECT 1 FROM order_status.timeline WHERE order_id = '{order}'"  # noqa: S608
    eventually(lambda: len(shop.sql("order-status", told)) == 3)
    shop.sql("stock", "UPDATE stock.levels SET available = 5 WHERE product_id = 24")
    forget = "UPDATE platform.reactions SET is_done = false, called_for = false, due_at = now()"
    shop.sql("reservations", f"{forget} WHERE order_id = '{order}'")
    asyncio.run(_tell_again(shop, order))
    attempts = f"SELECT attempts, is_done FROM platform.reactions WHERE order_id = '{order}'"  # noqa: S608
    reserving = f"{attempts} AND action = 'ReserveItems'"
    eventually(lambda: shop.sql("reservations", reserving) == [["2", "t"]])
    assert shop.available(24) == 5
    assert ledger(shop, order) == []


async def _tell_again(shop: Shop, order: str) -> None:
    """Broker and inbox take what they are told for other events: only the rules are left."""
    client = await nats.connect(shop.spec.broker)
    stream = client.jetstream()
    subscription = await stream.subscribe("events.*", ordered_consumer=True)
    for _ in range((await stream.stream_info("SHOP")).state.messages):
        envelope = decode_envelope((await subscription.next_msg(timeout=5)).data)
        if order.encode() in bytes(envelope.data):
            await stream.publish(f"events.{envelope.event}", _renumbered(envelope))
    await client.close()


def _renumbered(envelope: Envelope) -> bytes:
    data, at = envelope.data, envelope.at
    return encode_envelope(
        Envelope(id=uuid4(), event=envelope.event, at=at, request_id="again", data=data)
    )


def test_a_killed_payment_service_delays_the_order_and_loses_nothing(
    launch: Callable[..., Shop],
) -> None:
    shop = launch(SPLIT, CHOREOGRAPHY, checkout_timeout_ms=300)
    token, before = shop.sign_in(), shop.available()
    shop.signal("payment-1", signal.SIGKILL)
    placed = shop.order(token)
    assert (placed.status, placed.body["status"]) == (202, "PENDING")
    order = placed.body["orderId"]
    eventually(lambda: look(shop, token, order, "/saga").body["currentStep"] == 2)
    assert shop.available() == before - 2
    shop.bring_back("payment-1")
    ended(shop, token, order, "CONFIRMED")
    assert ledger(shop, order) == ["AUTHORISED", "CAPTURED"]


@pytest.mark.soak
def test_services_killed_under_way_finish_every_order_when_they_are_back(
    launch: Callable[..., Shop],
) -> None:
    shop = launch(EVERY_PART_ALONE, CHOREOGRAPHY)
    killed = ("payment-1", "order-1", "inventory-1", "reservation-1")
    token, before = shop.sign_in(), shop.available()

    def place(number: int) -> None:
        # a service that is killed answers nothing, or half of it
        with contextlib.suppress(OSError, HTTPException):
            shop.order(token, items=[{"productId": 1, "quantity": 1}], key=f"k{number}")

    with ThreadPoolExecutor(8) as pool:
        placed = [pool.submit(place, number) for number in range(40)]
        eventually(lambda: len(shop.sql("payments", "SELECT 1 FROM payments.payments")) > 5)
        for name in killed:
            shop.signal(name, signal.SIGKILL)
        for future in placed:
            future.result()
    shop.bring_back(*killed)
    pending = "SELECT 1 FROM orders.orders WHERE status = 'PENDING'"
    eventually(lambda: shop.sql("orders", pending) == [])
    confirmed = shop.sql("orders", "SELECT order_id FROM orders.orders WHERE status = 'CONFIRMED'")
    charged = shop.sql("payments", "SELECT order_id FROM payments.payments")
    taken = shop.sql("stock", "SELECT order_id FROM stock.takes")
    assert len(confirmed) > 5
    assert sorted(confirmed) == sorted(charged) == sorted(taken)
    assert shop.available() == before - len(confirmed)


def test_a_compensation_that_is_refused_is_kept_for_somebody_to_look_at(
    launch: Callable[..., Shop],
) -> None:
    shop = launch(SPLIT, CHOREOGRAPHY)
    order = shop.order(shop.sign_in()).body["orderId"]
    left = f"UPDATE shipping.shipments SET status = 'IN_TRANSIT' WHERE order_id = '{order}'"  # noqa: S608
    shop.sql("shipping", left)
    asyncio.run(_expire(shop, order))
    refused = f"SELECT action, refusal FROM platform.reactions WHERE order_id = '{order}'"  # noqa: S608
    wanted = [["CancelShipping", "shipment-left-already"]]
    eventually(lambda: shop.sql("shipping", f"{refused} AND refusal <> ''") == wanted)
    assert "shop_compensations_refused 1.0" in shop.at("shipping", "/metrics").body


async def _expire(shop: Shop, order: str) -> None:
    event = OrderExpired(order_id=UUID(order), reason="test")
    told = Envelope(
        id=uuid4(),
        event="OrderExpired",
        key=order,
        at=datetime.now(UTC),
        request_id="test",
        data=msgspec.Raw(msgspec.json.encode(event)),
    )
    client = await nats.connect(shop.spec.broker)
    await client.jetstream().publish("events.OrderExpired", encode_envelope(told))
    await client.close()


def test_an_order_that_nobody_finishes_expires_and_is_undone(launch: Callable[..., Shop]) -> None:
    shop = launch(SPLIT, CHOREOGRAPHY, checkout_timeout_ms=200, saga_deadline_ms=500)
    token, before = shop.sign_in(), shop.available()
    placed = shop.order(token, "pm_test_silent")
    assert (placed.status, placed.body["status"]) == (202, "PENDING")
    silent = placed.body["orderId"]
    ended(shop, token, silent, "CANCELLED")
    assert look(shop, token, silent).body["reason"] == "order-expired"
    assert ledger(shop, silent) == ["VOIDED"]
    assert shop.available() == before
    eventually(lambda: unfinished(shop, "payments", silent) == [])
    steps = look(shop, token, silent, "/saga").body["steps"]
    assert [step["status"] for step in steps[:4]] == ["compensated"] * 4


def test_an_order_that_expires_before_its_goods_were_set_aside_is_cancelled(
    launch: Callable[..., Shop],
) -> None:
    shop = launch(SPLIT, CHOREOGRAPHY, checkout_timeout_ms=200, saga_deadline_ms=500)
    token, before = shop.sign_in(), shop.available()
    shop.signal("inventory-1", signal.SIGKILL)
    order = shop.order(token).body["orderId"]
    late = "INSERT INTO platform.reactions (order_id, module, action, due_at)"
    asleep = f"('{order}', 'reservations', 'ReserveItems', now() + interval '1 hour')"
    shop.sql("reservations", f"{late} VALUES {asleep}")
    shop.bring_back("inventory-1")
    ended(shop, token, order, "CANCELLED")
    assert shop.available() == before
    wake = f"UPDATE platform.reactions SET due_at = now() WHERE order_id = '{order}'"  # noqa: S608
    shop.sql("reservations", wake)
    eventually(lambda: unfinished(shop, "reservations", order) == [])
    assert shop.available() == before
