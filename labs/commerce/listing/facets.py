"""What a list of products is counted by."""

from labs.commerce.platform.messages import Message

PRICE_BANDS = (0, 2_500, 5_000, 10_000, 25_000, 50_000, 100_000)
"""Where each range of prices begins, in cents."""

RATING_STEPS = (4, 3, 2, 1)
"""A rating facet counts everything rated so or better."""


class FacetValue(Message, frozen=True):
    """A choice that would narrow the list further."""

    value: str
    products: int


class Facet(Message, frozen=True):
    """The choices of one kind: `brand`, `price`, `rating`, `available`, `attribute.<code>`.

    Of what was found by words, `category` as well. They are counted among the products that every
    *other* choice leaves, so that one can see what changing this one would bring.
    """

    name: str
    values: list[FacetValue]


class Facets(Message, frozen=True):
    """What is in a list."""

    total: int
    facets: list[Facet]


def band(begins: int) -> str:
    """A range of prices by where it begins: `2500-4999`; the last is open, `100000-`."""
    following = PRICE_BANDS.index(begins) + 1
    ends = "" if following == len(PRICE_BANDS) else str(PRICE_BANDS[following] - 1)
    return f"{begins}-{ends}"


def arranged(total: int, counted: dict[str, dict[str, int]]) -> Facets:
    """Counts in the order they are shown: ranges as they follow, all else the most common first."""
    facets = [Facet(name=name, values=_values(name, counted[name])) for name in sorted(counted)]
    return Facets(total=total, facets=[facet for facet in facets if facet.values])


def _values(name: str, counts: dict[str, int]) -> list[FacetValue]:
    ranges = {"price": [band(begins) for begins in PRICE_BANDS], "rating": list("4321")}
    order = ranges.get(name) or sorted(counts, key=lambda value: (-counts[value], value))
    return [FacetValue(value=v, products=counts[v]) for v in order if counts.get(v)]
