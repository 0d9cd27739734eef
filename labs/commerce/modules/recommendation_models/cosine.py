"""Item-to-item similarity from baskets: the cosine between products' purchase vectors."""

from collections import Counter, defaultdict
from collections.abc import Sequence
from itertools import combinations
from math import sqrt

Basket = Sequence[int]
Model = dict[int, list[int]]
"""Product -> products that belong to it, the nearest first."""

NEIGHBOURS = 10


def train(baskets: Sequence[Basket]) -> Model:
    """Neighbours of every product that was ever bought with another."""
    bought: Counter[int] = Counter()
    together: Counter[tuple[int, int]] = Counter()
    for basket in baskets:
        products = sorted(set(basket))
        bought.update(products)
        together.update(combinations(products, 2))
    nearness: dict[int, dict[int, float]] = defaultdict(dict)
    for (one, other), times in together.items():
        cosine = times / sqrt(bought[one] * bought[other])
        nearness[one][other] = nearness[other][one] = cosine
    return {
        product: sorted(near, key=lambda other: (-near[other], other))[:NEIGHBOURS]
        for product, near in sorted(nearness.items())
    }


def hit_rate(baskets: Sequence[Basket]) -> float | None:
    """How often a model of the first four fifths foresees the rest.

    For each later basket with two products or more, its last product is hidden; a hit is when it
    is among the neighbours of the others. None where there are too few baskets to say.
    """
    cut = len(baskets) * 4 // 5
    later = [basket for basket in baskets[cut:] if len(set(basket)) > 1]
    if not cut or not later:
        return None
    model = train(baskets[:cut])
    return round(sum(_foreseen(model, basket) for basket in later) / len(later), 4)


def _foreseen(model: Model, basket: Basket) -> bool:
    *known, hidden = basket
    return any(hidden in model.get(product, ()) for product in known)
