"""Learning which products belong together."""

import asyncio
from dataclasses import dataclass
from uuid import UUID

from labs.commerce.modules.recommendation_models.api import ModelTrained, Neighbours
from labs.commerce.modules.recommendation_models.cosine import hit_rate, train
from labs.commerce.modules.recommendation_models.store import ModelsStore, TrainedModel
from labs.commerce.platform.clock import Clock
from labs.commerce.platform.database import Database
from labs.commerce.platform.errors import DomainError
from labs.commerce.platform.events import Outbox


@dataclass(frozen=True, slots=True)
class RecommendationModelsService:
    """Fulfils the contract of recommendation models."""

    database: Database
    store: ModelsStore
    outbox: Outbox
    clock: Clock

    async def bought(self, order_id: UUID, products: list[int]) -> None:
        """Remember what was bought together."""
        await self.store.add_basket(order_id, products, self.clock.now())

    async def train(self) -> TrainedModel:
        """Learn from the baskets so far and announce what was learnt.

        Raises:
            DomainError: nothing was bought yet.
        """
        baskets = await self.store.baskets()
        if not baskets:
            raise DomainError("no-baskets")
        # Off the event loop: twenty thousand baskets take a noticeable time.
        model = await asyncio.to_thread(train, baskets)
        rate = await asyncio.to_thread(hit_rate, baskets)
        async with self.database.transaction():
            now = self.clock.now()
            trained = await self.store.add_model(len(baskets), len(model), rate, now)
            neighbours = [Neighbours(product_id=p, similar=s) for p, s in model.items()]
            self.outbox.publish(ModelTrained(version=trained.version, neighbours=neighbours))
        return trained

    async def models(self) -> list[TrainedModel]:
        """The latest training runs."""
        return await self.store.models()
