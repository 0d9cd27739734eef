"""Lists of products: what a visitor chose of the filters, and what there is to choose from."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from urllib.parse import urlencode

from labs.commerce.companions.storefront.backend.catalogue import (
    Attribute,
    Category,
    Choice,
    Facet,
    Facets,
    Product,
)
from labs.commerce.companions.storefront.visit import Visit
from labs.commerce.companions.storefront.words import Words

PAGE = 12
SORTS = ("number", "price", "-price", "-rating")

BRAND, PRICE, RATING, AVAILABLE, ATTRIBUTE = "brand", "price", "rating", "available", "attribute."
CATEGORY = "category"


@dataclass(frozen=True, slots=True)
class Wish:
    """What a visitor wants to see of a category."""

    category: str
    sort: str
    chosen: Mapping[str, tuple[str, ...]]
    """Facet -> its ticked choices."""
    after: int = 0

    @classmethod
    def of(cls, visit: Visit, category: str) -> "Wish":
        """As the query string says it."""
        asked = visit.request.query_params
        named = {name for name in asked if name in (BRAND, PRICE, RATING, AVAILABLE)}
        named |= {name for name in asked if name.startswith(ATTRIBUTE)}
        sort = visit.asked("sort")
        return cls(
            category,
            sort if sort in SORTS else SORTS[0],
            {name: tuple(asked.getlist(name)) for name in sorted(named)},
            visit.asked_number("after"),
        )

    def narrowed(self) -> dict[str, object]:
        """The filters, as the catalogue is asked for them."""
        low, _, high = self._first(PRICE).partition("-")
        attributes = [
            f"{name.removeprefix(ATTRIBUTE)}:{value}"
            for name, values in self.chosen.items()
            if name.startswith(ATTRIBUTE)
            for value in values
        ]
        return {
            "category": self.category,
            "brand": list(self.chosen.get(BRAND, ())),
            "price_from": low,
            "price_to": high,
            "rating": self._first(RATING),
            "available": self._first(AVAILABLE),
            "attribute": attributes,
        }

    def page(self) -> dict[str, object]:
        """The page, as the catalogue is asked for it; one product more shows whether it ends."""
        return {**self.narrowed(), "sort": self.sort, "after": self.after or "", "limit": PAGE + 1}

    def link(self, after: int = 0) -> str:
        """The query string of another page of the same list."""
        given = {**self.chosen, "sort": (self.sort,)} if self.sort != SORTS[0] else self.chosen
        return "?" + urlencode({**given, **({"after": after} if after else {})}, doseq=True)

    def found(self, query: str, start: int = 0) -> str:
        """The query string of a page of what was found and fits."""
        given = {"q": query, **({CATEGORY: self.category} if self.category else {}), **self.chosen}
        return "?" + urlencode({**given, **({"from": start} if start else {})}, doseq=True)

    def has(self, facet: str, value: str) -> bool:
        """Whether a choice is ticked."""
        return value in self.chosen.get(facet, ())

    def _first(self, name: str) -> str:
        return next(iter(self.chosen.get(name, ())), "")


@dataclass(frozen=True, slots=True)
class Tick:
    """A choice to tick."""

    value: str
    title: str
    products: int
    is_chosen: bool


@dataclass(frozen=True, slots=True)
class Group:
    """The choices of one kind."""

    name: str
    title: str
    ticks: Sequence[Tick]
    is_single: bool
    """Only one of them can be chosen."""


@dataclass(frozen=True, slots=True)
class Listing:
    """One page of a list."""

    products: Sequence[Product]
    wish: Wish
    total: int | None
    groups: Sequence[Group]
    following: int
    """The product that the next page comes after; 0 when there is none."""


def listing(
    found: Sequence[Product], wish: Wish, facets: Facets | None, here: Category | None, t: Words
) -> Listing:
    """The page of a list that a visitor wants to see."""
    shown = found[:PAGE]
    following = shown[-1].product_id if len(found) > PAGE else 0
    total = facets.total if facets else None
    choices = groups(facets, wish, [here] if here else [], t) if facets else ()
    return Listing(shown, wish, total, choices, following)


def groups(facets: Facets, wish: Wish, categories: Sequence[Category], t: Words) -> list[Group]:
    """The choices there are, what most people choose by first.

    Attributes are told apart where the list is of one category.
    """
    known = {category.slug: category for category in categories}
    here = known.get(wish.category)
    attributes = {ATTRIBUTE + a.code: a for a in here.attributes} if here else {}
    found = []
    for facet in facets.facets:
        if facet.name in attributes:
            found.append(_attribute(facet, attributes[facet.name], wish, t))
        elif facet.name == CATEGORY:
            found.append(_shelves(facet, known, wish, t))
        elif not facet.name.startswith(ATTRIBUTE):
            found.append(_group(facet, wish, t))
    return sorted((group for group in found if group.ticks), key=_place)


def _group(facet: Facet, wish: Wish, t: Words) -> Group:
    offered = [c for c in facet.values if facet.name != AVAILABLE or c.value == "true"]
    ticks = [_tick(facet, choice, _title(facet.name, choice.value, t), wish) for choice in offered]
    return Group(facet.name, t(f"list.facets.{facet.name}"), ticks, facet.name in (PRICE, RATING))


def _attribute(facet: Facet, attribute: Attribute, wish: Wish, t: Words) -> Group:
    ticks = []
    for choice in facet.values:
        named = attribute.value(choice.value)
        title = named.in_(t.language) if named else choice.value
        ticks.append(_tick(facet, choice, title, wish))
    return Group(facet.name, attribute.title.in_(t.language), ticks, is_single=False)


def _shelves(facet: Facet, known: Mapping[str, Category], wish: Wish, t: Words) -> Group:
    """One shelf, or all of them; nothing to choose where everything is on one."""
    everywhere = sum(choice.products for choice in facet.values)
    ticks = [Tick("", t("search.every-shelf"), everywhere, not wish.category)]
    for choice in facet.values:
        shelf = known.get(choice.value)
        title = shelf.title.in_(t.language) if shelf else choice.value
        ticks.append(Tick(choice.value, title, choice.products, choice.value == wish.category))
    offered = ticks if len(facet.values) > 1 or wish.category else []
    return Group(CATEGORY, t("search.shelf"), offered, is_single=True)


def _tick(facet: Facet, choice: Choice, title: str, wish: Wish) -> Tick:
    return Tick(choice.value, title, choice.products, wish.has(facet.name, choice.value))


def _place(group: Group) -> int:
    """What most people choose by comes first; the attributes stand in the middle."""
    order = (CATEGORY, PRICE, BRAND, RATING, "", AVAILABLE)
    return order.index(group.name if group.name in order else "")


def _title(facet: str, value: str, t: Words) -> str:
    if facet == PRICE:
        low, _, high = value.partition("-")
        key = "list.price-range" if high else "list.price-open"
        return t(key, low=int(low) // 100, high=(int(high or 0) + 1) // 100)
    if facet == RATING:
        return t("list.rated", n=value)
    return t("list.in-stock") if facet == AVAILABLE else value
