"""Knowing what else a customer might want."""

from dataclasses import dataclass

from labs.commerce.modules.products.api import BestRated, Products
from labs.commerce.modules.recommendation_models.api import ModelTrained
from labs.commerce.modules.recommendations.store import RecommendationsStore
from labs.commerce.platform.errors import ShopError
from labs.commerce.platform.messages import Message


class Recommended(Message, frozen=True, kw_only=True):
    """Products to show beside one."""

    product_ids: list[int]
    source: str
    """`model`, `bought-together`, `popular` when nothing is known about the product, `best-rated`
    of its category when nothing was bought at all."""


@dataclass(frozen=True, slots=True)
class RecommendationsService:
    """Fulfils the contract of recommendations."""

    store: RecommendationsStore
    products: Products

    async def beside(self, product_id: int, limit: int) -> Recommended:
        """What to show beside a product: the best that is known."""
        learnt = await self.store.neighbours(product_id)
        if learnt:
            return Recommended(product_ids=learnt[:limit], source="model")
        together = await self.store.bought_together(product_id, limit)
        if together:
            return Recommended(product_ids=together, source="bought-together")
        popular = [p for p in await self.store.popular(limit + 1) if p != product_id]
        if popular:
            return Recommended(product_ids=popular[:limit], source="popular")
        return Recommended(product_ids=await self._rated(product_id, limit), source="best-rated")

    async def _rated(self, product_id: int, limit: int) -> list[int]:
        """What others think well of; nothing where the catalogue is away."""
        try:
            wanted = BestRated(product_id=product_id, limit=limit)
            return (await self.products.best_rated(wanted)).product_ids
        except ShopError:
            return []

    async def bought(self, products: list[int]) -> None:
        """Count what was bought together."""
        await self.store.add_basket(products)

    async def learnt(self, model: ModelTrained) -> None:
        """Take over a model."""
        await self.store.put_model(model.version, model.neighbours)
