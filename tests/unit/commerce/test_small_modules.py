"""The pure parts of the shop's smaller modules."""

from datetime import UTC, datetime

import pytest

from labs.commerce.modules.behaviour.service import conversion
from labs.commerce.modules.moderation.rules import decide
from labs.commerce.modules.order_status.service import status
from labs.commerce.modules.order_status.store import Entry
from labs.commerce.modules.ratings.service import rating
from labs.commerce.modules.recommendation_models.cosine import hit_rate, train
from labs.commerce.seed.catalogue import CATEGORIES, catalogue
from labs.commerce.seed.people import people


@pytest.mark.parametrize(
    ("text", "decision"),
    [
        ("Warm sound, soft cushions.", ("APPROVED", "")),
        ("Хорошие наушники.", ("APPROVED", "")),
        ("Buy cheaper at https://spam.example", ("REJECTED", "advertising")),
        ("Дешевле на shop-spam.ru!", ("REJECTED", "advertising")),
        ("Only an idiot buys this", ("WAITING", "insult")),
        ("Продавец — Идиот", ("WAITING", "insult")),
        ("THE WORST THING I EVER BOUGHT", ("WAITING", "shouting")),
        ("OK", ("APPROVED", "")),
    ],
)
def test_reviews_are_judged_by_rules(text: str, decision: tuple[str, str]) -> None:
    assert tuple(decide(text)) == decision


def test_what_no_buyer_wrote_waits_for_a_person_unless_it_is_advertising() -> None:
    assert tuple(decide("Warm sound.", verified=False)) == ("WAITING", "not-bought")
    assert decide("See www.spam.example", verified=False).status == "REJECTED"


def test_products_bought_together_become_neighbours_the_nearest_first() -> None:
    model = train([[1, 2], [1, 2], [1, 3], [4]])
    assert model[1] == [2, 3]
    assert model[2] == [1]
    assert 4 not in model


def test_being_popular_with_everything_counts_less_than_belonging_together() -> None:
    model = train([[1, 2], [1, 9], [3, 9], [4, 9], [5, 9]])
    assert model[1] == [2, 9]


def test_a_hit_is_a_hidden_product_that_was_foreseen() -> None:
    assert hit_rate([[1, 2]] * 8 + [[1, 2], [1, 7]]) == 0.5
    assert hit_rate([[1, 2]]) is None
    assert hit_rate([[1]] * 10) is None


def test_a_single_review_does_not_make_a_product_the_best() -> None:
    praised, loved = rating(1, {5: 1}), rating(2, {5: 80, 4: 20})
    assert praised.mean == 5.0
    assert praised.weighted < loved.weighted
    assert rating(3, {}).mean is None
    assert loved.counts == {"1": 0, "2": 0, "3": 0, "4": 20, "5": 80}


def test_conversion_needs_somebody_who_looked() -> None:
    assert conversion({"view": 8, "purchase": 2}) == 0.25
    assert conversion({"purchase": 2}) is None


@pytest.mark.parametrize(
    ("events", "shown"),
    [
        ([], "placed"),
        (["OrderCreated", "ItemsReserved"], "placed"),
        (["OrderConfirmed", "PaymentProcessed", "OrderCreated"], "confirmed"),
        (["OrderConfirmed", "ShipmentMoved IN_TRANSIT"], "on its way"),
        (["ShipmentMoved DELIVERED", "ShipmentMoved IN_TRANSIT"], "delivered"),
        (["OrderCancelled", "OrderCreated", "PaymentFailed"], "cancelled"),
    ],
)
def test_an_order_stands_where_its_furthest_event_says(events: list[str], shown: str) -> None:
    at = datetime(2026, 1, 1, tzinfo=UTC)
    timeline = [
        Entry(event=name, detail=detail, at=at)
        for name, _, detail in (event.partition(" ") for event in events)
    ]
    assert status(timeline) == shown


def test_the_same_seed_gives_the_same_shop() -> None:
    assert catalogue(7) == catalogue.__wrapped__(7)
    assert catalogue(7) != catalogue(8)
    assert people(7) == people(7) != people(8)


def test_the_catalogue_is_whole_in_both_languages() -> None:
    products = catalogue(7)
    assert len(products) == 100
    assert len({p.name.ru for p in products}) == len({p.name.en for p in products}) == 100
    assert {p.category for p in products} == {c.slug for c in CATEGORIES}
    assert all(p.stock > 0 and p.price_minor > 0 for p in products)
