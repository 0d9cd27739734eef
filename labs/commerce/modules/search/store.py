"""The tables of search: a projection of the catalogue."""

from collections.abc import Iterable

from labs.commerce.modules.products.api import Product
from labs.commerce.platform.database import Database
from labs.commerce.platform.messages import Message, Text

_PUT = """
    INSERT INTO search.documents (product_id, category, name_ru, name_en, price_minor, names, words)
    VALUES ($1, $2, $3, $4, $7, lower($3 || ' ' || $4),
        setweight(to_tsvector('russian', $3), 'A') || setweight(to_tsvector('english', $4), 'A')
        || setweight(to_tsvector('russian', $5), 'B') || setweight(to_tsvector('english', $6), 'B'))
    ON CONFLICT (product_id) DO UPDATE SET category = excluded.category,
        name_ru = excluded.name_ru, name_en = excluded.name_en, names = excluded.names,
        price_minor = excluded.price_minor, words = excluded.words
"""

_BY_WORDS = """
    WITH query AS (
        SELECT websearch_to_tsquery('russian', $1) || websearch_to_tsquery('english', $1) AS words
    )
    SELECT product_id, category, name_ru, name_en, price_minor
    FROM search.documents, query WHERE documents.words @@ query.words
    ORDER BY ts_rank(documents.words, query.words) DESC, product_id LIMIT $2
"""

_BY_LIKENESS = "SELECT * FROM search.alike($1, $2)"


class Hit(Message, frozen=True, kw_only=True):
    """A product that was found."""

    product_id: int
    category: str
    name: Text
    price_minor: int


class SearchStore:
    """Documents to search in."""

    def __init__(self, database: Database) -> None:
        self._database = database

    async def put(self, products: Iterable[Product]) -> None:
        """Index products."""
        await self._database.execute_many(
            _PUT,
            [
                (
                    p.product_id,
                    p.category,
                    p.name.ru,
                    p.name.en,
                    p.description.ru,
                    p.description.en,
                    p.price_minor,
                )
                for p in products
            ],
        )

    async def by_words(self, query: str, limit: int) -> list[Hit]:
        """Products whose words match, in whatever grammatical form; the best first."""
        return await self._hits(_BY_WORDS, query, limit)

    async def by_likeness(self, query: str, limit: int) -> list[Hit]:
        """Products with a word that looks like the query: for typing errors."""
        return await self._hits(_BY_LIKENESS, query, limit)

    async def _hits(self, statement: str, query: str, limit: int) -> list[Hit]:
        return [
            Hit(
                product_id=row["product_id"],
                category=row["category"],
                name=Text(ru=row["name_ru"], en=row["name_en"]),
                price_minor=row["price_minor"],
            )
            for row in await self._database.fetch(statement, query, limit)
        ]
