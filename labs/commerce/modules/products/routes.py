"""The public API of products."""

import re
from http import HTTPStatus

from msgspec import field
from starlette.requests import Request
from starlette.responses import Response
from starlette.routing import Route

from labs.commerce.modules.products.api import Product, ProductRef
from labs.commerce.modules.products.listing import PRICE_MAX, RATING_MAX, SORTS, Sort, Wanted
from labs.commerce.modules.products.service import ProductsService
from labs.commerce.platform.errors import InvalidError
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
_CHOICES_MAX = 20
_CODE = re.compile(r"[a-z0-9]{1,40}")


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


def routes(products: ProductsService) -> list[Route]:
    """Reading the catalogue; administrators change it."""

    async def page(request: Request) -> Response:
        after = query_int(request, "after", 0, high=_LAST_ID)
        limit = query_int(request, "limit", _PAGE, high=_PAGE_MAX)
        return answer(await products.page(wanted(request), sort(request), after, limit))

    async def facets(request: Request) -> Response:
        return answer(await products.facets(wanted(request)))

    async def show(request: Request) -> Response:
        return answer(await products.find(ProductRef(product_id=path_int(request, "product_id"))))

    async def add(request: Request) -> Response:
        require(request, "admin")
        new = await body(request, PutProduct)
        return answer(await products.add(new.product()), HTTPStatus.CREATED)

    async def change(request: Request) -> Response:
        require(request, "admin")
        new = await body(request, PutProduct)
        return answer(await products.change(new.product(path_int(request, "product_id"))))

    return [
        get("/", page),
        post("/", add),
        get("/facets", facets),
        get("/{product_id}", show),
        put("/{product_id}", change),
    ]


def wanted(request: Request) -> Wanted:
    """What the query string narrows a list to.

    `brand` and `attribute` (`colour:red`) can be repeated: of one kind any will do.
    """
    asked = request.query_params
    if not asked:
        return Wanted()
    return Wanted(
        category=asked.get("category", ""),
        brands=_several(asked.getlist("brand")),
        price_from=query_int(request, "price_from", 0, high=PRICE_MAX),
        price_to=query_int(request, "price_to", PRICE_MAX, high=PRICE_MAX),
        rating=query_int(request, "rating", 0, high=RATING_MAX),
        available=asked.get("available") == "true",
        attributes=_attributes(_several(asked.getlist("attribute"))),
    )


def sort(request: Request) -> Sort:
    """What the query string sorts a list by."""
    asked = request.query_params.get("sort", "number")
    if asked not in SORTS:
        raise InvalidError("sort-unknown", known=list(SORTS))
    return asked


def _several(values: list[str]) -> tuple[str, ...]:
    """Choices in one order, so that the same ones make the same list."""
    if len(values) > _CHOICES_MAX:
        raise InvalidError("choices-too-many", limit=_CHOICES_MAX)
    return tuple(sorted(set(values)))


def _attributes(choices: tuple[str, ...]) -> tuple[tuple[str, tuple[str, ...]], ...]:
    chosen: dict[str, list[str]] = {}
    for choice in choices:
        code, _, value = choice.partition(":")
        if not _CODE.fullmatch(code) or not value:
            raise InvalidError("attribute-malformed", attribute=choice)
        chosen.setdefault(code, []).append(value)
    return tuple((code, tuple(values)) for code, values in chosen.items())
