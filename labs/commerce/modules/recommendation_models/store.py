"""The tables of recommendation models."""

from collections.abc import Sequence
from datetime import datetime
from uuid import UUID

from labs.commerce.platform.database import Database
from labs.commerce.platform.messages import Message

BASKETS_MAX = 20_000
"""A model learns from the latest baskets only."""


class TrainedModel(Message, frozen=True, kw_only=True):
    """A training run."""

    version: int
    baskets: int
    products: int
    hit_rate: float | None
    """Share of hidden products that were foreseen; None where there was too little to say."""
    trained_at: datetime


class ModelsStore:
    """Baskets and training runs."""

    def __init__(self, database: Database) -> None:
        self._database = database

    async def add_basket(self, order_id: UUID, products: Sequence[int], at: datetime) -> None:
        """Note what was bought together."""
        await self._database.write_behind(
            "INSERT INTO recommendation_models.baskets (order_id, products, at)"
            # baskets of different sizes make no array
            " SELECT order_id, string_to_array(products, ',')::int[], at"
            " FROM unnest($1::uuid[], $2::text[], $3::timestamptz[]) AS s (order_id, products, at)"
            " ON CONFLICT (order_id) DO NOTHING",
            [(order_id, ",".join(map(str, products)), at)],
        )

    async def baskets(self) -> list[list[int]]:
        """The latest baskets, the oldest first."""
        rows = await self._database.fetch(
            "SELECT products FROM recommendation_models.baskets ORDER BY at DESC LIMIT $1",
            BASKETS_MAX,
        )
        return [list(row["products"]) for row in reversed(rows)]

    async def add_model(
        self, baskets: int, products: int, hit_rate: float | None, at: datetime
    ) -> TrainedModel:
        """Note a training run."""
        row = await self._database.fetch_one(
            "INSERT INTO recommendation_models.models (baskets, products, hit_rate, trained_at)"
            " VALUES ($1, $2, $3, $4)"
            " RETURNING version, baskets, products, hit_rate, trained_at",
            baskets,
            products,
            hit_rate,
            at,
        )
        return TrainedModel(**row)

    async def models(self) -> list[TrainedModel]:
        """The latest training runs."""
        rows = await self._database.fetch(
            "SELECT version, baskets, products, hit_rate, trained_at"
            " FROM recommendation_models.models ORDER BY version DESC LIMIT 50"
        )
        return [TrainedModel(**row) for row in rows]
