"""Search in PostgreSQL: full text for word forms, trigrams for typing errors."""

import re
from collections.abc import Iterable, Sequence
from typing import Any

from labs.commerce.modules.products.api import Product
from labs.commerce.modules.search.marking import BEGIN, END, Marked, marked, unmarked
from labs.commerce.modules.search.store import Hit, Query, Suggestion
from labs.commerce.platform.database import Database
from labs.commerce.platform.messages import Text

_PUT = """
    INSERT INTO search.documents (product_id, path, name_ru, name_en, description_ru,
        description_en, price_minor, version, names, words, beginnings)
    SELECT $1, $2, $3, $4, $5, $6, $7, $8, lower(search.unaccent(named)),
        setweight(to_tsvector('search.shop', named), 'A')
        || setweight(to_tsvector('search.shop', $5), 'B')
        || setweight(to_tsvector('search.shop', $6), 'B'),
        to_tsvector('search.plain', named)
    FROM (SELECT concat_ws(' ', $3::text, $4::text, $9::text) AS named) AS names
    ON CONFLICT (product_id) DO UPDATE SET path = excluded.path,
        name_ru = excluded.name_ru, name_en = excluded.name_en,
        description_ru = excluded.description_ru, description_en = excluded.description_en,
        price_minor = excluded.price_minor, version = excluded.version,
        names = excluded.names, words = excluded.words, beginnings = excluded.beginnings
    WHERE documents.version <= excluded.version
"""

_REMOVE = """
    DELETE FROM search.documents WHERE product_id > $1
        AND product_id <= coalesce($2, 2147483647) AND product_id <> ALL($3::int[])
"""

_HIT = "product_id, path, name_ru, name_en, price_minor"

_BY_WORDS = f"""
    SELECT {_HIT}, description_ru, description_en
    FROM search.documents, websearch_to_tsquery('search.shop', $1) AS query
    WHERE words @@ query AND ($2 = '' OR $2 = ANY(path))
    ORDER BY ts_rank(words, query, 1) DESC, product_id LIMIT $3 OFFSET $4
"""  # noqa: S608 - a constant

_BY_LIKENESS = f"""
    SELECT {_HIT}, description_ru, description_en
    FROM search.alike(lower(search.unaccent($1))) WHERE $2 = '' OR $2 = ANY(path)
    LIMIT $3 OFFSET $4
"""  # noqa: S608 - a constant

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

    async def prepare(self) -> None:
        """Be empty; the schema is there before the deployable is ready."""
        await self._database.execute("DELETE FROM search.documents")

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

    async def suggest(self, text: str, limit: int) -> list[Suggestion]:
        """Products with words in their names that begin as those of `text` do."""
        begun = " & ".join(f"'{word}':*" for word in _WORD.findall(text)[:_WORDS_MAX])
        if not begun:
            return []
        rows = await self._database.fetch(_SUGGEST, begun, limit)
        return [Suggestion(product_id=row["product_id"], name=_name(row)) for row in rows]

    async def _hits(self, statement: str, query: Query) -> list[Hit]:
        rows = await self._database.fetch(
            statement, query.text, query.category, query.limit, query.offset
        )
        marks = await self._marked(query, rows) if query.marked and rows else {}
        return [
            Hit(
                product_id=row["product_id"],
                category=row["path"][-1],
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
    return (
        product.product_id,
        product.path or (product.category,),
        product.name.ru,
        product.name.en,
        product.description.ru,
        product.description.en,
        product.price_minor,
        product.version,
        product.brand,
    )
