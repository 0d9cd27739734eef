"""The catalogue over HTTP: facets, standing told by events, and an index that can be rebuilt."""

from typing import Any

import pytest

from tests.live.commerce.shop import Shop
from tests.waiting import eventually

pytestmark = pytest.mark.live

PRODUCTS = "/api/v1/products"
SEARCH = "/api/v1/search"


def counts(shop: Shop, facet: str, query: str = "") -> dict[str, int]:
    found = shop.request("GET", f"{PRODUCTS}/facets{query}").body["facets"]
    return {
        value["value"]: value["products"]
        for one in found
        if one["name"] == facet
        for value in one["values"]
    }


def described(shop: Shop, product: int) -> dict[str, Any]:
    known = shop.request("GET", f"{PRODUCTS}/{product}").body
    wanted = ("category", "name", "description", "priceMinor", "brand", "attributes")
    return {key: known[key] for key in wanted}


def found(shop: Shop, text: str) -> list[int]:
    hits = shop.request("GET", f"{SEARCH}?q={text}&limit=100").body["hits"]
    return [hit["productId"] for hit in hits]


def test_categories_are_a_tree(reference: Shop):
    listed = reference.request("GET", "/api/v1/categories").body
    slugs = [category["slug"] for category in listed]
    assert all(slugs.index(c["parent"]) < slugs.index(c["slug"]) for c in listed if c["parent"])
    admin = reference.sign_in("admin@shop.example")
    title = {"title": {"ru": "Тёплый свет", "en": "Warm light"}, "parent": "lamps"}
    made = reference.request("PUT", "/api/v1/categories/warm", title, admin)
    assert (made.status, made.body["path"]) == (200, ["home", "lamps", "warm"])
    moved = reference.request("PUT", "/api/v1/categories/warm", title | {"parent": "tents"}, admin)
    assert (moved.status, moved.body["error"]["code"]) == (409, "category-has-another-parent")
    orphan = reference.request("PUT", "/api/v1/categories/x", title | {"parent": "none"}, admin)
    assert orphan.status == 404


def test_a_list_is_narrowed_sorted_and_counted(reference: Shop):
    query = "?category=electronics&attribute=colour:red&attribute=colour:black&sort=-price"
    listed = reference.request("GET", f"{PRODUCTS}{query}&limit=100").body["products"]
    assert {p["attributes"]["colour"] for p in listed} == {"red", "black"}
    prices = [p["priceMinor"] for p in listed]
    assert prices == sorted(prices, reverse=True)
    offered = counts(reference, "attribute.colour", query)
    assert len(offered) == 5
    assert offered["red"] + offered["black"] == len(listed)
    following = reference.request(
        "GET", f"{PRODUCTS}{query}&limit=100&after={listed[2]['productId']}"
    ).body["products"]
    assert following == listed[3:]


@pytest.mark.parametrize(
    "query",
    [
        *("sort=best", "attribute=colour", "attribute=$where:1", "price_from=-1", "rating=9"),
        *("after=x", "&".join(f"brand={n}" for n in range(30))),
    ],
)
def test_a_list_that_makes_no_sense_is_refused(reference: Shop, query: str):
    assert reference.request("GET", f"{PRODUCTS}?{query}").status == 422
    if "sort" not in query and "after" not in query:
        assert reference.request("GET", f"{PRODUCTS}/facets?{query}").status == 422


@pytest.mark.parametrize(
    "text", ["\x00", "' OR 1=1 --", "👍", "\u200b", "a\x00b", "\\", "%", "$gt"]
)
def test_no_text_in_an_address_breaks_the_shop(reference: Shop, text: str):
    for path in (
        f"{SEARCH}?q={text}",
        f"{SEARCH}?q=lamp&category={text}",
        f"{SEARCH}/facets?q={text}&brand={text}",
        f"{SEARCH}/suggestions?q={text}",
        f"{PRODUCTS}?category={text}",
        f"{PRODUCTS}/facets?brand={text}",
        f"/api/v1/categories/{text}",
    ):
        assert reference.request("GET", path).status < 500, path


def test_a_product_must_have_what_its_category_knows(reference: Shop):
    admin = reference.sign_in("admin@shop.example")
    wrong = described(reference, 81) | {"attributes": {"colour": "invisible"}}
    refused = reference.request("PUT", f"{PRODUCTS}/81", wrong, admin)
    assert (refused.status, refused.body["error"]["code"]) == (422, "attribute-unknown")


def test_narrowing_what_was_found_never_turns_a_match_into_a_likeness(reference: Shop):
    searched = reference.request("GET", f"{SEARCH}?q=headphones&category=tents").body
    assert (searched["hits"], searched["matchedBy"]) == ([], "words")
    counted = reference.request("GET", f"{SEARCH}/facets?q=headphones&category=tents").body
    shelves = {facet["name"]: facet["values"] for facet in counted["facets"]}["category"]
    assert (counted["total"], shelves) == (0, [{"value": "headphones", "products": 10}])
    alike = reference.request("GET", f"{SEARCH}/facets?q=headphnoes").body
    assert alike["total"] >= 10


def test_what_is_sold_out_says_so_until_goods_arrive(reference: Shop):
    admin = reference.sign_in("admin@shop.example")
    new = described(reference, 61) | {"name": {"ru": "Самовар", "en": "Samovar"}}
    made = reference.request("POST", PRODUCTS, new, admin)
    assert made.status == 201
    product = made.body["productId"]

    def available() -> bool:
        return reference.request("GET", f"{PRODUCTS}/{product}").body["available"]

    assert not available()
    eventually(lambda: found(reference, "самоваров") == [product])
    goods = {"supplierId": 1, "productId": product, "quantity": 2}
    ordered = "/api/v1/inventory/suppliers/replenishments"
    number = reference.request("POST", ordered, goods, admin).body["replenishmentId"]
    assert reference.request("POST", f"{ordered}/{number}/receipt", {}, admin).status == 200
    eventually(available)
    eventually(lambda: found(reference, "самоваров&available=true") == [product])
    customer = reference.sign_in("customer-02@shop.example")
    bought = reference.order(customer, items=[{"productId": product, "quantity": 2}])
    assert bought.body["status"] == "CONFIRMED"
    eventually(lambda: not available())
    eventually(lambda: found(reference, "самоваров&available=true") == [])
    assert found(reference, "самоваров") == [product]


def test_the_index_is_rebuilt_while_it_serves(reference: Shop):
    admin = reference.sign_in("admin@shop.example")
    reference.sql("search", "DELETE FROM search.documents WHERE product_id BETWEEN 2 AND 10")
    reference.sql(
        "search",
        "INSERT INTO search.documents SELECT 5000, name_ru, name_en, description_ru,"
        " description_en, document, brand, price_minor, rating, available, 1, names, words,"
        " beginnings FROM search.documents WHERE product_id = 1",
    )
    assert sorted(found(reference, "headphones")) == [1, 5000]
    assert reference.request("POST", f"{SEARCH}/rebuilds", {}, reference.sign_in()).status == 403
    asked = reference.request("POST", f"{SEARCH}/rebuilds", {}, admin)
    assert asked.status == 202

    def finished() -> bool:
        latest = reference.request("GET", f"{SEARCH}/rebuilds/latest", token=admin).body
        assert found(reference, "headphones")
        return latest["finishedAt"] is not None

    eventually(finished)
    assert sorted(found(reference, "headphones")) == list(range(1, 11))


def test_a_number_that_no_column_holds_is_refused(reference: Shop):
    admin = reference.sign_in("admin@shop.example")
    goods = {"supplierId": 10**12, "productId": 10**12, "quantity": 1}
    refused = reference.request("POST", "/api/v1/inventory/suppliers/replenishments", goods, admin)
    assert (refused.status, refused.body["error"]["code"]) == (422, "value-not-storable")
