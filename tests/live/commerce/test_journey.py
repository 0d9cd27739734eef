"""A customer's whole way, in every cut of the shop."""

from collections.abc import Callable
from typing import Any
from uuid import uuid4

import pytest

from labs.commerce.host import MODULES
from tests.live.commerce.shop import Shop
from tests.shops import MONOLITH, REFERENCE
from tests.waiting import eventually

DOMAINS = {
    "users": ["registration", "authentication", "profiles", "permissions"],
    "catalog": ["products", "categories", "search", "recommendations"],
    "orders": ["orders", "order-status", "payments", "shipping", "cart", "notifications"],
    "inventory": ["stock", "reservations", "suppliers"],
    "reviews": ["reviews", "ratings", "moderation"],
    "analytics": ["behaviour", "sales-reports", "recommendation-models", "admin"],
}
EVERY_MODULE_ALONE = {name: [name] for name in MODULES}

CUTS = {
    "monolith, one transaction": (MONOLITH, "acid"),
    "monolith, saga": (MONOLITH, "saga-orchestration"),
    "domains": (DOMAINS, "saga-orchestration"),
    "reference": (REFERENCE, "saga-orchestration"),
    "every module alone": (EVERY_MODULE_ALONE, "saga-orchestration"),
    "monolith, choreography": (MONOLITH, "saga-choreography"),
    "reference, choreography": (REFERENCE, "saga-choreography"),
}

pytestmark = pytest.mark.live


@pytest.mark.parametrize("cut", CUTS)
def test_a_customer_gets_from_registration_to_delivery(
    cut: str, launch: Callable[..., Shop]
) -> None:
    partition, checkout = CUTS[cut]
    whole_way(launch(partition, checkout))


def whole_way(shop: Shop) -> None:
    """Everything that one customer has to do with, in a shop that nobody has used."""
    customer = _registered(shop)
    _look_around(shop)
    _fill_the_cart(shop, customer)
    order = _buy_with_a_card(shop, customer)
    _what_follows(shop, customer, order)
    _reviews(shop, customer)
    _the_back_office(shop, order)


def _registered(shop: Shop) -> str:
    email = f"{uuid4().hex[:8]}@mail.example"
    body = {"email": email, "password": "a long enough one", "name": "Vera"}
    made = shop.request("POST", "/api/v1/users/registrations", body)
    assert made.status == 201
    again = shop.request("POST", "/api/v1/users/registrations", body)
    assert (again.status, again.body["error"]["code"]) == (409, "email-taken")
    token = shop.sign_in(email, "a long enough one")
    profile = "/api/v1/users/profiles/me"
    eventually(lambda: shop.request("GET", profile, token=token).status == 200)
    assert shop.request("GET", profile, token=token).body["name"] == "Vera"
    return token


def _look_around(shop: Shop) -> None:
    """Before anything was bought, beside a product is its shelf, the best rated first."""
    rated = "UPDATE products.documents SET document = document || '{\"rating\": 4.5}'"
    shop.sql("products", f"{rated} WHERE product_id = 4")
    beside = shop.request("GET", "/api/v1/recommendations/1").body
    assert (beside["source"], beside["productIds"][0]) == ("best-rated", 4)
    found = [shop.request("GET", f"/api/v1/products/{one}").body for one in beside["productIds"]]
    assert [product["category"] for product in found] == ["headphones"] * 5
    assert 1 not in beside["productIds"]


def _fill_the_cart(shop: Shop, customer: str) -> None:
    found = shop.request("GET", "/api/v1/search?q=наушник").body
    assert (found["matchedBy"], len(found["hits"])) == ("words", 10)
    mistyped = shop.request("GET", "/api/v1/search?q=headphnoes").body
    assert mistyped["matchedBy"] == "likeness"
    assert "headphones" in mistyped["hits"][0]["name"]["en"]
    listed = shop.request("GET", "/api/v1/products?category=lamps&limit=3").body["products"]
    assert [product["category"] for product in listed] == ["lamps"] * 3
    for product in (1, listed[0]["productId"]):
        path = f"/api/v1/cart/items/{product}"
        assert shop.request("PUT", path, {"quantity": 2}, customer).status == 200
    absent = shop.request("PUT", "/api/v1/cart/items/9999", {"quantity": 1}, customer)
    assert (absent.status, absent.body["error"]["code"]) == (404, "product-unknown")


def _buy_with_a_card(shop: Shop, customer: str) -> str:
    before = shop.available(1)
    method = shop.card(customer, "4242 4242 4242 4242")
    placed = shop.order(customer, method, items=None)
    assert (placed.status, placed.body["status"]) == (201, "CONFIRMED"), placed
    assert len(placed.body["items"]) == 2
    assert shop.available(1) == before - 2
    order = placed.body["orderId"]

    def payment() -> Any:  # noqa: ANN401 - JSON
        return shop.request("GET", f"/api/v1/payments/{order}", token=customer).body

    # one transaction notes that the money is to be taken, and it is taken afterwards
    eventually(lambda: payment()["payment"]["status"] == "CAPTURED")
    assert payment()["payment"]["amountMinor"] == placed.body["totalMinor"]
    assert [entry["kind"] for entry in payment()["ledger"]] == ["AUTHORISED", "CAPTURED"]
    stranger = shop.sign_in()
    assert shop.request("GET", f"/api/v1/orders/{order}", token=stranger).status == 404
    return order


def _what_follows(shop: Shop, customer: str, order: str) -> None:
    def cart() -> list[object]:
        return shop.request("GET", "/api/v1/cart", token=customer).body["items"]

    def letters() -> set[str]:
        mailbox = shop.request("GET", "/api/v1/notifications", token=customer).body
        return {letter["kind"] for letter in mailbox}

    def standing() -> str:
        shown = shop.request("GET", f"/api/v1/order-status/{order}", token=customer)
        return shown.body.get("status", "")

    eventually(lambda: cart() == [])
    eventually(lambda: letters() == {"welcome", "order-confirmed", "shipping-scheduled"})
    admin = shop.sign_in("admin@shop.example")
    for _ in range(2):
        moved = shop.request("POST", f"/api/v1/shipping/{order}/moves", {}, admin)
        assert moved.status == 200
    eventually(lambda: standing() == "delivered")


def _reviews(shop: Shop, customer: str) -> None:
    def rating() -> object:
        return shop.request("GET", "/api/v1/ratings/1").body["mean"]

    def mine() -> str:
        return shop.request("GET", "/api/v1/reviews/mine", token=customer).body[0]["status"]

    review = {"productId": 1, "stars": 4, "text": "Warm sound, soft cushions."}
    written = shop.request("POST", "/api/v1/reviews", review, customer)
    assert (written.status, written.body["verified"]) == (201, True)
    eventually(lambda: rating() == 4.0)
    eventually(lambda: mine() == "APPROVED")
    assert shop.request("POST", "/api/v1/reviews", review, customer).status == 409


def _the_back_office(shop: Shop, order: str) -> None:
    admin = shop.sign_in("admin@shop.example")
    sales = "/api/v1/analytics/sales"
    eventually(lambda: shop.request("GET", sales, token=admin).body["orders"] == 1)
    summary = shop.request("GET", "/api/v1/admin/summary", token=admin).body
    assert summary["unavailable"] == []
    assert (summary["products"], summary["orders"]["confirmed"]) == (100, 1)
    assert shop.request("GET", "/api/v1/admin/summary", token=shop.sign_in()).status == 403
    beside = "/api/v1/recommendations/1"
    eventually(lambda: shop.request("GET", beside).body["source"] == "bought-together")
    assert shop.request("POST", "/api/v1/analytics/models", {}, admin).status == 201
    eventually(lambda: shop.request("GET", beside).body["source"] == "model")
    assert len(shop.request("GET", beside).body["productIds"]) == 1
    before = shop.available(1)
    goods = {"supplierId": 1, "productId": 1, "quantity": 7}
    suppliers = "/api/v1/inventory/suppliers/replenishments"
    placed = shop.request("POST", suppliers, goods, admin).body["replenishmentId"]
    for _ in range(2):
        received = shop.request("POST", f"{suppliers}/{placed}/receipt", {}, admin)
        assert received.status == 200
    assert shop.available(1) == before + 7
    reserved = shop.request("GET", f"/api/v1/inventory/reservations/{order}", token=admin)
    assert reserved.body["status"] == "HELD"
