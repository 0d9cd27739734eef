"""Counting what is in a list, as one aggregation of MongoDB."""

from collections.abc import Mapping
from typing import Any

from labs.commerce.listing.facets import PRICE_BANDS, RATING_STEPS, Facets, arranged, band
from labs.commerce.listing.narrowing import PRICE_MAX, Wanted
from labs.commerce.modules.products.mongodb_narrowing import every_choice, in_category

Json = dict[str, Any]

_COUNT: Json = {"$sum": 1}
_ATTRIBUTE = "attribute."


def facets_pipeline(wanted: Wanted) -> list[Json]:
    """Every facet among the products that all choices but its own leave."""

    def counted(facet: str, *stages: Json) -> list[Json]:
        return [{"$match": every_choice(wanted, but=facet)}, *stages]

    pipelines = {
        "total": counted("", {"$count": "products"}),
        "brand": counted("brand", _group("$brand")),
        "price": counted("price", _bands()),
        "available": counted("available", _group("$available")),
        "attributes": counted("", *_attributes({})),
        **{f"rating{step}": counted("rating", _rated(step), _group(step)) for step in RATING_STEPS},
    }
    for number, (code, _) in enumerate(wanted.attributes):
        pipelines[f"attribute{number}"] = counted(
            _ATTRIBUTE + code, *_attributes({"attributes.k": code})
        )
    return [{"$match": in_category(wanted)}, {"$facet": pipelines}]


def facets_from(found: Mapping[str, list[Json]]) -> Facets:
    """The aggregation's answer in the port's terms. A chosen attribute's own counts win."""
    counted: dict[str, dict[str, int]] = {}
    for name in sorted(found, key=lambda name: (name != "attributes", name)):
        for row in found[name]:
            _note(counted, name, row)
    total = found["total"][0]["products"] if found["total"] else 0
    return arranged(total, counted)


def _note(counted: dict[str, dict[str, int]], name: str, row: Json) -> None:
    value: Any = row.get("_id")
    if name.startswith("attribute"):
        facet, value = _ATTRIBUTE + value["k"], value["v"]
    elif name == "price":
        facet, value = name, band(value)
    else:
        facet = "rating" if name.startswith("rating") else name
    if facet != "total" and value != "":
        shown = str(value).lower() if isinstance(value, bool) else str(value)
        counted.setdefault(facet, {})[shown] = row["n"]


def _group(key: object) -> Json:
    return {"$group": {"_id": key, "n": _COUNT}}


def _bands() -> Json:
    boundaries = [*PRICE_BANDS, PRICE_MAX + 1]
    return {
        "$bucket": {"groupBy": "$priceMinor", "boundaries": boundaries, "output": {"n": _COUNT}}
    }


def _rated(step: int) -> Json:
    return {"$match": {"ranked": {"$gte": step}}}


def _attributes(which: Json) -> list[Json]:
    return [
        {"$project": {"attributes": {"$objectToArray": "$attributes"}}},
        {"$unwind": "$attributes"},
        {"$match": which},
        _group("$attributes"),
    ]
