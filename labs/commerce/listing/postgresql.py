"""Narrowing and counting in PostgreSQL.

Of a table with the columns `brand`, `price_minor`, `rating`, `available`, and a JSONB `document`
that holds `category`, `path` and `attributes`.
"""

import msgspec

from labs.commerce.listing.facets import PRICE_BANDS, RATING_STEPS, Facets, arranged, band
from labs.commerce.listing.narrowing import PRICE_MAX, Wanted
from labs.commerce.platform.database import Database

_FACETS = """
    WITH candidates AS MATERIALIZED (
        SELECT brand, price_minor, rating, available, document, {missed} AS missed FROM {source}
    )
    SELECT 'brand' AS facet, brand AS value, count(*) AS products
    FROM candidates WHERE missed <@ '{{brand}}' AND brand <> '' GROUP BY brand
    UNION ALL SELECT 'price', width_bucket(price_minor, {bands}::int[])::text, count(*)
    FROM candidates WHERE missed <@ '{{price}}' GROUP BY 2
    UNION ALL SELECT 'rating', least::text, count(*)
    FROM candidates JOIN unnest({steps}::int[]) AS least ON rating >= least
    WHERE missed <@ '{{rating}}' GROUP BY least
    UNION ALL SELECT 'available', available::text, count(*)
    FROM candidates WHERE missed <@ '{{available}}' GROUP BY available
    UNION ALL SELECT 'attribute.' || a.key, a.value, count(*)
    FROM candidates, jsonb_each_text(document -> 'attributes') AS a
    WHERE missed <@ ARRAY['attribute.' || a.key] GROUP BY a.key, a.value
    UNION ALL SELECT '', '', count(*) FROM candidates WHERE missed = '{{}}'
"""

_SHELVES = """
    UNION ALL SELECT 'category', document ->> 'category', count(*)
    FROM candidates WHERE missed <@ '{category}' GROUP BY 2
"""


class Conditions:
    """A condition per kind of choice, and the values they refer to."""

    def __init__(self, wanted: Wanted, *, counts_shelves: bool = False) -> None:
        self.values: list[object] = []
        self.choices: dict[str, str] = {}
        """Facet -> condition, for the kinds that are narrowed."""
        self.counts_shelves = counts_shelves
        """Whether the category is a choice like any other, and not what the list is of."""
        self.category = self._contains({"path": [wanted.category]}) if wanted.category else "true"
        if wanted.category and counts_shelves:
            self.choices["category"], self.category = self.category, "true"
        if wanted.brands:
            self.choices["brand"] = f"brand = ANY({self.value(list(wanted.brands))}::text[])"
        if wanted.price_from > 0 or wanted.price_to < PRICE_MAX:
            low, high = self.value(wanted.price_from), self.value(wanted.price_to)
            self.choices["price"] = f"price_minor BETWEEN {low} AND {high}"
        if wanted.rating:
            self.choices["rating"] = f"rating >= {self.value(wanted.rating)}"
        if wanted.available:
            self.choices["available"] = "available"
        for code, values in wanted.attributes:
            either = (self._contains({"attributes": {code: value}}) for value in values)
            self.choices[f"attribute.{code}"] = f"({' OR '.join(either)})"

    def value(self, value: object) -> str:
        """Hand over a value; what stands for it in the statement."""
        self.values.append(value)
        return f"${len(self.values)}"

    def all(self) -> str:
        """What holds for everything in the list."""
        return " AND ".join([self.category, *self.choices.values()])

    def missed(self) -> str:
        """The kinds whose choice leaves a product out, as an array."""
        missed = [
            f"CASE WHEN ({condition}) IS NOT TRUE THEN {self.value(facet)}::text END"
            for facet, condition in self.choices.items()
        ]
        return f"array_remove(ARRAY[{', '.join(missed)}]::text[], NULL)"

    async def counted(self, database: Database, source: str) -> Facets:
        """Every facet among the rows of a source, such as `a.table WHERE …`."""
        statement = _FACETS.format(
            source=source,
            missed=self.missed(),
            bands=self.value(list(PRICE_BANDS)),
            steps=self.value(list(RATING_STEPS)),
        )
        counted: dict[str, dict[str, int]] = {}
        for row in await database.fetch(statement + _SHELVES * self.counts_shelves, *self.values):
            facet, value = row["facet"], row["value"]
            if facet == "price":
                value = band(PRICE_BANDS[int(value) - 1])
            counted.setdefault(facet, {})[value] = row["products"]
        return arranged(counted.pop("")[""], counted)

    def _contains(self, part: object) -> str:
        return f"document @> {self.value(msgspec.json.encode(part).decode())}::jsonb"
