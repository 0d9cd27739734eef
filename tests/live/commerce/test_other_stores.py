"""The whole shop with its catalogue in MongoDB, where this machine has one."""

import os
from collections.abc import Callable
from uuid import uuid4

import pytest

from labs.commerce.spec import Stores
from tests.live.commerce.shop import Shop
from tests.shops import MONOLITH
from tests.waiting import eventually

pytestmark = pytest.mark.live

MONGODB = "WORKBENCH_TEST_MONGODB_URL"


@pytest.fixture
def shop(launch: Callable[..., Shop]) -> Shop:
    if MONGODB not in os.environ:
        pytest.skip(f"no MongoDB could be reached: set {MONGODB} to the URL of one")
    name = f"shop-{uuid4().hex[:8]}"
    return launch(MONOLITH, "acid", stores=Stores(catalogue=os.environ[MONGODB], name=name))


def test_a_change_of_a_document_reaches_search_and_the_checkout(shop: Shop):
    admin, customer = shop.sign_in("admin@shop.example"), shop.sign_in()
    known = shop.request("GET", "/api/v1/products/1").body
    changed = {key: known[key] for key in ("category", "description", "brand", "attributes")}
    changed |= {"name": {"ru": "Зонт", "en": "Umbrella"}, "priceMinor": 777}
    assert shop.request("PUT", "/api/v1/products/1", changed, admin).status == 200

    def found() -> list[int]:
        hits = shop.request("GET", "/api/v1/search?q=umbrellas").body["hits"]
        return [hit["productId"] for hit in hits]

    eventually(lambda: found() == [1])
    assert shop.order(customer).body["totalMinor"] == 2 * 777
    assert shop.request("GET", "/api/v1/products/facets").body["total"] == 100
