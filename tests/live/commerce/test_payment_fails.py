"""When a step of the checkout says no, what was done is undone: exactly that, and no more."""

from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor

import pytest

from labs.commerce.spec import REFERENCE_SAGA, SagaStep
from tests.live.commerce.shop import HOME, SPLIT, Shop
from tests.waiting import eventually

pytestmark = pytest.mark.live

AT_THE_POLE = {**HOME, "country": "AQ"}


def steps_of(shop: Shop, order: str, token: str) -> dict[str, str]:
    saga = shop.request("GET", f"/api/v1/orders/{order}/saga", token=token).body
    return {step["action"]: step["status"] for step in saga["steps"]}


def test_a_declined_card_cancels_the_order_and_releases_the_goods(reference: Shop) -> None:
    token = reference.sign_in("customer-02@shop.example")
    before = reference.available(2)
    order = reference.order(token, "pm_test_decline", items=[{"productId": 2, "quantity": 3}])
    assert (order.status, order.body["status"]) == (201, "CANCELLED")
    assert order.body["reason"] == "card-declined"
    assert reference.available(2) == before
    assert steps_of(reference, order.body["orderId"], token) == {
        "CreateOrder": "compensated",
        "ReserveItems": "compensated",
        "ProcessPayment": "failed",
        "ScheduleShipping": "pending",
        "ConfirmOrder": "pending",
    }


def test_the_saga_is_shown_in_the_shape_of_the_course(reference: Shop) -> None:
    token = reference.sign_in()
    order = reference.order(token, "pm_test_decline").body["orderId"]
    saga = reference.request("GET", f"/api/v1/orders/{order}/saga", token=token).body
    assert saga["sagaType"] == "OrderProcessing"
    assert (saga["compensationRequired"], saga["status"]) == (True, "compensated")
    assert {"stepId", "action", "service", "compensation", "status"} <= saga["steps"][0].keys()
    assert {"sagaId", "currentStep"} <= saga.keys()


def test_the_events_of_a_declined_order_reach_its_timeline(reference: Shop) -> None:
    token = reference.sign_in("customer-03@shop.example")
    order = reference.order(token, "pm_test_decline").body["orderId"]

    def told() -> set[str]:
        shown = reference.request("GET", f"/api/v1/order-status/{order}", token=token).body
        return {entry["event"] for entry in shown.get("timeline", [])}

    happened = {"OrderCreated", "ItemsReserved", "PaymentFailed", "ItemsReleased", "OrderCancelled"}
    eventually(lambda: told() == happened)


def test_a_parcel_nobody_delivers_gives_the_money_back(reference: Shop) -> None:
    token = reference.sign_in()
    order = reference.order(token, address=AT_THE_POLE)
    assert (order.body["status"], order.body["reason"]) == ("CANCELLED", "address-not-served")
    payment = reference.request("GET", f"/api/v1/payments/{order.body['orderId']}", token=token)
    kinds = [entry["kind"] for entry in payment.body["ledger"]]
    assert kinds == ["AUTHORISED", "CAPTURED", "REFUNDED"]
    assert payment.body["ledger"][-1]["amountMinor"] == -order.body["totalMinor"]


def test_one_transaction_leaves_no_trace_of_a_declined_payment(monolith: Shop) -> None:
    token = monolith.sign_in()
    before = monolith.available()
    order = monolith.order(token, "pm_test_decline")
    assert (order.status, order.body["reason"]) == (201, "card-declined")
    assert monolith.available() == before
    number = order.body["orderId"]
    assert monolith.request("GET", f"/api/v1/payments/{number}", token=token).status == 404

    def told() -> set[str]:
        shown = monolith.request("GET", f"/api/v1/order-status/{number}", token=token).body
        return {entry["event"] for entry in shown.get("timeline", [])}

    eventually(lambda: told() == {"OrderCreated", "OrderCancelled"})


def test_too_few_goods_cancel_the_order_before_any_money_moves(reference: Shop) -> None:
    token = reference.sign_in()
    reference.sql("stock", "UPDATE stock.levels SET available = 1 WHERE product_id = 99")
    order = reference.order(token, items=[{"productId": 99, "quantity": 2}])
    assert order.body["reason"] == "out-of-stock"
    payment = reference.request("GET", f"/api/v1/payments/{order.body['orderId']}", token=token)
    assert payment.status == 404
    assert reference.available(99) == 1


def test_a_saga_that_forgets_to_release_leaks_stock(launch: Callable[..., Shop]) -> None:
    forgetful = tuple(
        SagaStep(action=s.action, service=s.service) if s.action == "ReserveItems" else s
        for s in REFERENCE_SAGA
    )
    shop = launch(SPLIT, saga=forgetful)
    token, before = shop.sign_in(), shop.available()
    order = shop.order(token, "pm_test_decline")
    assert order.body["status"] == "CANCELLED"
    assert shop.available() == before - 2
    assert steps_of(shop, order.body["orderId"], token)["ReserveItems"] == "completed"


def test_a_saga_without_its_last_step_leaves_the_order_pending(launch: Callable[..., Shop]) -> None:
    shop = launch(SPLIT, saga=REFERENCE_SAGA[:-1])
    order = shop.order(shop.sign_in())
    assert (order.status, order.body["status"]) == (202, "PENDING")


def test_a_lost_answer_leaves_the_order_pending_until_it_is_asked_for_again(
    launch: Callable[..., Shop],
) -> None:
    shop = launch(SPLIT, checkout_timeout_ms=300)
    token = shop.sign_in()
    order = shop.order(token, "pm_test_lose_answer")
    assert (order.status, order.body["status"]) == (202, "PENDING")
    path = f"/api/v1/orders/{order.body['orderId']}"
    eventually(lambda: shop.request("GET", path, token=token).body["status"] == "CONFIRMED")
    ledger = shop.sql("payments", "SELECT kind FROM payments.ledger ORDER BY entry")
    assert ledger == [["AUTHORISED"], ["CAPTURED"]]


def test_a_provider_that_never_answers_ends_in_compensation(launch: Callable[..., Shop]) -> None:
    shop = launch(SPLIT, checkout_timeout_ms=200, saga_deadline_ms=500)
    token, before = shop.sign_in(), shop.available()
    order = shop.order(token, "pm_test_silent")
    assert order.body["status"] == "PENDING"
    path = f"/api/v1/orders/{order.body['orderId']}"
    eventually(lambda: shop.request("GET", path, token=token).body["status"] == "CANCELLED")
    assert shop.available() == before
    assert shop.sql("payments", "SELECT status FROM payments.payments") == [["VOIDED"]]
    history = shop.request("GET", f"{path}/history", token=token).body["history"]
    told = [entry["event"] for entry in history]
    assert told == ["OrderCreated", "OrderExpired", "OrderCancelled"]


def test_one_customers_silent_card_stops_nobody_else(launch: Callable[..., Shop]) -> None:
    shop = launch(SPLIT, step_timeout_ms=400)
    one, another = shop.sign_in(), shop.sign_in("customer-02@shop.example")

    def silenced(_: int) -> str:
        return str(shop.order(one, "pm_test_silent").body["orderId"])

    with ThreadPoolExecutor(3) as pool:
        silent = list(pool.map(silenced, range(3)))

    def attempts(order: str) -> int:
        saga = shop.request("GET", f"/api/v1/orders/{order}/saga", token=one).body
        return sum(step["attempts"] for step in saga["steps"] if step["action"] == "ProcessPayment")

    eventually(lambda: all(attempts(order) >= 3 for order in silent))
    placed = [shop.order(another).body for _ in range(6)]
    assert [order["status"] for order in placed] == ["CONFIRMED"] * 6


def test_a_parcel_that_cannot_be_planned_is_told_once(reference: Shop) -> None:
    token = reference.sign_in()
    order = reference.order(token, address={**HOME, "country": "AQ"}).body
    assert order["reason"] == "address-not-served"
    status = f"/api/v1/order-status/{order['orderId']}"

    def told() -> list[str]:
        shown = reference.request("GET", status, token=token).body
        return [entry["event"] for entry in shown.get("timeline", [])]

    undone = {"PaymentRefunded", "ItemsReleased", "OrderCancelled"}
    eventually(lambda: undone <= set(told()))
    eventually(lambda: told().count("ShippingFailed") == 1)
    parcel = reference.request("GET", f"/api/v1/shipping/{order['orderId']}", token=token)
    assert parcel.body["status"] == "REFUSED"
