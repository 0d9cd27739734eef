"""The public API of stock."""

from starlette.requests import Request
from starlette.responses import Response

from labs.commerce.modules.stock.api import Levels, LevelsOf, Quantity
from labs.commerce.modules.stock.service import StockService
from labs.commerce.platform.errors import NotFoundError
from labs.commerce.platform.messages import Nothing
from labs.commerce.platform.serving.shape import ANYONE, PublicRoute, Shape, holders
from labs.commerce.platform.serving.web import answer, get, path_int


def routes(stock: StockService) -> list[PublicRoute]:
    """Reading levels; goods arrive through suppliers."""

    async def low(_request: Request) -> Response:
        return answer(await stock.low(Nothing()))

    async def show(request: Request) -> Response:
        product_id = path_int(request, "product_id")
        levels = await stock.levels(LevelsOf(product_ids=[product_id]))
        if not levels.items:
            raise NotFoundError("product-unknown", productIds=[product_id])
        return answer(levels.items[0])

    return [
        get("/low", low, Shape(holders("warehouse", "admin"), gives=Levels)),
        get("/{product_id:number}", show, Shape(ANYONE, gives=Quantity)),
    ]
