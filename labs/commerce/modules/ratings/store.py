"""The tables of ratings."""

from uuid import UUID

from labs.commerce.platform.database import Database

_ADD = """
    WITH added AS (
        INSERT INTO ratings.ratings (review_id, product_id, stars) VALUES ($1, $2, $3)
        ON CONFLICT (review_id) DO NOTHING RETURNING product_id, stars
    )
    INSERT INTO ratings.totals AS t (product_id, counts)
    SELECT product_id, ARRAY(SELECT (n = stars)::int FROM generate_series(1, 5) AS n ORDER BY n)
    FROM added ON CONFLICT (product_id) DO UPDATE SET counts =
        ARRAY(SELECT t.counts[n] + excluded.counts[n] FROM generate_series(1, 5) AS n ORDER BY n)
    RETURNING counts
"""

_REMOVE = """
    WITH removed AS (
        DELETE FROM ratings.ratings WHERE review_id = $1 RETURNING product_id, stars
    )
    UPDATE ratings.totals t SET counts[removed.stars] = t.counts[removed.stars] - 1
    FROM removed WHERE t.product_id = removed.product_id RETURNING t.product_id, t.counts
"""

Counts = dict[int, int]
"""Stars -> how many reviews gave them."""


class RatingsStore:
    """The stars of every approved review, and their totals."""

    def __init__(self, database: Database) -> None:
        self._database = database

    async def add(self, review_id: UUID, product_id: int, stars: int) -> Counts | None:
        """Count a review once. Returns the product's new totals; None when it was counted before.

        Other reviews of the product wait until the transaction ends.
        """
        row = await self._database.fetch_one(_ADD, review_id, product_id, stars)
        return None if row is None else _counts(row["counts"])

    async def remove(self, review_id: UUID) -> tuple[int, Counts] | None:
        """Count a review no longer. Returns its product and that one's new totals."""
        row = await self._database.fetch_one(_REMOVE, review_id)
        return None if row is None else (row["product_id"], _counts(row["counts"]))

    async def counts(self, product_id: int) -> Counts:
        """A product's totals."""
        row = await self._database.fetch_one(
            "SELECT counts FROM ratings.totals WHERE product_id = $1", product_id
        )
        return {} if row is None else _counts(row["counts"])


def _counts(counts: list[int]) -> Counts:
    return dict(enumerate(counts, start=1))
