"""The tables of recommendations: projections of orders and of trained models."""

from collections.abc import Iterable, Sequence
from itertools import permutations

from labs.commerce.modules.recommendation_models.api import Neighbours
from labs.commerce.platform.database import Database


class RecommendationsStore:
    """What was bought together, what is popular, what a model says."""

    def __init__(self, database: Database) -> None:
        self._database = database

    async def add_basket(self, products: Sequence[int]) -> None:
        """Count what was bought together."""
        await self._database.write_behind(
            "INSERT INTO recommendations.popularity AS p (product_id, times)"
            " SELECT product_id, count(*) FROM unnest($1::int[]) AS bought (product_id)"
            " GROUP BY product_id ORDER BY product_id"
            " ON CONFLICT (product_id) DO UPDATE SET times = p.times + excluded.times",
            [(product,) for product in products],
        )
        await self._database.write_behind(
            "INSERT INTO recommendations.pairs AS p (product_id, other_id, times)"
            " SELECT one, other, count(*) FROM unnest($1::int[], $2::int[]) AS pair (one, other)"
            " GROUP BY one, other ORDER BY one, other"
            " ON CONFLICT (product_id, other_id) DO UPDATE SET times = p.times + excluded.times",
            permutations(products, 2),
        )

    async def bought_together(self, product_id: int, limit: int) -> list[int]:
        """The products most often bought with one."""
        rows = await self._database.fetch(
            "SELECT other_id FROM recommendations.pairs WHERE product_id = $1"
            " ORDER BY times DESC, other_id LIMIT $2",
            product_id,
            limit,
        )
        return [row["other_id"] for row in rows]

    async def popular(self, limit: int) -> list[int]:
        """The products most often bought."""
        rows = await self._database.fetch(
            "SELECT product_id FROM recommendations.popularity"
            " ORDER BY times DESC, product_id LIMIT $1",
            limit,
        )
        return [row["product_id"] for row in rows]

    async def neighbours(self, product_id: int) -> list[int]:
        """What the latest model says belongs to a product."""
        row = await self._database.fetch_one(
            "SELECT nearest FROM recommendations.neighbours WHERE product_id = $1", product_id
        )
        return [] if row is None else list(row["nearest"])

    async def put_model(self, version: int, neighbours: Iterable[Neighbours]) -> None:
        """Take over a model; an older one that arrives late changes nothing."""
        await self._database.execute_many(
            "INSERT INTO recommendations.neighbours AS n (product_id, nearest, version)"
            " VALUES ($1, $2, $3) ON CONFLICT (product_id) DO UPDATE"
            " SET nearest = excluded.nearest, version = excluded.version"
            " WHERE n.version < excluded.version",
            [(n.product_id, n.similar, version) for n in neighbours],
        )
