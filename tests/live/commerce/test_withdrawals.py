"""A customer no longer wants what was bought: everything is undone while the parcel is at home."""

import pytest

from tests.live.commerce.shop import SPLIT, Shop
from tests.shops import MONOLITH
from tests.waiting import eventually

pytestmark = pytest.mark.live

STYLES = ["acid", "saga-orchestration", "saga-choreography", "two-phase-commit"]


@pytest.fixture(scope="module", params=STYLES)
def shop(request: pytest.FixtureRequest, servers, directory):  # type: ignore[no-untyped-def]
    cut = MONOLITH if request.param == "acid" else SPLIT
    launched = Shop.launch(servers, directory, cut, request.param, checkout_timeout_ms=800)
    yield launched
    launched.stop()


def standing(shop: Shop, order: str, token: str) -> str:
    return str(shop.request("GET", f"/api/v1/orders/{order}", token=token).body["status"])


def withdraw(shop: Shop, order: str, token: str) -> int:
    return shop.request("POST", f"/api/v1/orders/{order}/withdrawal", token=token).status


def reason(shop: Shop, order: str, token: str) -> str:
    return str(shop.request("GET", f"/api/v1/orders/{order}", token=token).body["reason"])


def unsettled(shop: Shop) -> list[list[str]]:
    """What is still to be done for orders: withdrawals, and money that the provider is owed."""
    owed = "SELECT order_id FROM payments.payments WHERE owed IS NOT NULL"
    return [
        *shop.sql("orders", "SELECT order_id FROM orders.withdrawals"),
        *shop.sql("payments", owed),
    ]


def test_what_is_withdrawn_is_refunded_released_and_cancelled_once(shop: Shop) -> None:
    token, before = shop.sign_in(), shop.available()
    order = shop.order(token).body["orderId"]
    assert withdraw(shop, order, token) in (200, 202)
    eventually(lambda: standing(shop, order, token) == "CANCELLED")
    assert withdraw(shop, order, token) == 200
    eventually(lambda: shop.available() == before)

    def money() -> list[str]:
        paid = shop.request("GET", f"/api/v1/payments/{order}", token=token).body
        return [entry["kind"] for entry in paid["ledger"]]

    eventually(lambda: money()[-1] in ("REFUNDED", "VOIDED"))
    assert sum(kind in ("REFUNDED", "VOIDED") for kind in money()) == 1
    shown = shop.request("GET", f"/api/v1/orders/{order}/history", token=token).body
    told = [(entry["event"], entry["reason"]) for entry in shown["history"]]
    assert told[1:] == [("OrderConfirmed", ""), ("OrderCancelled", "cancelled-by-customer")]


@pytest.mark.parametrize("shop", STYLES[1:], indirect=True)
def test_what_is_still_under_way_is_withdrawn_too(shop: Shop) -> None:
    token, before = shop.sign_in(), shop.available()
    placed = shop.order(token, "pm_test_silent")
    order = placed.body["orderId"]
    assert (placed.status, placed.body["status"]) == (202, "PENDING")
    assert withdraw(shop, order, token) in (200, 202)
    eventually(lambda: standing(shop, order, token) == "CANCELLED")
    assert reason(shop, order, token) == "cancelled-by-customer"
    eventually(lambda: shop.available() == before)
    eventually(lambda: unsettled(shop) == [])
    taken = f"SELECT kind FROM payment_provider.ledger WHERE reference = '{order}'"  # noqa: S608
    assert shop.sql("payment-provider", taken) in ([], [["VOIDED"]])


@pytest.mark.parametrize("shop", STYLES[1:], indirect=True)
def test_a_withdrawal_goes_on_when_the_service_died_after_the_parcel_was_called_off(
    shop: Shop,
) -> None:
    token, before = shop.sign_in(), shop.available()
    order = shop.order(token).body["orderId"]
    eventually(lambda: standing(shop, order, token) == "CONFIRMED")
    shop.arm("order-1", at="after-step:Withdraw")
    with pytest.raises(ConnectionError):
        withdraw(shop, order, token)
    shop.bring_back("order-1")
    eventually(lambda: standing(shop, order, token) == "CANCELLED")
    assert reason(shop, order, token) == "cancelled-by-customer"
    eventually(lambda: shop.available() == before)
    eventually(lambda: unsettled(shop) == [])


def test_what_has_left_is_not_withdrawn(shop: Shop) -> None:
    token, before = shop.sign_in(), shop.available()
    order = shop.order(token).body["orderId"]
    boss = shop.sign_in("admin@shop.example")
    moves = f"/api/v1/shipping/{order}/moves"
    assert shop.request("POST", moves, token=boss).status == 200
    assert withdraw(shop, order, token) == 409
    assert standing(shop, order, token) == "CONFIRMED"
    assert shop.available() == before - 2
