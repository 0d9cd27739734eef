"""Search in PostgreSQL: full text for word forms, trigrams for typing errors."""

import re
from collections.abc import Iterable, Sequence
from typing import Any, NamedTuple

import msgspec

from labs.commerce.listing.facets import Facets
from labs.commerce.listing.postgresql import Conditions
from labs.commerce.modules.products.api import Product
from labs.commerce.modules.search.marking import BEGIN, END, Marked, marked, unmarked
from labs.commerce.modules.search.store import Hit, Query, Suggestion
from labs.commerce.platform.database import Database
from labs.commerce.platform.messages import Text

_PUT = """
    INSERT INTO search.documents (product_id, name_ru, name_en, description_ru, description_en,
        document, brand, price_minor, rating, available, version, names, words, beginnings)
    SELECT $1, $2, $3, $4, $5, $6::jsonb, $7, $8, $9, $10, $11, lower(search.unaccent(named)),
        setweight(to_tsvector('search.shop', named), 'A')
        || setweight(to_tsvector('search.shop', $4), 'B')
        || setweight(to_tsvector('search.shop', $5), 'B'),
        to_tsvector('search.plain', named)
    FROM (SELECT concat_ws(' ', $2::text, $3::text, $7::text) AS named) AS names
    ON CONFLICT (product_id) DO UPDATE SET
        name_ru = excluded.name_ru, name_en = excluded.name_en,
        description_ru = excluded.description_ru, description_en = excluded.description_en,
        document = excluded.document, brand = excluded.brand, price_minor = excluded.price_minor,
        rating = excluded.rating, available = excluded.available, version = excluded.version,
        names = excluded.names, words = excluded.words, beginnings = excluded.beginnings
    WHERE documents.version <= excluded.version
"""

_REMOVE = """
    DELETE FROM search.documents WHERE product_id > $1
        AND product_id <= coalesce($2, 2147483647) AND product_id <> ALL($3::int[])
"""

_HIT = """
    product_id, document ->> 'category' AS category, name_ru, name_en, price_minor,
    description_ru, description_en
"""


class _Matching(NamedTuple):
    """What a query finds; `{text}` stands for its text."""

    source: str
    condition: str = "true"
    order: str = ""
    """The best first."""

    def rows(self, text: str) -> str:
        """All of them, as the source of a statement."""
        return f"{self.source.format(text=text)} WHERE {self.condition}"


_BY_WORDS = _Matching(
    "search.documents, websearch_to_tsquery('search.shop', {text}) AS query",
    "words @@ query",
    "ORDER BY ts_rank(words, query, 1) DESC, product_id",
)
_BY_LIKENESS = _Matching("search.alike(lower(search.unaccent({text})))")

_MARKED = """
    SELECT product_id,
        ts_headline('search.shop', name, query, $4 || ', HighlightAll=true') AS name,
        ts_headline('search.shop', description, query, $4 || ', MaxWords=20, MinWords=8')
            AS description
    FROM unnest($1::int[], $2::text[], $3::text[]) AS t(product_id, name, description),
        websearch_to_tsquery('search.shop', $5) AS query
"""
_MARKS = f'StartSel="{BEGIN}", StopSel="{END}"'

# Some of the matches, then their order: asked for the first ones, the planner would walk the whole
# catalogue by number in the hope of an early match.
_SUGGEST = """
    WITH begun AS MATERIALIZED (
        SELECT product_id, name_ru, name_en FROM search.documents
        WHERE beginnings @@ to_tsquery('search.plain', $1) LIMIT 200
    )
    SELECT product_id, name_ru, name_en FROM begun ORDER BY product_id LIMIT $2
"""

_WORD = re.compile(r"[^\W_]+")
_WORDS_MAX = 8


class PostgresSearch:
    """Fulfils `SearchStore` in the deployable's own database."""

    def __init__(self, database: Database) -> None:
        self._database = database

    async def fill(self, products: Iterable[Product]) -> None:
        """Hold these products and no others."""
        async with self._database.transaction():
            await self._database.execute("DELETE FROM search.documents")
            await self.put(products)

    async def put(self, products: Iterable[Product]) -> None:
        """Index products."""
        await self._database.execute_many(_PUT, [_row(product) for product in products])

    async def replace_after(self, product_id: int, products: Sequence[Product]) -> None:
        """From the number after this one to the last of `products`, hold exactly these."""
        numbers = [product.product_id for product in products]
        async with self._database.transaction():
            await self.put(products)
            await self._database.execute(
                _REMOVE, product_id, numbers[-1] if numbers else None, numbers
            )

    async def by_words(self, query: Query) -> list[Hit]:
        """Products in which every word of the query stands."""
        return await self._hits(_BY_WORDS, query)

    async def by_likeness(self, query: Query) -> list[Hit]:
        """Products with a word that looks like the query."""
        return await self._hits(_BY_LIKENESS, query)

    async def facets_by_words(self, query: Query) -> Facets:
        """What is in all that `by_words` finds."""
        return await self._facets(_BY_WORDS, query)

    async def facets_by_likeness(self, query: Query) -> Facets:
        """What is in all that `by_likeness` finds."""
        return await self._facets(_BY_LIKENESS, query)

    async def suggest(self, text: str, limit: int) -> list[Suggestion]:
        """Products with words in their names that begin as those of `text` do."""
        begun = " & ".join(f"'{word}':*" for word in _WORD.findall(text)[:_WORDS_MAX])
        if not begun:
            return []
        rows = await self._database.fetch(_SUGGEST, begun, limit)
        return [Suggestion(product_id=row["product_id"], name=_name(row)) for row in rows]

    async def _facets(self, matching: _Matching, query: Query) -> Facets:
        conditions = Conditions(query.wanted, counts_shelves=True)
        rows = matching.rows(conditions.value(query.text))
        return await conditions.counted(self._database, rows)

    async def _hits(self, matching: _Matching, query: Query) -> list[Hit]:
        conditions = Conditions(query.wanted, counts_shelves=True)
        rows = await self._database.fetch(
            f"SELECT {_HIT} FROM {matching.rows(conditions.value(query.text))}"  # noqa: S608 - of constants and places
            f" AND {conditions.all()} {matching.order}"
            f" LIMIT {conditions.value(query.limit)} OFFSET {conditions.value(query.offset)}",
            *conditions.values,
        )
        marks = await self._marked(query, rows) if query.marked and rows else {}
        return [
            Hit(
                product_id=row["product_id"],
                category=row["category"],
                name=_name(row),
                price_minor=row["price_minor"],
                marked=marks.get(row["product_id"]),
            )
            for row in rows
        ]

    async def _marked(self, query: Query, rows: Sequence[Any]) -> dict[int, Marked]:
        """Only what is shown is marked: it costs more than finding."""
        found = await self._database.fetch(
            _MARKED,
            [row["product_id"] for row in rows],
            [unmarked(row[f"name_{query.marked}"]) for row in rows],
            [unmarked(row[f"description_{query.marked}"]) for row in rows],
            _MARKS,
            query.text,
        )
        return {
            row["product_id"]: Marked(
                name=marked(row["name"]), description=marked(row["description"])
            )
            for row in found
        }


def _name(row: Any) -> Text:  # noqa: ANN401 - a driver's row
    return Text(ru=row["name_ru"], en=row["name_en"])


def _row(product: Product) -> tuple[object, ...]:
    document = {
        "category": product.category,
        "path": product.path or (product.category,),
        "attributes": product.attributes,
    }
    return (
        product.product_id,
        product.name.ru,
        product.name.en,
        product.description.ru,
        product.description.en,
        msgspec.json.encode(document).decode(),
        product.brand,
        product.price_minor,
        product.rating,
        product.available,
        product.version,
    )
