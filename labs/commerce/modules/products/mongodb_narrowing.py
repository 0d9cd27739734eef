"""What a list is narrowed to, as conditions of MongoDB."""

from typing import Any

from labs.commerce.listing.narrowing import PRICE_MAX, Wanted

Json = dict[str, Any]


def in_category(wanted: Wanted) -> Json:
    """The products of the category and of all below it."""
    return {"path": wanted.category} if wanted.category else {}


def choices(wanted: Wanted) -> dict[str, Json]:
    """A condition for each kind of choice that was made, by facet."""
    made: dict[str, Json] = {}
    if wanted.brands:
        made["brand"] = {"brand": {"$in": list(wanted.brands)}}
    if wanted.price_from > 0 or wanted.price_to < PRICE_MAX:
        made["price"] = {"priceMinor": {"$gte": wanted.price_from, "$lte": wanted.price_to}}
    if wanted.rating:
        made["rating"] = {"ranked": {"$gte": wanted.rating}}
    if wanted.available:
        made["available"] = {"available": True}
    for code, values in wanted.attributes:
        made[f"attribute.{code}"] = {f"attributes.{code}": {"$in": list(values)}}
    return made


def every_choice(wanted: Wanted, *, but: str = "") -> Json:
    """What holds for everything in the list; without one kind of choice when asked to."""
    conditions = [condition for facet, condition in choices(wanted).items() if facet != but]
    return {"$and": conditions} if conditions else {}
