"""The public API of categories."""

from http import HTTPStatus

from starlette.requests import Request
from starlette.responses import Response

from labs.commerce.modules.categories.api import Attribute, Category, CategoryRef
from labs.commerce.modules.categories.service import CategoriesService
from labs.commerce.platform.messages import Command, Text
from labs.commerce.platform.serving.shape import ANYONE, PublicRoute, Shape, holders
from labs.commerce.platform.serving.web import answer, body, get, path_slug, put


class PutCategory(Command, frozen=True):
    """Everything a category is but its name in addresses."""

    title: Text
    parent: str = ""
    attributes: tuple[Attribute, ...] = ()


def routes(categories: CategoriesService) -> list[PublicRoute]:
    """Reading categories; administrators add and change them."""

    async def everything(_request: Request) -> Response:
        return answer(await categories.all())

    async def show(request: Request) -> Response:
        return answer(await categories.find(CategoryRef(slug=path_slug(request, "slug"))))

    async def store(request: Request) -> Response:
        wanted = await body(request, PutCategory)
        category = Category(
            slug=path_slug(request, "slug"),
            title=wanted.title,
            parent=wanted.parent,
            attributes=wanted.attributes,
        )
        return answer(await categories.put(category))

    change = Shape(
        holders("admin"), takes=PutCategory, gives=Category, refuses=[HTTPStatus.CONFLICT]
    )
    return [
        get("/", everything, Shape(ANYONE, gives=list[Category])),
        get("/{slug:slug}", show, Shape(ANYONE, gives=Category)),
        put("/{slug:slug}", store, change),
    ]
