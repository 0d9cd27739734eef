"""Filters as the catalogue is asked for them, and the way of an order."""

import pytest
from starlette.datastructures import QueryParams

from labs.commerce.companions.storefront.backend.catalogue import (
    Attribute,
    Category,
    Choice,
    Facet,
    Facets,
    Product,
    Value,
)
from labs.commerce.companions.storefront.backend.machinery import _gauges
from labs.commerce.companions.storefront.backend.purchases import Timeline
from labs.commerce.companions.storefront.backend.text import Text
from labs.commerce.companions.storefront.pages.listing import PAGE, Group, Wish, groups, listing
from labs.commerce.companions.storefront.pages.progress import milestones
from labs.commerce.companions.storefront.words import words


class Asking:
    """As much of a visit as a wish is read from."""

    def __init__(self, query: str) -> None:
        self.query_params = QueryParams(query)
        self.request = self

    def asked(self, name: str) -> str:
        return self.query_params.get(name, "")

    def asked_number(self, name: str) -> int:
        return int(self.asked(name) or 0)


def test_ticked_choices_become_what_the_catalogue_understands():
    query = "brand=A&brand=B&price=2500-4999&attribute.colour=red&available=true&sort=-price&x=1"
    wish = Wish.of(Asking(query), "lamps")
    asked = wish.page()
    assert (asked["brand"], asked["attribute"]) == (["A", "B"], ["colour:red"])
    assert (asked["price_from"], asked["price_to"], asked["available"]) == ("2500", "4999", "true")
    assert (asked["sort"], asked["limit"]) == ("-price", PAGE + 1)
    assert "x=1" not in wish.link()
    assert "after=7" in wish.link(7)


def test_an_order_that_the_shop_does_not_know_is_ours():
    assert Wish.of(Asking("sort='--"), "lamps").sort == "number"


def test_choices_are_shown_by_their_names_and_what_most_choose_by_comes_first():
    red = Value(code="red", title=Text(ru="красный", en="red"))
    colour = Attribute(code="colour", title=Text(ru="Цвет", en="Colour"), values=[red])
    here = Category(slug="lamps", title=Text(ru="Лампы", en="Lamps"), attributes=[colour])
    facets = Facets(
        total=3,
        facets=[
            Facet(name="attribute.colour", values=[Choice(value="red", products=2)]),
            Facet(name="attribute.gone", values=[Choice(value="x", products=1)]),
            Facet(name="available", values=[Choice(value="false", products=1)]),
            Facet(name="price", values=[Choice(value="2500-4999", products=3)]),
        ],
    )
    wish = Wish.of(Asking("attribute.colour=red"), "lamps")
    groups = listing([], wish, facets, here, words("ru")).groups
    assert [group.title for group in groups] == ["Цена", "Цвет"]
    assert groups[0].ticks[0].title == "от 25 до 50 €"
    assert (groups[1].ticks[0].title, groups[1].ticks[0].is_chosen) == ("красный", True)


@pytest.mark.parametrize(("found", "following"), [(PAGE, 0), (PAGE + 1, PAGE)])
def test_a_list_goes_on_only_when_there_is_more(found, following):
    name = Text(ru="л", en="l")
    products = [
        Product(product_id=n + 1, category="lamps", name=name, price_minor=100)
        for n in range(found)
    ]
    shown = listing(products, Wish.of(Asking(""), "lamps"), None, None, words("en"))
    assert (len(shown.products), shown.following, shown.total) == (PAGE, following, None)


@pytest.mark.parametrize(
    ("status", "told", "reached"),
    [
        ("PENDING", None, "placed"),
        ("PENDING", "paid", "paid"),
        ("CONFIRMED", "placed", "confirmed"),
        ("CONFIRMED", "on its way", "on-its-way"),
        ("CONFIRMED", "delivered", "delivered"),
        ("CANCELLED", "paid", "cancelled"),
    ],
)
def test_the_way_of_an_order_shows_where_it_is(status, told, reached):
    timeline = Timeline(status=told, timeline=[]) if told else None
    assert [m.name for m in milestones(status, timeline) if m.state == "now"] == [reached]


def test_gauges_are_summed_over_their_labels():
    text = 'shop_sagas_stuck{k="a"} 1.0\nshop_sagas_stuck{k="b"} 2.0\nshop_x 9\n# HELP shop_x y\n'
    assert _gauges(text) == {"stuck_sagas": 3}


def shelves(counts: dict[str, int], query: str = "", chosen: str = "") -> list[Group]:
    values = [Choice(value=value, products=count) for value, count in counts.items()]
    facets = Facets(total=3, facets=[Facet(name="category", values=values)])
    lamps = Category(slug="lamps", title=Text(ru="Лампы", en="Lamps"))
    return groups(facets, Wish.of(Asking(query), chosen), [lamps], words("en"))


def test_what_was_found_can_be_narrowed_to_one_of_its_shelves_or_none():
    (group,) = shelves({"lamps": 2, "tents": 1}, chosen="tents")
    told = [(tick.value, tick.title, tick.products, tick.is_chosen) for tick in group.ticks]
    assert told == [
        ("", "All shelves", 3, False),
        ("lamps", "Lamps", 2, False),
        ("tents", "tents", 1, True),
    ]
    assert group.is_single


def test_there_is_nothing_to_narrow_where_all_is_on_one_shelf():
    assert shelves({"lamps": 1}) == []
    assert len(shelves({"lamps": 1}, chosen="lamps")) == 1


def test_a_page_of_what_was_found_keeps_every_choice():
    wish = Wish.of(Asking("q=x&brand=A&brand=B&rating=4"), "lamps")
    assert wish.found("a b", 12) == "?q=a+b&category=lamps&brand=A&brand=B&rating=4&from=12"
    assert Wish.of(Asking("q=x"), "").found("x") == "?q=x"
