"""The public API of categories."""

from starlette.requests import Request
from starlette.responses import Response
from starlette.routing import Route

from labs.commerce.modules.categories.api import Attribute, Category, CategoryRef
from labs.commerce.modules.categories.service import CategoriesService
from labs.commerce.platform.messages import Command, Text
from labs.commerce.platform.web import answer, body, get, put, require


class PutCategory(Command, frozen=True):
    """Everything a category is but its name in addresses."""

    title: Text
    parent: str = ""
    attributes: tuple[Attribute, ...] = ()


def routes(categories: CategoriesService) -> list[Route]:
    """Reading categories; administrators add and change them."""

    async def everything(_request: Request) -> Response:
        return answer(await categories.all())

    async def show(request: Request) -> Response:
        return answer(await categories.find(CategoryRef(slug=request.path_params["slug"])))

    async def store(request: Request) -> Response:
        require(request, "admin")
        wanted = await body(request, PutCategory)
        category = Category(
            slug=request.path_params["slug"],
            title=wanted.title,
            parent=wanted.parent,
            attributes=wanted.attributes,
        )
        return answer(await categories.put(category))

    return [get("/", everything), get("/{slug}", show), put("/{slug}", store)]
