"""The goods that the saga's scenarios are played with."""

from exercises.sagas.order_saga.scenarios import PLENTY, SCARCE
from labs.commerce.seed.catalogue import catalogue


def test_what_is_bought_up_is_what_there_is_least_of() -> None:
    stock = {product.product_id: product.stock for product in catalogue(7)}
    assert min(stock, key=lambda number: stock[number]) == SCARCE
    assert SCARCE not in PLENTY
