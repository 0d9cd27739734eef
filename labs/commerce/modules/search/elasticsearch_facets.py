"""Narrowing and counting what was found, in Elasticsearch."""

from collections.abc import Mapping
from typing import Any

from labs.commerce.listing.facets import PRICE_BANDS, RATING_STEPS, Facets, arranged, band
from labs.commerce.listing.narrowing import PRICE_MAX, Wanted

Json = dict[str, Any]

_ATTRIBUTE = "attribute."
_MOST = 500
"""Values of one kind; by itself the server would tell ten."""


def narrowed(wanted: Wanted, *, but: str = "") -> list[Json]:
    """What holds for everything in the list; without one kind of choice when asked to."""
    return [condition for facet, condition in _choices(wanted).items() if facet != but]


def attribute(code: str, value: str) -> str:
    """An attribute with its value, as one word."""
    return f"{code}={value}"


def aggregations(wanted: Wanted) -> Json:
    """Every facet among the products that all choices but its own leave."""

    def counted(facet: str, how: Json) -> Json:
        left = {"bool": {"filter": narrowed(wanted, but=facet)}}
        return {"filter": left, "aggs": {"values": how}}

    ranges = [{"key": band(begins), "from": begins, **_end(begins)} for begins in PRICE_BANDS]
    steps = [{"key": str(step), "from": step} for step in RATING_STEPS]
    chosen = {
        _ATTRIBUTE + code: counted(_ATTRIBUTE + code, _terms("attributes"))
        for code, _ in wanted.attributes
    }
    return {
        "category": counted("category", _terms("category")),
        "brand": counted("brand", _terms("brand.exact")),
        "price": counted("price", {"range": {"field": "price_minor", "ranges": ranges}}),
        "rating": counted("rating", {"range": {"field": "rating", "ranges": steps}}),
        "available": counted("available", _terms("available")),
        _ATTRIBUTE: counted("", _terms("attributes")),
        **chosen,
    }


def facets_from(answer: Mapping[str, Any]) -> Facets:
    """The aggregations' answer in the port's terms. A chosen attribute's own counts win."""
    counted: dict[str, dict[str, int]] = {}
    for name in sorted(answer):
        counts = {
            _value(bucket): bucket["doc_count"] for bucket in answer[name]["values"]["buckets"]
        }
        counted |= _by_code(counts, name) if name.startswith(_ATTRIBUTE) else {name: counts}
    counted["brand"].pop("", None)
    return arranged(answer[_ATTRIBUTE]["doc_count"], counted)


def _choices(wanted: Wanted) -> dict[str, Json]:
    """A condition for each kind of choice that was made, by facet."""
    made: dict[str, Json] = {}
    if wanted.category:
        made["category"] = {"term": {"path": wanted.category}}
    if wanted.brands:
        made["brand"] = {"terms": {"brand.exact": list(wanted.brands)}}
    if wanted.price_from > 0 or wanted.price_to < PRICE_MAX:
        bounds = {"gte": wanted.price_from, "lte": wanted.price_to}
        made["price"] = {"range": {"price_minor": bounds}}
    if wanted.rating:
        made["rating"] = {"range": {"rating": {"gte": wanted.rating}}}
    if wanted.available:
        made["available"] = {"term": {"available": True}}
    for code, values in wanted.attributes:
        either = [attribute(code, value) for value in values]
        made[_ATTRIBUTE + code] = {"terms": {"attributes": either}}
    return made


def _by_code(counts: Mapping[str, int], name: str) -> dict[str, dict[str, int]]:
    """Counts of attributes with their values: those of one attribute, or of all."""
    found: dict[str, dict[str, int]] = {}
    for word, products in counts.items():
        code, _, value = word.partition("=")
        if name in (_ATTRIBUTE, _ATTRIBUTE + code):
            found.setdefault(_ATTRIBUTE + code, {})[value] = products
    return found


def _terms(field: str) -> Json:
    return {"terms": {"field": field, "size": _MOST}}


def _end(begins: int) -> Json:
    following = [bound for bound in PRICE_BANDS if bound > begins]
    return {"to": following[0]} if following else {}


def _value(bucket: Mapping[str, Any]) -> str:
    return str(bucket.get("key_as_string", bucket["key"]))
