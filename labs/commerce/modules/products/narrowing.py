"""What a list is narrowed to, as conditions of PostgreSQL."""

import msgspec

from labs.commerce.modules.products.listing import PRICE_MAX, Wanted


class Conditions:
    """A condition per kind of choice, and the values they refer to."""

    def __init__(self, wanted: Wanted) -> None:
        self.values: list[object] = []
        self.category = self._contains({"path": [wanted.category]}) if wanted.category else "true"
        self.choices: dict[str, str] = {}
        """Facet -> condition, for the kinds that are narrowed."""
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

    def _contains(self, part: object) -> str:
        return f"document @> {self.value(msgspec.json.encode(part).decode())}::jsonb"
