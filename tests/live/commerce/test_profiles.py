"""Profiles and address books on the live shop."""

import pytest

from tests.live.commerce.shop import HOME, Shop
from tests.waiting import eventually

pytestmark = pytest.mark.live

ME = "/api/v1/users/profiles/me"
ADDRESSES = f"{ME}/addresses"


def test_a_changed_profile_is_announced_once_with_all_that_it_says(reference: Shop) -> None:
    token = reference.sign_in("customer-13@shop.example")
    changed = reference.request("PUT", ME, {"name": "Вера", "language": "ru"}, token)
    assert changed.status == 200
    assert reference.request("GET", ME, token=token).body == changed.body
    announced = "shop_events_published_total"
    eventually(lambda: f'{announced}{{event="ProfileChanged"' in str(metrics(reference)))


def metrics(shop: Shop) -> object:
    return shop.at("profiles", "/metrics").body


@pytest.mark.parametrize(
    "change", [{"name": "A", "language": "de"}, {"name": "x" * 101, "language": "en"}]
)
def test_what_makes_no_profile_is_refused(reference: Shop, change: dict[str, str]) -> None:
    token = reference.sign_in("customer-13@shop.example")
    assert reference.request("PUT", ME, change, token).status == 422


def test_an_address_is_kept_changed_and_removed(reference: Shop) -> None:
    token = reference.sign_in("customer-14@shop.example")
    kept = reference.request("POST", ADDRESSES, HOME, token)
    assert kept.status == 201
    path = f"{ADDRESSES}/{kept.body['addressId']}"
    moved = {**HOME, "city": "Потсдам"}
    assert reference.request("PUT", path, moved, token).body["address"] == moved
    (found,) = reference.request("GET", ADDRESSES, token=token).body
    assert found["address"] == moved
    assert reference.request("DELETE", path, token=token).status == 200
    assert reference.request("GET", ADDRESSES, token=token).body == []


def test_an_address_book_has_an_end(reference: Shop) -> None:
    token = reference.sign_in("customer-15@shop.example")
    statuses = [reference.request("POST", ADDRESSES, HOME, token).status for _ in range(21)]
    assert statuses == [201] * 20 + [409]


@pytest.mark.parametrize("wrong", [{"city": " "}, {"country": "Germany"}, {"street": "x" * 201}])
def test_what_is_no_address_is_refused(reference: Shop, wrong: dict[str, str]) -> None:
    token = reference.sign_in("customer-14@shop.example")
    assert reference.request("POST", ADDRESSES, {**HOME, **wrong}, token).status == 422
