"""The public API of products."""

from http import HTTPStatus
from typing import cast

from msgspec import field
from starlette.requests import Request
from starlette.responses import Response

from labs.commerce.listing.facets import Facets
from labs.commerce.listing.parameters import NARROWING, wanted
from labs.commerce.modules.products.api import Product, ProductList, ProductRef
from labs.commerce.modules.products.service import ProductsService
from labs.commerce.modules.products.store import SORTS, Sort
from labs.commerce.platform.messages import Command, Text
from labs.commerce.platform.serving.parameters import Choice, Number
from labs.commerce.platform.serving.shape import ANYONE, PublicRoute, Shape, holders
from labs.commerce.platform.serving.web import answer, body, get, path_int, post, put

_ADMIN = holders("admin")
_AFTER = Number("after", default=0, high=999_999_999)
_LIMIT = Number("limit", default=20, high=100)
_SORT = Choice("sort", ("number", *(s for s in SORTS if s != "number")), "sort-unknown")


class PutProduct(Command, frozen=True):
    """Everything an administrator says of a product."""

    category: str
    name: Text
    description: Text
    price_minor: int
    brand: str = ""
    attributes: dict[str, str] = field(default_factory=dict)

    def product(self, product_id: int = 0) -> Product:
        """The product it describes."""
        return Product(
            product_id=product_id,
            category=self.category,
            name=self.name,
            description=self.description,
            price_minor=self.price_minor,
            brand=self.brand,
            attributes=self.attributes,
        )


def routes(products: ProductsService) -> list[PublicRoute]:
    """Reading the catalogue; administrators change it."""

    async def page(request: Request) -> Response:
        after, limit = _AFTER.of(request), _LIMIT.of(request)
        return answer(await products.page(wanted(request), sort(request), after, limit))

    async def facets(request: Request) -> Response:
        return answer(await products.facets(wanted(request)))

    async def show(request: Request) -> Response:
        return answer(await products.find(ProductRef(product_id=path_int(request, "product_id"))))

    async def add(request: Request) -> Response:
        new = await body(request, PutProduct)
        return answer(await products.add(new.product()), HTTPStatus.CREATED)

    async def change(request: Request) -> Response:
        new = await body(request, PutProduct)
        return answer(await products.change(new.product(path_int(request, "product_id"))))

    listed = Shape(ANYONE, asks=(*NARROWING, _SORT, _AFTER, _LIMIT), gives=ProductList)
    addition = Shape(
        _ADMIN,
        takes=PutProduct,
        gives=Product,
        status=HTTPStatus.CREATED,
        refuses=[HTTPStatus.NOT_FOUND],
    )
    return [
        get("/", page, listed),
        post("/", add, addition),
        get("/facets", facets, Shape(ANYONE, asks=NARROWING, gives=Facets)),
        get("/{product_id:number}", show, Shape(ANYONE, gives=Product)),
        put("/{product_id:number}", change, Shape(_ADMIN, takes=PutProduct, gives=Product)),
    ]


def sort(request: Request) -> Sort:
    """What the query string sorts a list by."""
    return cast("Sort", _SORT.of(request))
