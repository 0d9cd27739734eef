"""The tables of ratings."""

from uuid import UUID

from labs.commerce.platform.database import Database


class RatingsStore:
    """The stars of every approved review."""

    def __init__(self, database: Database) -> None:
        self._database = database

    async def add(self, review_id: UUID, product_id: int, stars: int) -> None:
        """Note a review's stars."""
        await self._database.execute(
            "INSERT INTO ratings.ratings (review_id, product_id, stars) VALUES ($1, $2, $3)"
            " ON CONFLICT (review_id) DO NOTHING",
            review_id,
            product_id,
            stars,
        )

    async def counts(self, product_id: int) -> dict[int, int]:
        """Stars -> how many reviews of a product gave them."""
        rows = await self._database.fetch(
            "SELECT stars, count(*) AS n FROM ratings.ratings WHERE product_id = $1 GROUP BY stars",
            product_id,
        )
        return {row["stars"]: row["n"] for row in rows}
