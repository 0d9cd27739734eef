"""Carts of guests and customers, on a real Valkey."""

import asyncio
import time
from pathlib import Path
from uuid import uuid4

import pytest

from labs.commerce.modules.cart.api import CartLine
from labs.commerce.modules.cart.store import CartStore, cart_of_user
from labs.commerce.platform.cache import open_cache
from labs.local.servers import Valkey
from labs.local.supervisor.server_process import ServerProcess
from labs.supervising.ports import free_ports
from tests.live.commerce.shop import Shop

pytestmark = pytest.mark.live

CART = "/api/v1/cart"


def guest(shop: Shop) -> str:
    made = shop.request("POST", f"{CART}/guests")
    assert made.status == 201
    return made.body["cartToken"]


def put(shop: Shop, product: int, quantity: int, token: str = "", cart: str = ""):
    headers = {"x_cart_token": cart} if cart else {}
    path = f"{CART}/items/{product}"
    return shop.request("PUT", path, {"quantity": quantity}, token, **headers)


def items(shop: Shop, token: str = "", cart: str = "") -> dict[int, int]:
    headers = {"x_cart_token": cart} if cart else {}
    found = shop.request("GET", CART, token=token, **headers)
    assert found.status == 200
    return {item["productId"]: item["quantity"] for item in found.body["items"]}


def merge(shop: Shop, token: str, cart: str):
    return shop.request("POST", f"{CART}/merges", {}, token, x_cart_token=cart)


def await_end(process: ServerProcess) -> None:
    while not process.has_ended():
        time.sleep(0.01)


@pytest.fixture
def customer(reference: Shop) -> str:
    body = {"email": f"{uuid4().hex[:8]}@mail.example", "password": "a long enough one"}
    assert (
        reference.request("POST", "/api/v1/users/registrations", {**body, "name": "V"}).status
        == 201
    )
    return reference.sign_in(body["email"], body["password"])


def test_a_guest_fills_a_cart_that_nobody_else_sees(reference: Shop):
    cart, other = guest(reference), guest(reference)
    assert put(reference, 1, 2, cart=cart).status == 200
    assert items(reference, cart=cart) == {1: 2}
    assert items(reference, cart=other) == {}


@pytest.mark.parametrize("token", ["short", "x" * 43 + "!", "*" * 43, "../" * 14 + "x"])
def test_what_is_no_token_opens_no_cart(reference: Shop, token: str):
    refused = reference.request("GET", CART, x_cart_token=token)
    assert (refused.status, refused.body["error"]["code"]) == (422, "cart-token-malformed")


def test_without_any_token_there_is_no_cart(reference: Shop):
    assert reference.request("GET", CART).status == 401


def test_signing_in_sums_both_carts_up_to_the_most_of_one_product(reference: Shop, customer: str):
    cart = guest(reference)
    for product, mine, theirs in ((1, 60, 60), (2, 0, 3), (3, 4, 0)):
        for quantity, who in ((mine, {"token": customer}), (theirs, {"cart": cart})):
            if quantity:
                assert put(reference, product, quantity, **who).status == 200
    merged = merge(reference, customer, cart)
    assert (merged.status, merged.body["leftOut"]) == (200, [])
    assert items(reference, customer) == {1: 99, 2: 3, 3: 4}
    assert items(reference, cart=cart) == {}


def test_merging_again_adds_nothing(reference: Shop, customer: str):
    cart = guest(reference)
    put(reference, 5, 2, cart=cart)
    for _ in range(2):
        assert merge(reference, customer, cart).status == 200
    assert items(reference, customer) == {5: 2}


def test_what_finds_no_room_stays_in_the_guests_cart(reference: Shop, customer: str):
    cart = guest(reference)
    for product in range(1, 51):
        assert put(reference, product, 1, customer).status == 200
    full = put(reference, 51, 1, customer)
    assert (full.status, full.body["error"]) == (
        409,
        {"code": "cart-full", "params": {"limit": 50}},
    )
    assert put(reference, 50, 7, customer).status == 200
    put(reference, 50, 1, cart=cart)
    put(reference, 60, 1, cart=cart)
    assert merge(reference, customer, cart).body["leftOut"] == [60]
    assert items(reference, cart=cart) == {60: 1}
    assert items(reference, customer)[50] == 8


@pytest.mark.parametrize("quantity", [0, -1, 100, 10**12])
def test_a_quantity_out_of_range_is_refused(reference: Shop, customer: str, quantity: int):
    assert put(reference, 1, quantity, customer).status == 422
    assert items(reference, customer) == {}


def test_a_cart_is_priced_by_the_catalogue_of_today(reference: Shop, customer: str):
    admin = reference.sign_in("admin@shop.example")
    was = reference.request("GET", "/api/v1/products/77").body
    put(reference, 77, 2, customer)
    raised = {key: was[key] for key in ("category", "name", "description", "brand", "attributes")}
    raised["priceMinor"] = was["priceMinor"] + 500
    assert reference.request("PUT", "/api/v1/products/77", raised, admin).status == 200
    cart = reference.request("GET", f"{CART}/priced", token=customer).body
    (line,) = cart["lines"]
    assert (line["wasMinor"], line["priceMinor"]) == (was["priceMinor"], raised["priceMinor"])
    assert cart["totalMinor"] == 2 * raised["priceMinor"]
    placed = reference.order(customer, items=None)
    assert placed.body["totalMinor"] == 2 * raised["priceMinor"]


def test_no_price_can_be_handed_in(reference: Shop, customer: str):
    cheap = {"quantity": 1, "priceMinor": 1}
    assert reference.request("PUT", f"{CART}/items/1", cheap, customer).status == 422
    cheap = [{"productId": 1, "quantity": 1, "priceMinor": 1}]
    placed = reference.order(customer, items=cheap)
    price = reference.request("GET", "/api/v1/products/1").body["priceMinor"]
    assert placed.status == 422 or placed.body["totalMinor"] == price


def test_a_cart_outlives_its_server(tmp_path: Path):
    (port,) = free_ports(1)
    server = Valkey(port, tmp_path / "valkey", tmp_path / "valkey.log", "secret")
    process = ServerProcess(server, lambda _: None)
    cart, line = cart_of_user(uuid4()), CartLine(product_id=9, quantity=3, price_minor=100)

    def cache() -> CartStore:
        return CartStore(open_cache(server.url))

    async def fill() -> None:
        await process.start(10)
        await cache().put(cart, line)

    async def look_again() -> list[CartLine]:
        await process.start(10)
        return await cache().lines(cart)

    try:
        asyncio.run(fill())
        process.kill()
        await_end(process)
        assert asyncio.run(look_again()) == [line]
    finally:
        process.stop()
        await_end(process)
