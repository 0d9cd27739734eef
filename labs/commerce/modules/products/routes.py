"""The public API of products."""

from http import HTTPStatus

from starlette.requests import Request
from starlette.responses import Response
from starlette.routing import Route

from labs.commerce.modules.products.api import Product, ProductRef
from labs.commerce.modules.products.service import ProductsService
from labs.commerce.platform.messages import Command, Text
from labs.commerce.platform.web import (
    answer,
    body,
    get,
    path_int,
    post,
    put,
    query_int,
    require,
)

_PAGE, _PAGE_MAX = 20, 100
_LAST_ID = 999_999_999


class PutProduct(Command, frozen=True):
    """Everything a product is but its number."""

    category: str
    name: Text
    description: Text
    price_minor: int


def routes(products: ProductsService) -> list[Route]:
    """Reading the catalogue; administrators change it."""

    async def page(request: Request) -> Response:
        category = request.query_params.get("category")
        after = query_int(request, "after", 0, high=_LAST_ID)
        limit = query_int(request, "limit", _PAGE, high=_PAGE_MAX)
        return answer(await products.page(category, after, limit))

    async def show(request: Request) -> Response:
        return answer(await products.find(ProductRef(product_id=path_int(request, "product_id"))))

    async def add(request: Request) -> Response:
        require(request, "admin")
        new = await body(request, PutProduct)
        product = await products.add(new.category, new.name, new.description, new.price_minor)
        return answer(product, HTTPStatus.CREATED)

    async def change(request: Request) -> Response:
        require(request, "admin")
        new = await body(request, PutProduct)
        product = Product(
            product_id=path_int(request, "product_id"),
            category=new.category,
            name=new.name,
            description=new.description,
            price_minor=new.price_minor,
        )
        return answer(await products.change(product))

    return [
        get("/", page),
        post("/", add),
        get("/{product_id}", show),
        put("/{product_id}", change),
    ]
