"""What makes an order, before there is one."""

import pytest

from labs.commerce.modules.orders.purchase import fingerprint
from labs.commerce.modules.orders.service import LINES_MAX, PlaceOrder, checked
from labs.commerce.modules.shipping.api import Address
from labs.commerce.modules.stock.api import Quantity
from labs.commerce.modules.stock.service import merged
from labs.commerce.platform.errors import InvalidError


@pytest.mark.parametrize(
    ("lines", "code"),
    [
        ([], "order-empty"),
        ([(n, 1) for n in range(LINES_MAX + 1)], "order-too-long"),
        ([(1, 1), (1, 2)], "product-repeated"),
        ([(1, 0)], "quantity-out-of-range"),
        ([(1, 100)], "quantity-out-of-range"),
    ],
)
def test_lines_that_make_no_order_are_refused(lines: list[tuple[int, int]], code: str) -> None:
    with pytest.raises(InvalidError) as refused:
        checked([Quantity(product_id=p, quantity=q) for p, q in lines])
    assert refused.value.code == code


def test_fingerprints_differ_when_requests_do() -> None:
    home = Address(name="A", street="B", city="C", postal_code="1", country="DE")
    one = PlaceOrder(address=home, payment_method="pm")
    other = PlaceOrder(address=home, payment_method="pm", items=[])
    same = PlaceOrder(address=home, payment_method="pm")
    assert fingerprint(one) == fingerprint(same) != fingerprint(other)


def test_quantities_of_one_product_are_added_up_in_the_order_of_locks() -> None:
    items = [Quantity(product_id=p, quantity=q) for p, q in ((9, 1), (2, 3), (9, 2))]
    assert [(i.product_id, i.quantity) for i in merged(items)] == [(2, 3), (9, 3)]


@pytest.mark.parametrize("items", [[], [Quantity(product_id=1, quantity=0)]])
def test_taking_nothing_is_refused(items: list[Quantity]) -> None:
    with pytest.raises(InvalidError):
        merged(items)
