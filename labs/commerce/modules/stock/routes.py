"""The public API of stock."""

from starlette.requests import Request
from starlette.responses import Response
from starlette.routing import Route

from labs.commerce.modules.stock.api import LevelsOf
from labs.commerce.modules.stock.service import StockService
from labs.commerce.platform.errors import NotFoundError
from labs.commerce.platform.messages import Nothing
from labs.commerce.platform.web import answer, get, path_int, require


def routes(stock: StockService) -> list[Route]:
    """Reading levels; goods arrive through suppliers."""

    async def low(request: Request) -> Response:
        require(request, "warehouse", "admin")
        return answer(await stock.low(Nothing()))

    async def show(request: Request) -> Response:
        product_id = path_int(request, "product_id")
        levels = await stock.levels(LevelsOf(product_ids=[product_id]))
        if not levels.items:
            raise NotFoundError("product-unknown", productIds=[product_id])
        return answer(levels.items[0])

    return [get("/low", low), get("/{product_id}", show)]
