"""The same wish, said twice or at the same time, is one order."""

from concurrent.futures import ThreadPoolExecutor
from uuid import uuid4

import pytest

from tests.live.commerce.shop import Answer, Shop

pytestmark = pytest.mark.live


@pytest.fixture(params=["monolith", "reference"])
def shop(request: pytest.FixtureRequest) -> Shop:
    return request.getfixturevalue(request.param)


def test_the_same_key_gets_the_same_answer(shop: Shop) -> None:
    token, key, before = shop.sign_in(), uuid4().hex, shop.available(4)
    items = [{"productId": 4, "quantity": 1}]
    first = shop.order(token, items=items, key=key)
    second = shop.order(token, items=items, key=key)
    assert first.body["status"] == "CONFIRMED"
    assert (second.status, second.body) == (first.status, first.body)
    assert shop.available(4) == before - 1


def test_the_same_key_for_another_wish_is_refused(shop: Shop) -> None:
    token, key = shop.sign_in(), uuid4().hex
    shop.order(token, key=key)
    other = shop.order(token, key=key, items=[{"productId": 5, "quantity": 1}])
    assert (other.status, other.body["error"]["code"]) == (422, "idempotency-key-reused")


def test_another_customers_same_key_is_another_order(shop: Shop) -> None:
    key = uuid4().hex
    mine = shop.order(shop.sign_in("customer-01@shop.example"), key=key).body["orderId"]
    yours = shop.order(shop.sign_in("customer-02@shop.example"), key=key).body["orderId"]
    assert mine != yours


def test_ten_at_once_with_one_key_take_one_payment(shop: Shop) -> None:
    token, key, before = shop.sign_in(), uuid4().hex, shop.available(6)
    items = [{"productId": 6, "quantity": 1}]
    with ThreadPoolExecutor(10) as pool:
        answers = list(pool.map(lambda _: shop.order(token, items=items, key=key), range(10)))
    assert {answer.status for answer in answers} <= {201, 202}
    assert len({answer.body["orderId"] for answer in answers}) == 1
    assert shop.available(6) == before - 1


def test_the_last_item_is_sold_once(shop: Shop) -> None:
    token = shop.sign_in()
    shop.sql("stock", "UPDATE stock.levels SET available = 1 WHERE product_id = 7")

    def buy(_: int) -> Answer:
        return shop.order(token, items=[{"productId": 7, "quantity": 1}])

    with ThreadPoolExecutor(8) as pool:
        orders = [answer.body for answer in pool.map(buy, range(8))]
    assert sorted(order["status"] for order in orders) == ["CANCELLED"] * 7 + ["CONFIRMED"]
    assert {order["reason"] for order in orders} == {"", "out-of-stock"}
    assert shop.available(7) == 0


def test_orders_of_the_same_goods_in_opposite_order_do_not_deadlock(shop: Shop) -> None:
    token = shop.sign_in()
    one, other = {"productId": 8, "quantity": 1}, {"productId": 9, "quantity": 1}

    def buy(number: int) -> Answer:
        return shop.order(token, items=[one, other] if number % 2 else [other, one])

    with ThreadPoolExecutor(8) as pool:
        orders = [answer.body for answer in pool.map(buy, range(24))]
    assert [order["status"] for order in orders] == ["CONFIRMED"] * 24
